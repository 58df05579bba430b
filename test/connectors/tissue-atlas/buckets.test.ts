import { expect, test } from 'vitest'
import { createEtags } from '../../../connectors/tissue-atlas/etags.ts'
import tissueAtlas from '../../../connectors/tissue-atlas/index.ts'
import { createPages } from '../../../connectors/tissue-atlas/pages.ts'
import { type S3Standin, startS3Standin } from '../../../src/sdk/standin/index.ts'
import {
  assetsAt,
  optionsOf,
  type Reading,
  type ReadOptions,
  read,
  withSite,
} from './read-tissue-atlas.ts'

const payer = { accessKeyId: 'AKIAPAYER', secretAccessKey: 'payer-secret' }
const dataset = 'atlas-datasets/nirmal-maliga-vallius-2021'
const lung = 'atlas-datasets/wu-temko-maliga-2022'

const melanoma = [
  { key: 'data/MEL01-1-1.ome.tif', size: 194_812_345_678 },
  { key: 'data/MEL01-1-3.ome.tif', size: 97_512_345_678, storageClass: 'DEEP_ARCHIVE' },
]
const adenocarcinoma = [
  { key: 'P132115/raw/1.rcpnl', size: 6_000_000_001 },
  { key: 'P132115/raw/2.rcpnl', size: 7_000_000_002 },
  { key: 'P132115/raw-notes.txt', size: 5 },
]

/** Two buckets that bill whoever reads them, and the site read with sizes from them. */
async function withBuckets(
  use: (read: (more?: ReadOptions) => Promise<Reading>, s3: S3Standin) => Promise<void>,
): Promise<void> {
  const bucket = { region: 'us-west-2', requesterPays: true, keys: [payer] }
  const s3 = await startS3Standin({
    buckets: [
      { ...bucket, name: 'hta-melatlas-1', objects: melanoma },
      { ...bucket, name: 'wu-temko-maliga-2022', objects: adenocarcinoma },
    ],
  })
  try {
    await withSite({}, async (site) => {
      const buckets = ['hta-melatlas-1', 'wu-temko-maliga-2022'].map((name) => ({
        name,
        region: 'us-west-2',
        endpoint: s3.url,
        list: true,
      }))
      await use(
        (more = {}) =>
          read({
            credentials: payer,
            ...more,
            options: { ...site.options, buckets, ...more.options },
          }),
        s3,
      )
    })
  } finally {
    await s3.close()
  }
}

test('tissue-atlas: buckets are listed only where the options say so, and else lie where they say', async () => {
  await withBuckets(async (read, s3) => {
    const buckets = [{ name: 'hta-melatlas-1', region: 'us-east-1', endpoint: s3.url }]
    const reading = await read({ options: { buckets } })
    expect(s3.requests).toEqual([])
    expect(reading.spent).toBe(0)
    const regions = new Set(assetsAt(reading, dataset).map(({ region }) => region))
    expect(regions).toEqual(new Set(['us-east-1']))
    expect(new Set(assetsAt(reading, lung).map(({ region }) => region))).toEqual(new Set([null]))
  })
})

test('tissue-atlas: a listed bucket gives sizes to the byte, its region, and what is archived', async () => {
  await withBuckets(async (read) => {
    const reading = await read()
    expect(reading.error).toBeNull()
    const assets = new Map(assetsAt(reading, dataset).map((asset) => [asset.name, asset]))
    expect(assets.get('MEL01-1-1.ome.tif')).toMatchObject({
      size: 194_812_345_678,
      sizeIsExact: true,
      region: 'us-west-2',
      availability: 'ONLINE',
      payer: 'CALLER',
    })
    expect(assets.get('MEL01-1-3.ome.tif')).toMatchObject({ availability: 'ARCHIVED' })
    // What the listing does not have keeps the size that is printed.
    expect(assets.get('MEL01-1-4.ome.tif')).toMatchObject({
      size: 66_000_000_000,
      sizeIsExact: false,
      region: 'us-west-2',
      availability: 'ON_REQUEST',
    })
  })
})

test('tissue-atlas: the size of a folder is that of all that lies in it', async () => {
  await withBuckets(async (read) => {
    const raw = assetsAt(await read(), lung).find(({ name }) => name === 'P132115/raw/')
    expect(raw).toMatchObject({ size: 13_000_000_003, sizeIsExact: true, role: 'DIRECTORY' })
  })
})

test('tissue-atlas: what listing cost is told, and every request said that the caller pays', async () => {
  await withBuckets(async (read, s3) => {
    const reading = await read()
    expect(reading.spent).toBeGreaterThan(0)
    expect(reading.spent).toBeLessThan(0.01)
    expect(s3.charges.length).toBeGreaterThan(0)
    const unsaid = s3.requests.filter(({ headers }) => headers['x-amz-request-payer'] === undefined)
    expect(unsaid).toEqual([])
  })
})

test('tissue-atlas: a budget that does not cover the listing ends the harvest before it costs', async () => {
  await withBuckets(async (read, s3) => {
    const reading = await read({ options: { maxCost: 0 } })
    expect(reading.error).toMatchObject({ code: 'BUDGET_EXCEEDED' })
    expect(reading.done).toEqual([])
    expect(s3.charges).toEqual([])
  })
})

test('tissue-atlas: keys that get in nowhere are refused, and nothing is removed', async () => {
  await withBuckets(async (read) => {
    const reading = await read({ credentials: { ...payer, accessKeyId: 'AKIASTRANGER' } })
    expect(reading.error).toMatchObject({ code: 'SOURCE_REFUSED' })
    expect(reading.done).toEqual([])
  })
})

test('tissue-atlas: the same listing costs no page', async () => {
  await withBuckets(async (read) => {
    const first = await read()
    const same = await read({ known: first.etags })
    expect(same.error).toBeNull()
    expect(same.records.size).toBe(0)
  })
})

test('tissue-atlas: a page is another one to the catalogue when the listing is', () => {
  const file = { path: '_atlas-datasets/a-2024.md', sha: '0'.repeat(40), size: 1 }
  const pages = createPages({ files: async () => [file], text: async () => '' }, [file])
  const etagsAt = (listing: string) => createEtags(pages, optionsOf({}), 1, listing)
  const etag = etagsAt('one').of(file, 'a-2024')
  expect(etagsAt('one').isSame(etag, file)).toBe(true)
  expect(etagsAt('another').isSame(etag, file)).toBe(false)
})

test('tissue-atlas: only the hosts of the site and of named buckets may be called', () => {
  const none = tissueAtlas.origins(optionsOf({}))
  expect(none).toEqual(['https://api.github.com', 'https://raw.githubusercontent.com'])
  const named = tissueAtlas.origins(
    optionsOf({ buckets: [{ name: 'hta-melatlas-1', list: true }] }),
  )
  expect(named).toContain('https://hta-melatlas-1.s3.us-east-1.amazonaws.com')
  expect(tissueAtlas.origins(optionsOf({ folder: '/srv/site' }))).toEqual([])
})

test('tissue-atlas: credentials are a token, keys, or both, and no half of keys', () => {
  const { credentials } = tissueAtlas
  expect(credentials?.safeParse({ token: 'ghp_x' }).success).toBe(true)
  expect(credentials?.safeParse(payer).success).toBe(true)
  expect(credentials?.safeParse({ token: 'ghp_x', profile: 'lab' }).success).toBe(true)
  expect(credentials?.safeParse({ accessKeyId: 'AKIA' }).success).toBe(false)
  expect(credentials?.safeParse({ tokens: 'ghp_x' }).success).toBe(false)
})
