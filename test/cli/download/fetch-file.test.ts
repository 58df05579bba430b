import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type FileJob, fetchFile } from '../../../src/cli/download/fetch-file.ts'
import { createStreamer } from '../../../src/cli/download/stream.ts'
import type { ResolvedLink } from '../../../src/sdk/links.ts'
import { noLink } from '../../../src/sdk/links.ts'
import { type FileServer, fileServer, sha256, someBytes } from '../../support/file-server.ts'
import { tempFolder } from '../../support/temp.ts'
import { until } from '../../support/until.ts'

const bytes = someBytes(300_000)

interface Bench {
  server: FileServer
  folder: string
  /** Fetches `/file` as `file`. */
  fetch(job?: Partial<FileJob>, tools?: Tools): ReturnType<typeof fetchFile>
  read(): Promise<Buffer>
}

interface Tools {
  signal?: AbortSignal
  headers?: ResolvedLink['headers']
  url?: string
  onProgress?: (bytes: number) => void
}

async function bench(): Promise<Bench> {
  const server = await fileServer()
  const folder = await tempFolder()
  const streamer = createStreamer({ parallel: 4, allowPrivateAddresses: true, patience: 2_000 })
  onTestFinished(() => streamer.close())
  server.files.set('/file', { bytes })
  return {
    server,
    folder,
    read: () => readFile(join(folder, 'file')),
    fetch: (job = {}, { signal, headers = [], url, onProgress = () => {} } = {}) =>
      fetchFile(
        {
          target: join(folder, 'file'),
          locator: 'https://files.example.org/file',
          checksum: null,
          size: null,
          mediaType: null,
          mayBePage: false,
          link: async () => ({
            ...noLink,
            state: 'READY',
            url: url ?? `${server.url}/file`,
            headers,
          }),
          ...job,
        },
        {
          streamer,
          signal: signal ?? new AbortController().signal,
          onProgress,
          onBytes: () => {},
          pause: 1,
        },
      ),
  }
}

/** Interrupts a first try once `count` bytes are there. */
async function interrupted({ fetch, server }: Bench, count: number, job: Partial<FileJob> = {}) {
  const stop = new AbortController()
  const file = server.files.get('/file')
  if (file) Object.assign(file, { cutAfter: count, rate: 5_000_000 })
  const onProgress = (has: number) => {
    if (has >= count) stop.abort(new Error('enough'))
  }
  await expect(fetch(job, { signal: stop.signal, onProgress })).rejects.toThrow('enough')
  if (file) Object.assign(file, { cutAfter: undefined, rate: undefined })
}

const right = { algorithm: 'SHA256', value: sha256(bytes) } as const

