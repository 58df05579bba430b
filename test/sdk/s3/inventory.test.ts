import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { rejection } from '../upstream.ts'
import { all, bucketAt, keysOf, worlds } from './worlds.ts'

const { s3, reader } = worlds()
const md5 = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest('hex')
const schema =
  'Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass'
const prefix = 'inventories/atlas/weekly/'

interface Parts {
  rows?: readonly (readonly string[])[]
  folder?: string
  change?: (manifest: Record<string, unknown>) => unknown
  data?: Buffer
  /** Of the data; default the right one. */
  checksum?: string
  files?: number
}

function row(
  key: string,
  about: Partial<Record<'size' | 'latest' | 'marker' | 'class' | 'bucket' | 'date', string>> = {},
) {
  const { size = '5', latest = 'true', marker = 'false', bucket = 'atlas' } = about
  const date = about.date ?? '2024-01-02T03:04:05.000Z'
  return [bucket, key, 'v1', latest, marker, size, date, 'etag', about.class ?? 'STANDARD']
}

/** The objects of an inventory as S3 writes it. */
function inventory({
  rows = [row('a')],
  folder = '2026-01-04T01-00Z',
  change = (same) => same,
  ...about
}: Parts) {
  const csv = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
  const data = about.data ?? gzipSync(`${csv.join('\n')}\n`)
  const names = Array.from(
    { length: about.files ?? 1 },
    (_, index) => `${prefix}data/${folder}-${index}.csv.gz`,
  )
  const manifest = JSON.stringify(
    change({
      sourceBucket: 'atlas',
      destinationBucket: 'arn:aws:s3:::lists',
      version: '2016-11-30',
      creationTimestamp: '1514944800000',
      fileFormat: 'CSV',
      fileSchema: schema,
      files: names.map((key) => ({
        key,
        size: data.length,
        MD5checksum: about.checksum ?? md5(data),
      })),
    }),
  )
  return [
    ...names.map((key) => ({ key, body: data })),
    { key: `${prefix}${folder}/manifest.json`, body: manifest },
    { key: `${prefix}${folder}/manifest.checksum`, body: `${md5(manifest)}\n` },
  ]
}

