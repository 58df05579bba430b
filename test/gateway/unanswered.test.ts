import { expect, test } from 'vitest'
import { UnansweredSearches } from '../../src/gateway/unanswered.ts'
import { anonymous, operator, PUBLIC, type Viewer } from '../../src/model/index.ts'
import { anything } from '../../src/search/search-index.ts'
import { until } from '../support/until.ts'
import { ask } from './ask.ts'
import { fill, inLab } from './catalogue.ts'
import { furnish, openWorld, type World } from './world.ts'

const lab: Viewer = { subject: 'somebody', groups: [PUBLIC, 'lab'], roles: ['reader'] }

async function furnished(): Promise<World> {
  const world = await openWorld()
  await furnish(world)
  await fill(world.store, 'beta', [
    { nativeId: 'study', title: 'Zebra study of the hippocampus', kind: 'STUDY', hidden: true },
    { nativeId: 'open', title: 'Open collection', kind: 'COLLECTION', creators: ['Ada Lovelace'] },
    { nativeId: 'kept', title: 'Slices', keywords: ['Optogenetics'], creators: ['Open Lab'] },
  ])
  await world.follow()
  return world
}

interface Asked {
  viewer?: Viewer
  isFiltered?: boolean
  isFirst?: boolean
}

/** A world's searches, noted by the real thing over the real answers of its index. */
function noting(world: World, now: () => Date = () => new Date('2026-03-01T12:00:00Z')) {
  const logged: object[] = []
  const log = { debug: (_: string, fields?: object) => logged.push(fields ?? {}) }
  const searches = new UnansweredSearches({ store: world.store, index: world.index, log, now })
  const note = async (query: string, asked: Asked = {}) => {
    const { viewer = anonymous, isFiltered = false, isFirst = true } = asked
    const result = await world.index.search(viewer, { ...anything, query })
    searches.note({ query, isFiltered, isFirst }, result)
    await searches.settled()
    return result.total
  }
  const noted = async () =>
    (await world.store.unansweredSearches(100)).map(({ words }) => words.join(' + '))
  return { note, noted, logged, searches }
}

test('unanswered searches: words of the vocabulary and of public titles and keywords are kept, sorted', async () => {
  const world = await furnished()
  const { note, noted } = noting(world)
  expect(await note('rabbit Ferret')).toBe(0)
  expect(await world.store.unansweredSearches(9)).toEqual([
    { words: ['ferret', 'rabbit'], times: 1, last: '2026-03-01' },
  ])
  // Both words stand in public records, but not like this.
  expect(await note('"the Slices of optogenetics"')).toBe(0)
  expect((await noted()).sort()).toEqual(['ferret + rabbit', 'optogenetics + slices'])
})

test('unanswered searches: names of people, addresses and identifiers are not kept, wherever they stand', async () => {
  const world = await furnished()
  const { note, noted } = noting(world)
  expect(await note('"lovelace ferret"')).toBe(0)
  expect(await noted()).toEqual(['ferret'])
  for (const query of [
    'john.rabbit@example.org',
    'https://rabbit.example.org/rabbit',
    '"Jane Doe"',
    'xyzzy',
    '0049 30 1234567',
    'patient4711',
    '"open data"',
  ]) {
    await note(query)
  }
  expect((await noted()).sort()).toEqual(['ferret', 'open'])
})

test('unanswered searches: a word that only hidden records have is not kept, though the viewer may see them', async () => {
  const world = await furnished()
  const { note, noted } = noting(world)
  expect(await note('"quokka slices"', { viewer: lab })).toBe(0)
  expect(await note('"zebra slices"', { viewer: operator })).toBe(0)
  expect(await noted()).toEqual(['slices'])
})

test('unanswered searches: a search that found something, was filtered or turned a page is not noted', async () => {
  const world = await furnished()
  const { note, noted } = noting(world)
  expect(await note('optogenetics')).toBe(1)
  await note('ferret', { isFiltered: true })
  await note('ferret', { isFirst: false })
  expect(await noted()).toEqual([])
})

test('unanswered searches: nothing is noted while the index is empty', async () => {
  const { note, noted } = noting(await openWorld())
  expect(await note('ferret')).toBe(0)
  expect(await noted()).toEqual([])
})

test('unanswered searches: the same words count once a minute, and at most six are kept', async () => {
  const world = await furnished()
  const { note, noted } = noting(world)
  await note('ferret rabbit')
  await note('rabbit ferret')
  expect(await world.store.unansweredSearches(9)).toMatchObject([{ times: 1 }])
  expect(await note('ferret rabbit chicken horse sheep goat opossum pig')).toBe(0)
  const [many] = (await noted()).filter((words) => words.includes('chicken'))
  expect(many?.split(' + ')).toHaveLength(6)
})

test('unanswered searches: after many in a row the next ones are left out, until some time has passed', async () => {
  const world = await furnished()
  let time = Date.parse('2026-03-01T12:00:00Z')
  const { note, noted } = noting(world, () => new Date(time))
  for (let at = 0; at < 20; at++) await note('ferret')
  await note('rabbit')
  expect(await noted()).toEqual(['ferret'])
  time += 3_000
  await note('rabbit')
  expect((await noted()).sort()).toEqual(['ferret', 'rabbit'])
})

test('unanswered searches: what goes wrong is told to the debug log without a word of the query', async () => {
  const world = await furnished()
  const stats = async () => {
    throw new TypeError('about a ferret')
  }
  const { note, logged, searches } = noting({ ...world, index: { ...world.index, stats } })
  expect(await note('ferret')).toBe(0)
  await expect(searches.settled()).resolves.toBeUndefined()
  expect(logged).toEqual([{ name: 'TypeError' }])
})

test('the gateway: notes a search that found nothing, and answers without waiting for it', async () => {
  const world = await furnished()
  await fill(world.store, 'gamma', [{ nativeId: 'f', title: 'Ferret', visibility: inLab }])
  const gateway = world.gateway()
  const search =
    'query ($query: String!, $filter: RecordFilter) { search(query: $query, filter: $filter) { totalCount } }'
  await ask(gateway, search, { query: 'rabbit', filter: { kind: ['ATLAS'] } })
  const { data } = await ask(gateway, search, { query: 'ferret' })
  expect(data.search.totalCount).toBe(0)
  const [kept] = await until('it is noted', async () => {
    const noted = await world.store.unansweredSearches(9)
    return noted.length > 0 && noted
  })
  expect(kept).toMatchObject({ words: ['ferret'], times: 1 })
})
