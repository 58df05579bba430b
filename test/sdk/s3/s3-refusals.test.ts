import { randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createLog, createS3Client } from '#sdk'
import { rejection } from '../upstream.ts'
import {
  all,
  bucketAt,
  credentialsOf,
  errorXml,
  keysOf,
  pageXml,
  someKeys,
  textOf,
  worlds,
} from './worlds.ts'

const { s3, reader, standin, http } = worlds()
const objects = [{ key: 'a', body: 'text' }]
const refused = (message: RegExp) => ({
  code: 'SOURCE_REFUSED',
  message: expect.stringMatching(message),
})

/** What other keys would not mend. */
const forbidden = (message: RegExp) => ({
  code: 'SOURCE_FORBIDDEN',
  message: expect.stringMatching(message),
})

describe('S3 refusal', () => {
  test('a bucket whose readers pay is not asked at all without credentials', async () => {
    const server = await s3({ buckets: [{ name: 'paid', requesterPays: true, objects }] })
    const bucket = bucketAt(server.url, 'paid', { requesterPays: true })
    const client = reader(server.url, null)
    const expected = refused(/pays for it.*needs credentials/)
    expect(await rejection(all(client.pages(bucket)))).toMatchObject(expected)
    expect(await rejection(client.read(bucket, 'a'))).toMatchObject(expected)
    expect(await rejection(client.head(bucket, 'a'))).toMatchObject(expected)
    expect(server.requests).toHaveLength(0)
  })

  test('the missing word that the caller pays is found out with one request, and not read on with', async () => {
    const keys = someKeys()
    const server = await s3({
      buckets: [{ name: 'paid', requesterPays: true, keys: [keys], objects }],
    })
    const bucket = bucketAt(server.url, 'paid', { region: 'us-east-1' })
    const client = reader(server.url, keys)
    const expected = forbidden(/set requesterPays/)
    expect(await rejection(all(client.pages(bucket)))).toMatchObject(expected)
    expect(server.charges).toMatchObject([{ operation: 'LIST' }])
    expect(await rejection(client.read(bucket, 'a'))).toMatchObject(expected)
    expect(await rejection(client.head(bucket, 'a'))).toMatchObject(expected)
    expect(server.charges).toHaveLength(1)
    expect(client.charged).toBe(1)
    expect(client.takeSpent()).toBeGreaterThan(0)
    const [, tried] = server.requests
    expect(tried?.search).toMatch(/max-keys=1(&|$)/)
  })

  test('what the missing word costs to find out stays inside the budget', async () => {
    const keys = someKeys()
    const server = await s3({
      buckets: [{ name: 'paid', requesterPays: true, keys: [keys], objects }],
    })
    const bucket = bucketAt(server.url, 'paid', { region: 'us-east-1' })
    const client = reader(server.url, keys, { budget: 0 })
    expect(await rejection(all(client.pages(bucket)))).toMatchObject(forbidden(/no grant/))
    expect(server.charges).toEqual([])
  })

  test('a missing grant is told as that', async () => {
    const stranger = someKeys()
    const server = await s3({ strangers: [stranger], buckets: [{ name: 'private', objects }] })
    const bucket = bucketAt(server.url, 'private', { region: 'us-east-1' })
    for (const requesterPays of [true, false]) {
      const client = reader(server.url, stranger)
      const there = { ...bucket, requesterPays }
      expect(await rejection(all(client.pages(there)))).toMatchObject(forbidden(/no grant/))
      expect(await rejection(client.read(there, 'a'))).toMatchObject(forbidden(/no grant/))
      expect(await rejection(client.head(there, 'a'))).toMatchObject(forbidden(/no grant/))
    }
    expect(server.requests.length).toBeLessThan(14)
    const nobody = reader(server.url, null)
    expect(await rejection(all(nobody.pages(bucket)))).toMatchObject(
      forbidden(/not open to everybody/),
    )
    expect(await rejection(nobody.head(bucket, 'a'))).toMatchObject(
      forbidden(/not open to everybody/),
    )
  })

  test('where others are read that cannot be listed, what is refused may just not be there', async () => {
    const keys = someKeys()
    const about = { name: 'hidden', canList: false, objects }
    const server = await s3({ buckets: [{ ...about, keys: [keys], isPublic: true }] })
    const bucket = bucketAt(server.url, 'hidden', { region: 'us-east-1' })
    for (const signer of [keys, null]) {
      const client = reader(server.url, signer)
      expect(await rejection(client.read(bucket, 'b'))).toMatchObject({ code: 'SOURCE_FORBIDDEN' })
      expect(textOf(await client.read(bucket, 'a'))).toBe('text')
      expect(await client.read(bucket, 'b')).toEqual({ state: 'MISSING' })
      expect(await client.head(bucket, 'b')).toBeNull()
      expect(await rejection(all(client.pages(bucket)))).toMatchObject({ code: 'SOURCE_FORBIDDEN' })
    }
  })

  test('a refused head is asked about once, for one byte', async () => {
    const seen: string[] = []
    const server = await standin({
      handle: ({ method, headers }) => {
        seen.push(`${method} ${headers.range ?? ''}`)
        return method === 'HEAD' ? { status: 403 } : errorXml(403, 'SignatureDoesNotMatch')
      },
    })
    const client = reader(server.url, someKeys())
    const bucket = bucketAt(server.url, 'bucket', { region: 'any' })
    expect(await rejection(client.head(bucket, 'a'))).toMatchObject(refused(/secret key is wrong/))
    expect(seen).toEqual(['HEAD ', 'GET bytes=0-0'])
  })

  test.each([
    [403, 'InvalidAccessKeyId', /does not know the access key/],
    [403, 'SignatureDoesNotMatch', /secret key is wrong/],
    [403, 'RequestTimeTooSkewed', /clock is wrong/],
    [400, 'ExpiredToken', /have expired/],
    [403, 'ExpiredToken', /have expired/],
    [400, 'InvalidToken', /session token/],
    [403, 'AllAccessDisabled', /closed this bucket/],
    [403, 'SomethingNew', /does not allow this/],
  ])('%i %s is told as it is, without another attempt', async (status, code, message) => {
    const server = await standin({ handle: () => errorXml(status, code) })
    const bucket = bucketAt(server.url, 'bucket', { region: 'any' })
    const client = reader(server.url, someKeys())
    expect(await rejection(all(client.pages(bucket)))).toMatchObject(
      code === 'AllAccessDisabled' || code === 'SomethingNew'
        ? forbidden(message)
        : refused(message),
    )
    expect(server.requests).toHaveLength(1)
  })

  test('keys that the service does not know are not sent again', async () => {
    const server = await s3({ buckets: [{ name: 'atlas', keys: [someKeys()], objects }] })
    const bucket = bucketAt(server.url, 'atlas', { region: 'us-east-1' })
    const client = reader(server.url, someKeys())
    for (let nth = 0; nth < 3; nth += 1) {
      expect(await rejection(client.read(bucket, 'a'))).toMatchObject(refused(/access key/))
    }
    expect(server.requests).toHaveLength(1)
  })

  test('a 403 that is no error of S3 is a refusal, not asked about', async () => {
    const server = await standin({ handle: () => ({ status: 403, json: {} }) })
    const bucket = bucketAt(server.url, 'bucket', { region: 'any' })
    const client = reader(server.url, someKeys())
    expect(await rejection(client.read(bucket, 'a'))).toMatchObject(forbidden(/does not allow/))
    expect(server.requests).toHaveLength(1)
  })

  test('temporary keys that have ended are renewed once', async () => {
    const old = { ...someKeys(), sessionToken: 'old+/=' }
    const fresh = { ...someKeys(), sessionToken: 'fresh+/=' }
    const server = await s3({
      buckets: [{ name: 'atlas', keys: [{ ...old, expires: Date.now() - 1000 }, fresh], objects }],
    })
    const bucket = bucketAt(server.url, 'atlas', { region: 'us-east-1' })
    let renewals = 0
    const client = reader(server.url, old, {
      renew: async () => {
        renewals += 1
        return fresh
      },
    })
    const read = () => client.read(bucket, 'a')
    const contents = await Promise.all([read(), read(), read()])
    expect(contents.map(textOf)).toEqual(['text', 'text', 'text'])
    expect(renewals).toBe(1)
  })

  test('new keys that have ended too are not renewed for ever', async () => {
    const server = await standin({ handle: () => errorXml(400, 'ExpiredToken') })
    const bucket = bucketAt(server.url, 'bucket', { region: 'any' })
    let renewals = 0
    const renew = async () => {
      renewals += 1
      return { ...someKeys(), sessionToken: String(renewals) }
    }
    const client = reader(server.url, someKeys(), { renew })
    expect(await rejection(client.read(bucket, 'a'))).toMatchObject(refused(/have expired/))
    expect(await rejection(client.read(bucket, 'a'))).toMatchObject(refused(/have expired/))
    expect([renewals, server.requests.length]).toEqual([1, 2])
  })

  test.each(['SlowDown', 'ServiceUnavailable', 'InternalError'])(
    '%s passes or is told',
    async (code) => {
      const status = code === 'InternalError' ? 500 : 503
      const server = await standin({
        handle: ({ nth }) => (nth < 3 ? errorXml(status, code) : pageXml({ keys: ['a'] })),
      })
      const bucket = bucketAt(server.url, 'bucket', { region: 'any' })
      const patient = reader(server.url, null, { policy: { attempts: 4 } })
      expect(await keysOf(patient.pages(bucket))).toEqual(['a'])
      const down = await standin({ handle: () => errorXml(status, code) })
      const client = reader(down.url, null, { policy: { attempts: 4 } })
      const there = bucketAt(down.url, 'bucket', { region: 'any' })
      expect(await rejection(all(client.pages(there)))).toMatchObject({
        code: 'SOURCE_UNREACHABLE',
      })
      expect(down.requests).toHaveLength(4)
    },
  )

  test('a request that S3 waited for in vain is sent again', async () => {
    const server = await standin({
      handle: ({ nth }) => (nth === 1 ? errorXml(400, 'RequestTimeout') : { body: 'text' }),
    })
    const bucket = bucketAt(server.url, 'bucket', { region: 'any' })
    expect(textOf(await reader(server.url, null).read(bucket, 'a'))).toBe('text')
  })

  test('no error, log line or inspection shows a key', async () => {
    const keys = { ...someKeys(), sessionToken: randomBytes(30).toString('base64') }
    const folder = mkdtempSync(join(tmpdir(), 'atlas-s3-log-'))
    const descriptor = openSync(join(folder, 'log'), 'w')
    const log = createLog({ level: 'debug', name: 'test', descriptor })
    const server = await standin({
      handle: ({ nth }) => (nth === 1 ? { status: 500 } : errorXml(403, 'SignatureDoesNotMatch')),
    })
    const client = createS3Client({
      http: http(server.url, {}, { log }),
      credentials: credentialsOf(keys),
    })
    const error = await rejection(
      client.read(bucketAt(server.url, 'bucket', { region: 'any' }), 'a'),
    )
    log.error('refused', { error, client })
    closeSync(descriptor)
    const lines = readFileSync(join(folder, 'log'), 'utf8')
    rmSync(folder, { recursive: true })
    expect(lines.trim().split('\n')).toHaveLength(2)
    const deep = { depth: 20, showHidden: true, getters: true }
    const told = [
      inspect(error, deep),
      inspect(client, deep),
      JSON.stringify({ error, client }),
      lines,
    ]
    for (const secret of [keys.secretAccessKey, keys.sessionToken, keys.accessKeyId]) {
      expect(told.join()).not.toContain(secret)
    }
    expect(told.join()).not.toMatch(/Signature=|AWS4-HMAC/)
  })
})