describe('S3 inventory', () => {
  async function listed(
    objects: { key: string; body: string | Uint8Array }[],
    place = `${prefix}2026-01-04T01-00Z/manifest.json`,
  ) {
    const server = await s3({ buckets: [{ name: 'lists', isPublic: true, objects }] })
    return reader(server.url, null).inventory(bucketAt(server.url, 'lists'), place)
  }
  const failure = async (parts: Parts) => rejection(all(await listed(inventory(parts))))
  const invalid = { code: 'ANSWER_INVALID' }

  test.each(['ORC', 'Parquet'])('%s is not read', async (fileFormat) => {
    const change = (manifest: object) => ({ ...manifest, fileFormat })
    expect(await failure({ change })).toMatchObject({ code: 'UNSUPPORTED' })
  })

  test('one that tells no sizes is not read', async () => {
    const change = (manifest: object) => ({ ...manifest, fileSchema: 'Bucket, Key' })
    expect(await failure({ change })).toMatchObject({ code: 'UNSUPPORTED' })
  })

  test('one that is not complete is as if it were not there', async () => {
    const [data, manifest] = inventory({})
    const pages = await listed([data, manifest].filter((one) => one !== undefined))
    expect(await rejection(all(pages))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await rejection(all(await listed([])))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await rejection(all(await listed([], prefix)))).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a manifest that is not what its checksum says ends it, and so does one that is none', async () => {
    const objects = inventory({}).map((one) =>
      one.key.endsWith('checksum') ? { ...one, body: md5('other') } : one,
    )
    expect(await rejection(all(await listed(objects)))).toMatchObject(invalid)
    expect(await failure({ change: () => ({ files: [] }) })).toMatchObject(invalid)
    const text = 'no JSON'
    const objectsOfText = [
      { key: `${prefix}2026-01-04T01-00Z/manifest.json`, body: text },
      { key: `${prefix}2026-01-04T01-00Z/manifest.checksum`, body: md5(text) },
    ]
    expect(await rejection(all(await listed(objectsOfText)))).toMatchObject(invalid)
  })

  test('a file that is not what its MD5 says gives nothing', async () => {
    const pages: unknown[] = []
    const reading = (async () => {
      for await (const page of await listed(inventory({ checksum: md5('other') }))) pages.push(page)
    })()
    expect(await rejection(reading)).toMatchObject(invalid)
    expect(pages).toEqual([])
  })

  test.each([
    ['a file that is not there', (key: string) => `${key}-no`, 0],
    ['a file of another size', (key: string) => key, 1],
  ])('%s ends it', async (_what, rename, more) => {
    const change = (manifest: Record<string, unknown>) => ({
      ...manifest,
      files: (manifest.files as { key: string; size: number }[]).map((file) => ({
        ...file,
        key: rename(file.key),
        size: file.size + more,
      })),
    })
    expect(await failure({ change })).toMatchObject(invalid)
  })

  test.each([
    ['no gzip', Buffer.from('plain text')],
    ['a gzip that is cut off', gzipSync(row('a').join(',')).subarray(0, 40)],
    ['a quote that is not closed', gzipSync('"atlas","a')],
    ['a row with other columns', gzipSync('"atlas","a"\n')],
  ])('%s ends it', async (_what, data) => {
    expect(await failure({ data })).toMatchObject(invalid)
  })

  test.each([
    ['without a size', row('a', { size: '' })],
    ['without a date', row('a', { date: 'then' })],
    ['whose key is no UTF-8', row('%FF')],
    ['without a key', row('')],
    ['about another bucket', row('a', { bucket: 'other' })],
  ])('a row %s ends it', async (_what, bad) => {
    expect(await failure({ rows: [row('ok'), bad] })).toMatchObject(invalid)
  })

  test('its rows are objects: keys decoded, versions and markers left out', async () => {
    const rows = [
      row('z%2Fa+b%2Bc%22%2C'),
      row('old', { latest: 'false' }),
      row('gone', { marker: 'true' }),
      row('cold', { class: 'DEEP_ARCHIVE', size: '5000000000000' }),
    ]
    const [page] = await all(await listed(inventory({ rows })))
    expect(page).toEqual({
      next: null,
      prefixes: [],
      objects: [
        {
          key: 'z/a b+c",',
          size: 5,
          etag: 'etag',
          modified: '2024-01-02T03:04:05.000Z',
          storageClass: 'STANDARD',
          availability: 'ONLINE',
        },
        expect.objectContaining({ key: 'cold', size: 5e12, availability: 'ARCHIVED' }),
      ],
    })
  })

  test('several files are read in pages of a thousand, and read anew when asked again', async () => {
    const rows = Array.from({ length: 1234 }, (_, index) => row(`k${index}`))
    const pages = await listed(inventory({ rows, files: 2 }))
    for (let nth = 0; nth < 2; nth += 1) {
      expect((await all(pages)).map(({ objects }) => objects.length)).toEqual([1000, 1000, 468])
    }
  })

  test('of dated folders the newest that is complete is taken', async () => {
    const objects = [
      ...inventory({ rows: [row('older')], folder: '2025-12-28T01-00Z' }),
      ...inventory({ rows: [row('newer')], folder: '2026-01-04T01-00Z' }),
      ...inventory({ rows: [row('unfinished')], folder: '2026-01-11T01-00Z' }).slice(0, -1),
    ]
    for (const place of [prefix, prefix.slice(0, -1)]) {
      expect(await keysOf(await listed(objects, place))).toEqual(['newer'])
    }
  })

  test('who stops early leaves nothing running', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => row(`k${index}`))
    let count = 0
    for await (const page of await listed(inventory({ rows }))) {
      count += page.objects.length
      break
    }
    expect(count).toBe(1000)
  })
})