describe('fetchFile', () => {
  test('fetchFile: goes on after an interruption with the bytes that are missing', async () => {
    const one = await bench()
    await interrupted(one, 100_000)
    expect((await readdir(one.folder)).sort()).toEqual(['file.part', 'file.part.json'])
    expect(await one.fetch({ checksum: right })).toMatchObject({ state: 'VERIFIED' })
    expect(one.server.seen.map(({ range }) => range)).toEqual([null, 'bytes=100000-'])
    expect(await one.read()).toEqual(bytes)
    expect(await readdir(one.folder)).not.toContain('file.part')
  })

  test('fetchFile: goes on by itself when connections end, as long as bytes come', async () => {
    const one = await bench()
    one.server.files.set('/file', { bytes, cutAfter: 40_000 })
    expect(await one.fetch()).toMatchObject({ state: 'COMPLETE', sums: { size: bytes.length } })
    expect(one.server.seen.length).toBe(8)
    expect(await one.read()).toEqual(bytes)
  })

  test('fetchFile: gives up when nothing comes, and keeps what it has', async () => {
    const one = await bench()
    await interrupted(one, 100_000)
    one.server.answer = (_, response) => {
      response.writeHead(503).end()
      return true
    }
    expect(await one.fetch()).toMatchObject({ state: 'FAILED', error: 'SOURCE_UNREACHABLE' })
    expect(one.server.seen.length).toBe(6)
    expect(await readFile(join(one.folder, 'file.part'))).toEqual(bytes.subarray(0, 100_000))
  })

  test('fetchFile: begins anew where ranges are not understood', async () => {
    const one = await bench()
    one.server.files.set('/file', { bytes, ranges: false })
    await interrupted(one, 100_000)
    expect(await one.fetch({ checksum: right })).toMatchObject({ state: 'VERIFIED' })
    expect(await one.read()).toEqual(bytes)
  })

  test('fetchFile: asks for no range where the link says that there are none', async () => {
    const one = await bench()
    await interrupted(one, 100_000)
    const url = `${one.server.url}/file`
    const link = async () => ({ ...noLink, state: 'READY', url, supportsRange: false }) as const
    expect(await one.fetch({ link })).toMatchObject({ state: 'COMPLETE' })
    expect(one.server.seen.map(({ range }) => range)).toEqual([null, null])
    expect(await one.read()).toEqual(bytes)
  })

  test.each([
    ['with If-Range', true],
    ['without If-Range', false],
  ])('fetchFile: begins anew when the file was changed meanwhile, %s', async (_, ifRange) => {
    const one = await bench()
    await interrupted(one, 100_000)
    const other = someBytes(300_000, 7)
    one.server.files.set('/file', { bytes: other, ifRange })
    expect(await one.fetch()).toMatchObject({ state: 'COMPLETE', sums: { sha256: sha256(other) } })
    expect(await one.read()).toEqual(other)
  })

  test('fetchFile: another part than was asked for is not taken', async () => {
    const one = await bench()
    await interrupted(one, 100_000)
    one.server.answer = (request, response) => {
      if (request.headers.range === undefined) return false
      const headers = { 'content-range': 'bytes 50000-299999/300000' }
      response.writeHead(206, headers).end(bytes.subarray(50_000))
      return true
    }
    expect(await one.fetch()).toMatchObject({ state: 'COMPLETE' })
    expect(one.server.seen.map(({ range }) => range)).toEqual([null, 'bytes=100000-', null])
    expect(await one.read()).toEqual(bytes)
  })

  test('fetchFile: does not go on where nobody could tell that it is the same file', async () => {
    const one = await bench()
    one.server.files.set('/file', { bytes, etag: null })
    await interrupted(one, 100_000)
    await one.fetch()
    expect(one.server.seen.map(({ range }) => range)).toEqual([null, null])
  })

  test('fetchFile: a weak ETag is no proof, an old date is', async () => {
    const one = await bench()
    const lastModified = 'Sat, 01 Jan 2022 10:00:00 GMT'
    one.server.files.set('/file', { bytes, etag: 'W/"1"', lastModified })
    await interrupted(one, 100_000)
    expect(await one.fetch()).toMatchObject({ state: 'COMPLETE' })
    expect(one.server.seen[1]?.headers).toMatchObject({ 'if-range': lastModified })
    expect(await one.read()).toEqual(bytes)
  })

  test('fetchFile: what was put together of two versions is fetched once more in one piece', async () => {
    const one = await bench()
    // No ETag, but a checksum: the rest is asked for, and is of another file.
    one.server.files.set('/file', { bytes: someBytes(300_000, 9), etag: null })
    await interrupted(one, 100_000, { checksum: right })
    one.server.files.set('/file', { bytes, etag: null })
    expect(await one.fetch({ checksum: right })).toMatchObject({ state: 'VERIFIED' })
    expect(one.server.seen.map(({ range }) => range)).toEqual([null, 'bytes=100000-', null])
  })

  test('fetchFile: what is not what it should be is kept aside, and fetched once', async () => {
    const one = await bench()
    const checksum = { algorithm: 'MD5', value: '0'.repeat(32) } as const
    expect(await one.fetch({ checksum })).toMatchObject({ state: 'MISMATCH' })
    expect(await readdir(one.folder)).toEqual(['file.bad'])
    expect(one.server.seen.length).toBe(1)
    const tooLong = await one.fetch({ size: 299_999 })
    expect(tooLong).toMatchObject({ state: 'MISMATCH', sums: { size: 300_000 } })
  })

  test('fetchFile: a file of no bytes is one', async () => {
    const one = await bench()
    one.server.files.set('/file', { bytes: Buffer.alloc(0) })
    expect(await one.fetch({ size: 0 })).toMatchObject({ state: 'COMPLETE', sums: { size: 0 } })
    expect(await one.read()).toHaveLength(0)
  })

  test('fetchFile: all bytes that were there before the end came are not fetched again', async () => {
    const one = await bench()
    await interrupted(one, 299_999)
    await writeFile(join(one.folder, 'file.part'), bytes)
    expect(await one.fetch({ checksum: right })).toMatchObject({ state: 'VERIFIED' })
    expect(one.server.seen.length).toBe(1)
  })

  test('fetchFile: a part whose state is damaged, or of another file, is not gone on with', async () => {
    const one = await bench()
    await interrupted(one, 100_000)
    const state = await readFile(join(one.folder, 'file.part.json'), 'utf8')
    await writeFile(join(one.folder, 'file.part.json'), state.slice(0, 40))
    await one.fetch()
    expect(one.server.seen.map(({ range }) => range)).toEqual([null, null])

    const other = await bench()
    await interrupted(other, 100_000)
    await other.fetch({ locator: 'https://files.example.org/other' })
    expect(other.server.seen.map(({ range }) => range)).toEqual([null, null])
  })

  test('fetchFile: a file without a length is verified by its checksum', async () => {
    const one = await bench()
    one.server.files.set('/file', { bytes, length: false })
    expect(await one.fetch({ checksum: right })).toMatchObject({ state: 'VERIFIED' })
  })

  test('fetchFile: a web page where a file was due is none', async () => {
    const one = await bench()
    one.server.files.set('/file', { bytes: Buffer.from('<html>Log in</html>'), type: 'text/html' })
    expect(await one.fetch()).toMatchObject({ state: 'FAILED', error: 'ANSWER_INVALID' })
    expect(await one.fetch({ mayBePage: true })).toMatchObject({ state: 'COMPLETE' })
  })

  test('fetchFile: a refusal is met with one new link, and no more', async () => {
    const one = await bench()
    const asked: boolean[] = []
    one.server.answer = (request, response) => {
      if (request.headers.authorization === 'Bearer new') return false
      response.writeHead(401).end()
      return true
    }
    const link = (value: string) => async (anew: boolean) => {
      asked.push(anew)
      const headers = [{ name: 'Authorization', value: anew ? value : 'Bearer old' }]
      return { ...noLink, state: 'READY', url: `${one.server.url}/file`, headers } as const
    }
    expect(await one.fetch({ link: link('Bearer old') })).toMatchObject({
      state: 'FAILED',
      error: 'SOURCE_REFUSED',
    })
    expect(await one.fetch({ link: link('Bearer new') })).toMatchObject({ state: 'COMPLETE' })
    expect(asked).toEqual([false, true, false, true])
  })

  test('fetchFile: credentials do not follow to another origin, ranges and their condition do', async () => {
    const one = await bench()
    const elsewhere = await fileServer()
    elsewhere.files.set('/file', { bytes })
    await interrupted(one, 100_000)
    one.server.answer = (_, response) => {
      response.writeHead(302, { location: `${elsewhere.url}/file` }).end()
      return true
    }
    const headers = [
      { name: 'Authorization', value: 'Bearer secret' },
      { name: 'X-Api-Key', value: 'secret' },
    ]
    expect(await one.fetch({}, { headers })).toMatchObject({ state: 'COMPLETE' })
    expect(one.server.seen[1]?.headers.authorization).toBe('Bearer secret')
    expect(elsewhere.seen).toHaveLength(1)
    expect(JSON.stringify(elsewhere.seen[0]?.headers)).not.toContain('secret')
    expect(elsewhere.seen[0]?.headers).toMatchObject({ range: 'bytes=100000-' })
    expect(elsewhere.seen[0]?.headers['if-range']).toBeDefined()
    expect(await one.read()).toEqual(bytes)
  })

  test.each([
    'http://127.0.0.1:9/file',
    'http://[::ffff:127.0.0.1]/file',
    'http://localhost/file',
    'http://169.254.169.254/latest/meta-data',
    'https://user:secret@files.example.org/file',
    'file:///etc/passwd',
    'ftp://files.example.org/file',
  ])('streamer: does not go to %s', async (url) => {
    const streamer = createStreamer({ parallel: 1, allowPrivateAddresses: false })
    onTestFinished(() => streamer.close())
    const { signal } = new AbortController()
    await expect(streamer.open({ url, method: 'GET', headers: {}, signal })).rejects.toThrow()
  })

  test('streamer: does not go where a name leads to this machine', async () => {
    const server = await fileServer()
    const port = new URL(server.url).port
    const { signal } = new AbortController()
    const lookup = (_: string, options: object, callback: (...found: unknown[]) => void) =>
      'all' in options && options.all
        ? callback(null, [{ address: '127.0.0.1', family: 4 }])
        : callback(null, '127.0.0.1', 4)
    const careful = createStreamer({
      parallel: 1,
      allowPrivateAddresses: false,
      lookup: lookup as never,
    })
    onTestFinished(() => careful.close())
    const url = `http://files.example.org:${port}/file`
    await expect(careful.open({ url, method: 'GET', headers: {}, signal })).rejects.toThrow(
      'private address',
    )
    expect(server.seen).toEqual([])
  })

  test.each(['http://user:secret@127.0.0.1/file', 'file:///etc/passwd', 'ftp://127.0.0.1/file'])(
    'fetchFile: a redirect is checked like a link: %s',
    async (location) => {
      const one = await bench()
      one.server.answer = (_, response) => {
        response.writeHead(302, { location }).end()
        return true
      }
      expect(await one.fetch()).toMatchObject({ state: 'FAILED', error: 'ANSWER_INVALID' })
      expect(one.server.seen).toHaveLength(1)
    },
  )

  test('fetchFile: follows redirects, but not for ever', async () => {
    const one = await bench()
    one.server.answer = (request, response) => {
      const [, hop] = /^\/hop(\d+)$/.exec(request.url ?? '') ?? []
      if (request.url === '/file') return false
      const location = hop === '3' ? 'file' : `hop${Number(hop) + 1}`
      response.writeHead(307, { location }).end()
      return true
    }
    expect(await one.fetch({}, { url: `${one.server.url}/hop0` })).toMatchObject({
      state: 'COMPLETE',
    })
    const endless = await one.fetch({}, { url: `${one.server.url}/hop10` })
    expect(endless).toMatchObject({ state: 'FAILED', error: 'SOURCE_UNREACHABLE' })
  })

  test('fetchFile: reports less than before when it begins anew', async () => {
    const one = await bench()
    await interrupted(one, 100_000)
    one.server.files.set('/file', { bytes: someBytes(200_000, 3) })
    const told: number[] = []
    await one.fetch({}, { onProgress: (has) => told.push(has) })
    expect(told[0]).toBe(100_000)
    expect(told).toContain(0)
    expect(told.at(-1)).toBe(200_000)
  })

  test.each([
    ['MD5', 'md5'],
    ['SHA1', 'sha1'],
    ['SHA384', 'sha384'],
    ['SHA512', 'sha512'],
    ['BLAKE2B', 'blake2b512'],
  ] as const)(
    'fetchFile: compares %s, whatever the case of its digits',
    async (algorithm, name) => {
      const one = await bench()
      const value = createHash(name).update(bytes).digest('hex').toUpperCase()
      expect(await one.fetch({ checksum: { algorithm, value } })).toMatchObject({
        state: 'VERIFIED',
      })
    },
  )

  test('fetchFile: waits until a slow upstream begins, and leaves nothing open when stopped', async () => {
    const one = await bench()
    const held: (() => void)[] = []
    one.server.answer = (_, response) => {
      held.push(() => response.destroy())
      return true
    }
    const stop = new AbortController()
    const fetching = one.fetch({}, { signal: stop.signal })
    await until('it was asked', () => held.length > 0)
    stop.abort(new Error('stopped'))
    await expect(fetching).rejects.toThrow('stopped')
    for (const end of held) end()
  })
})
