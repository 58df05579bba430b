import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { OfferedAsset } from '../../../src/cli/download/ask-records.ts'
import { bringFile } from '../../../src/cli/download/bring-file.ts'
import { DownloadManifest } from '../../../src/cli/download/manifest.ts'
import { partOf, stateOf } from '../../../src/cli/download/part.ts'
import { placed } from '../../../src/cli/download/plan.ts'
import { createStreamer } from '../../../src/cli/download/stream.ts'
import { noLink } from '../../../src/sdk/links.ts'
import { fileServer, sha256, someBytes } from '../../support/file-server.ts'
import { tempFolder } from '../../support/temp.ts'
import { offeredAsset, offeredRecord } from './offers.ts'

const bytes = someBytes(10_000)
const checksum = { algorithm: 'SHA256', value: sha256(bytes), source: 'API' } as const

async function shelf(asset: Partial<OfferedAsset> = {}, others: string[] = []) {
  const server = await fileServer()
  const linkTo = (path: string) =>
    ({ ...noLink, state: 'READY', url: `${server.url}${path}` }) as const
  server.files.set('/scan', { bytes })
  const folder = await tempFolder()
  const streamer = createStreamer({ parallel: 1, allowPrivateAddresses: true })
  onTestFinished(() => streamer.close())
  const [file] = placed(offeredRecord(), [offeredAsset('scan', asset)], 'shelf/one')
  if (file === undefined) throw new Error('no file')
  const target = join(folder, file.path)
  await mkdir(dirname(target), { recursive: true })
  const bring = async (write = true) => {
    const manifest = await DownloadManifest.open(folder, 'http://gateway.example.org')
    const { packedAs } = file.asset.link
    const verdict = await bringFile(file, {
      folder,
      manifest,
      streamer,
      signal: new AbortController().signal,
      link: async () => ({ ...linkTo('/scan'), packedAs }),
      elsewhere: async () =>
        others.map((path) => ({ locator: `https://mirror${path}`, link: linkTo(path) })),
      onProgress: () => {},
      onBytes: () => {},
    })
    if (write) await manifest.write()
    return verdict
  }
  return { server, target, bring }
}

describe('a file that is there already', () => {
  test('is not fetched again when it is what it should be', async () => {
    const { server, target, bring } = await shelf({ checksum })
    await writeFile(target, bytes)
    expect(await bring()).toMatchObject({ state: 'PRESENT', sha256: checksum.value })
    expect(server.seen).toEqual([])
  })

  test('is left alone when it is another', async () => {
    const { server, target, bring } = await shelf({ checksum })
    await writeFile(target, 'mine')
    expect(await bring()).toMatchObject({ state: 'IN_THE_WAY', size: null })
    expect(await readFile(target, 'utf8')).toBe('mine')
    expect(server.seen).toEqual([])
  })

  test('is known by the manifest where no checksum is published, and is another once it was changed', async () => {
    const { server, target, bring } = await shelf()
    expect(await bring()).toMatchObject({ state: 'COMPLETE' })
    expect(await bring()).toMatchObject({ state: 'PRESENT' })
    await writeFile(target, 'mine')
    expect(await bring()).toMatchObject({ state: 'IN_THE_WAY' })
    expect(server.seen).toHaveLength(1)
  })

  test('is known by its state after a kill before the manifest was written', async () => {
    const { server, target, bring } = await shelf()
    expect(await bring(false)).toMatchObject({ state: 'COMPLETE' })
    expect(await readFile(stateOf(target), 'utf8')).toContain(sha256(bytes))
    expect(await bring()).toMatchObject({ state: 'PRESENT' })
    expect(server.seen).toHaveLength(1)
  })

  test('is in the way when nobody knows where it came from', async () => {
    const { target, bring } = await shelf()
    await writeFile(target, bytes)
    expect(await bring()).toMatchObject({ state: 'IN_THE_WAY' })
  })
})

describe('a file that comes', () => {
  test('packed by the upstream is not compared with the size and checksum of what is in it', async () => {
    const link = { ...noLink, state: 'READY', packedAs: 'zip' } as const
    const wrong = { ...checksum, value: 'f'.repeat(64) }
    const { target, bring } = await shelf({ link, size: 7, sizeIsExact: true, checksum: wrong })
    expect(await bring()).toMatchObject({ state: 'COMPLETE', size: bytes.length })
    expect(await readFile(target)).toEqual(bytes)
    expect(target).toMatch(/scan\.zip$/)
    const manifest = await readFile(join(dirname(target), '../../manifest.json'), 'utf8')
    expect(JSON.parse(manifest).records[0].files[0].checksum).toMatchObject({ verified: false })
  })

  test('of a size that was printed rounded is not compared with it', async () => {
    const { bring } = await shelf({ size: 9_500, sizeIsExact: false, checksum })
    expect(await bring()).toMatchObject({ state: 'VERIFIED' })
  })

  test('and is not the one that the catalogue knows says what differs', async () => {
    const size = await shelf({ size: 9_999, sizeIsExact: true })
    const message = expect.stringContaining('It has 10000 bytes, not 9999')
    expect(await size.bring()).toMatchObject({ state: 'MISMATCH', message })
    await expect(readFile(partOf(size.target))).rejects.toThrow()
  })

  test('a folder with a manifest of somebody else is not written into', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'manifest.json'), '{"name":"my package"}')
    await expect(DownloadManifest.open(folder, 'http://gateway.example.org')).rejects.toThrow(
      'no download has written',
    )
  })
})

describe('a file that its upstream has no more', () => {
  test('comes from the first other place that has the same bytes, and the manifest says from which', async () => {
    const { server, target, bring } = await shelf({ checksum }, ['/gone', '/other', '/copy'])
    server.files.delete('/scan')
    server.files.set('/other', { bytes: someBytes(20_000) })
    server.files.set('/copy', { bytes })
    expect(await bring()).toMatchObject({ state: 'VERIFIED', sha256: checksum.value })
    expect(await readFile(target)).toEqual(bytes)
    expect(server.seen.map(({ path }) => path)).toEqual(['/scan', '/gone', '/other', '/copy'])
    const manifest = await readFile(join(dirname(target), '../../manifest.json'), 'utf8')
    expect(JSON.parse(manifest).records[0].files[0]).toMatchObject({
      locator: 'https://mirror/copy',
      checksum: { verified: true },
    })
    expect(await bring()).toMatchObject({ state: 'PRESENT' })
  })

  test('says what its own upstream says when no other has the same bytes', async () => {
    const { server, target, bring } = await shelf({ checksum }, ['/other'])
    server.files.delete('/scan')
    server.files.set('/other', { bytes: someBytes(20_000) })
    const message = 'The source answered with status 404.'
    expect(await bring()).toMatchObject({ state: 'FAILED', message, size: null })
    await expect(readFile(target)).rejects.toThrow()
  })

  test('comes from nowhere else without a checksum that tells the bytes', async () => {
    const { server, bring } = await shelf({}, ['/copy'])
    server.files.delete('/scan')
    server.files.set('/copy', { bytes })
    expect(await bring()).toMatchObject({ state: 'FAILED' })
    expect(server.seen.map(({ path }) => path)).toEqual(['/scan'])
  })
})
