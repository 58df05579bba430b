import { expect, test } from 'vitest'
import { sampleWorld } from '../../../connectors/tissue-atlas/standin.ts'
import { read, readStandin, recordAt, withSite } from './read-tissue-atlas.ts'

const cardPath = '_data-cards/liu-lin-2019/AL1.md'
const cardId = 'data-cards/liu-lin-2019/AL1'

test('tissue-atlas: a list that the git host cuts off is read folder by folder', async () => {
  await withSite({ quirks: { mostEntries: 25 } }, async (site) => {
    const reading = await read({ options: site.options })
    expect(reading.records.size).toBe(49)
    const trees = site.requests.filter(({ path }) => path.includes('/git/trees/'))
    expect(trees.length).toBeGreaterThan(2)
  })
})

test('tissue-atlas: a folder whose own list is cut off is a failed harvest, not a short one', async () => {
  const reading = await readStandin({ quirks: { mostEntries: 25, cutsFolders: true } })
  // Folders of the sample are short; the list of all of them is what is cut.
  expect(reading.error).toBeNull()
  const cut = await readStandin({ quirks: { mostEntries: 3, cutsFolders: true } })
  expect(cut.error).toMatchObject({ code: 'ANSWER_INVALID' })
  expect(cut.done).toEqual([])
})

test('tissue-atlas: a quota that is used up is told as a rate limit, not as wrong credentials', async () => {
  const reading = await readStandin({ quirks: { quota: 1 } })
  expect(reading.error).toMatchObject({ code: 'SOURCE_RATE_LIMITED' })
  expect(reading.done).toEqual([])
})

test.each([403, 429] as const)(
  'tissue-atlas: the secondary limit is told as a rate limit when it comes with %i',
  async (secondary) => {
    const reading = await readStandin({ quirks: { secondary } })
    expect(reading.error).toMatchObject({ code: 'SOURCE_RATE_LIMITED' })
  },
)

test('tissue-atlas: a token goes to the API alone', async () => {
  await withSite({ quirks: { token: 'ghp_good' } }, async (site) => {
    const reading = await read({ options: site.options, credentials: { token: 'ghp_good' } })
    expect(reading.records.size).toBe(49)
    const raw = site.requests.filter(({ path }) => path.startsWith('/raw/'))
    expect(raw.length).toBeGreaterThan(0)
    expect(raw.filter(({ headers }) => 'authorization' in headers)).toEqual([])
  })
})

test('tissue-atlas: a token that is no good is refused and sent once', async () => {
  await withSite({ quirks: { token: 'ghp_good' } }, async (site) => {
    const reading = await read({ options: site.options, credentials: { token: 'ghp_bad' } })
    expect(reading.error).toMatchObject({ code: 'SOURCE_REFUSED' })
    expect(site.requests).toHaveLength(1)
  })
})

test('tissue-atlas: a private repository without a token is not reached', async () => {
  const reading = await readStandin({ quirks: { token: 'ghp_good' } })
  expect(reading.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
})

test('tissue-atlas: raw bytes that are not those of the commit are read from the API instead', async () => {
  const stale = new Map([[cardPath, '---\ntitle: Of yesterday\n---\n']])
  await withSite({ quirks: { stale } }, async (site) => {
    const reading = await read({ options: site.options })
    expect(recordAt(reading, cardId).title).toContain('Lung, right lower lobe')
    expect(site.requests.filter(({ path }) => path.includes('/git/blobs/'))).toHaveLength(1)
  })
})

test('tissue-atlas: without a host of raw files all pages come as blobs, and give the same records', async () => {
  await withSite({}, async (site) => {
    const raw = await read({ options: site.options })
    const before = site.requests.length
    const blobs = await read({ options: { ...site.options, rawUrl: null } })
    expect([...blobs.records.keys()]).toEqual([...raw.records.keys()])
    const { upstream, ...record } = recordAt(raw, cardId)
    expect(recordAt(blobs, cardId)).toEqual({ ...record, upstream: null })
    expect(upstream).toMatch(/\/main\/_data-cards\/liu-lin-2019\/AL1\.md$/)
    const later = site.requests.slice(before).filter(({ path }) => path.startsWith('/raw/'))
    expect(later).toEqual([])
  })
})

test('tissue-atlas: symbolic links in the repository are not followed', async () => {
  const reading = await readStandin({ quirks: { modes: { [cardPath]: '120000' } } })
  expect(reading.records.has(cardId)).toBe(false)
  expect(reading.records.size).toBe(48)
})

test('tissue-atlas: names with odd characters are asked for as they are', async () => {
  const path = '_data-cards/liu-lin-2019/a #1 50% é.md'
  const world = new Map([...sampleWorld(), [path, '---\ntitle: Odd\n---\n'] as const])
  const reading = await readStandin({ world })
  expect(recordAt(reading, 'data-cards/liu-lin-2019/a #1 50% é').title).toBe('Odd')
})

test('tissue-atlas: the stand-in answers 304 to whoever has what it would send, at no cost to a login', async () => {
  await withSite({ quirks: { token: 'ghp_good' } }, async ({ options }) => {
    const url = `${options.apiUrl}/repos/labsyspharm/harvardtissueatlas/git/ref/heads/main`
    const authorization = 'Bearer ghp_good'
    const first = await fetch(url, { headers: { authorization } })
    await first.text()
    const etag = first.headers.get('etag') ?? ''
    const again = await fetch(url, { headers: { authorization, 'if-none-match': etag } })
    expect(again.status).toBe(304)
    expect(again.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'))
  })
})
