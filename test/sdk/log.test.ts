import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog, GatewayError, type Log, type LogLevel, safeText, safeUrl } from '#sdk'

describe('log', () => {
  let folder: string
  let descriptor: number
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'atlas-log-'))
    descriptor = openSync(join(folder, 'log'), 'a')
  })
  afterEach(() => {
    closeSync(descriptor)
    rmSync(folder, { recursive: true })
  })
  const text = () => readFileSync(join(folder, 'log'), 'utf8')
  const entries = () =>
    text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  const logAt = (level?: LogLevel): Log =>
    createLog({ name: 'test', descriptor, ...(level && { level }) })

  test('an entry is one line of JSON with time, level, name, message and fields, written at once', () => {
    logAt().info('harvest started', { source: 'allen', rows: 3 })
    expect(entries()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        name: 'test',
        source: 'allen',
        rows: 3,
        msg: 'harvest started',
      },
    ])
  })

  test('entries under the level are not written', () => {
    const log = logAt('warn')
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    logAt('silent').error('e')
    expect(entries().map(({ msg }) => msg)).toEqual(['c', 'd'])
  })

  test('a child carries its fields', () => {
    logAt().child({ harvest: 'h1', token: 'abc' }).warn('slow', { page: 2 })
    expect(entries()[0]).toMatchObject({ harvest: 'h1', token: '[redacted]', page: 2 })
  })

  test.each([
    'authorization',
    'Authorization',
    'proxy-authorization',
    'cookie',
    'set-cookie',
    'X-Source-Credentials',
    'password',
    'dbPassword',
    'secret',
    'clientSecret',
    'secretAccessKey',
    'AWS_SECRET_ACCESS_KEY',
    'x-amz-security-token',
    'accessToken',
    'operator_token',
    'apiKey',
    'x-api-key',
    'private.key',
    'credentials',
    'JSESSIONID',
  ])('a field named %s is blanked, at any depth', (name) => {
    logAt().info('x', { [name]: 'hush-1', a: [{ b: { [name]: { inner: 'hush-2' } } }] })
    logAt().info('y', { headers: new Headers({ [name.replaceAll(/[^\w.-]/g, '')]: 'hush-3' }) })
    expect(text()).not.toContain('hush')
    expect(text()).toContain('[redacted]')
  })

  test('what only sounds like a secret is kept', () => {
    logAt().info('x', { tokens: 5, author: 'A', keyword: 'k', hasPassword: true, passage: 'p' })
    expect(entries()[0]).toMatchObject({
      tokens: 5,
      author: 'A',
      keyword: 'k',
      hasPassword: true,
      passage: 'p',
    })
  })

  test('URLs lose user, query and fragment wherever they stand', () => {
    logAt().info('read https://u:hush@a.example/p?token=hush#hush now', {
      url: new URL('https://u:hush@a.example/q?token=hush'),
      list: ['s3://hush:hush@bucket/key?X-Amz-Signature=hush'],
      error: new Error('failed at http://a.example/r?sig=hush'),
    })
    expect(text()).not.toContain('hush')
    expect(entries()[0]).toMatchObject({
      msg: 'read https://a.example/p now',
      url: 'https://a.example/q',
      list: ['s3://bucket/key'],
      error: { message: 'failed at http://a.example/r' },
    })
  })

  test('an error is written with code and causes, without its other properties', () => {
    const cause = Object.assign(new Error('Bearer abcdefghij0 was refused'), {
      code: 'EX',
      data: 'bytes from the wire',
    })
    logAt().error('failed', { error: new GatewayError('SOURCE_REFUSED', { cause }) })
    expect(entries()[0]?.error).toMatchObject({
      name: 'GatewayError',
      code: 'SOURCE_REFUSED',
      cause: { code: 'EX', message: 'Bearer [redacted] was refused' },
    })
    expect(text()).not.toMatch(/abcdefghij0|from the wire/)
  })

  test('circles, bytes, big numbers and odd values do no harm', () => {
    const circle: Record<string, unknown> = { name: 'c' }
    circle.self = circle
    logAt().info('x', {
      circle,
      bytes: Buffer.from('abc'),
      big: 10n,
      when: new Date(0),
      never: new Date(Number.NaN),
      map: new Map([['token', 'hush']]),
      set: new Set(['v']),
      run() {},
    })
    expect(text()).not.toContain('hush')
    expect(entries()[0]).toMatchObject({
      bytes: '[3 bytes]',
      big: '10',
      when: '1970-01-01T00:00:00.000Z',
      never: null,
      set: { 0: 'v' },
    })
  })

  test('a worker thread writes its own, to its last word', async () => {
    const sdk = pathToFileURL(join(import.meta.dirname, '../../src/sdk/log.ts')).href
    const worker = new Worker(
      `const { createLog } = await import(${JSON.stringify(sdk)})
       createLog({ name: 'worker', descriptor: ${descriptor} }).error('last words', { token: 'hush' })
       process.exit(3)`,
      { eval: true },
    )
    expect(await new Promise((resolve) => worker.once('exit', resolve))).toBe(3)
    expect(entries()[0]).toMatchObject({ name: 'worker', msg: 'last words', token: '[redacted]' })
  })
})

describe('safe text', () => {
  test('what is no URL is not passed on as one', () => {
    expect(safeUrl('hush')).toBe('(no url)')
    expect(safeText('see http://[bad?token=hush')).not.toContain('hush')
  })

  test('credentials after their scheme are blanked', () => {
    expect(safeText('Authorization: Basic dXNlcjpwYXNz')).toBe('Authorization: Basic [redacted]')
    expect(safeText('the basic idea')).toBe('the basic idea')
  })
})
