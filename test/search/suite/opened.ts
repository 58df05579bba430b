import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { anonymous, type RecordFilter, type Viewer } from '../../../src/model/index.ts'
import type { SearchIndex, SearchRequest, SearchResult } from '../../../src/search/search-index.ts'
import {
  batchOf,
  cursorKey,
  hiddenThings,
  requestOf,
  type Thing,
  things,
  vocabulary,
} from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'

export const labMember: Viewer = {
  subject: 'somebody',
  groups: ['public', 'lab'],
  roles: ['reader'],
}

export interface Asking {
  index: SearchIndex
  search(request?: Partial<SearchRequest>, viewer?: Viewer): Promise<SearchResult>
  /** Ids of what a query finds, best first. */
  ids(query: string, viewer?: Viewer): Promise<string[]>
  /** Ids of what a filter leaves, sorted. */
  filtered(filter: RecordFilter, viewer?: Viewer): Promise<string[]>
}

function asking(index: SearchIndex): Asking {
  const search: Asking['search'] = (request = {}, viewer = anonymous) =>
    index.search(viewer, requestOf(request))
  return {
    index,
    search,
    ids: async (query, viewer) => (await search({ query }, viewer)).hits.map(({ id }) => id),
    filtered: async (filter, viewer) =>
      (await search({ filter }, viewer)).hits.map(({ id }) => id).sort(),
  }
}

/** One index with all of the fixture, for the tests of a `describe` that only read. */
export function sharedIndex(open: OpenIndex): Asking {
  const shared = {} as Asking
  let close = async () => {}
  beforeAll(async () => {
    const opened = await open()
    close = opened.close
    Object.assign(shared, asking(opened.index))
    await fill(opened.index, [...things, ...hiddenThings])
  })
  afterAll(() => close())
  return shared
}

/** An index of its own for one test, holding `all`. */
export async function freshIndex(open: OpenIndex, all: readonly Thing[] = things): Promise<Asking> {
  const opened = await open()
  onTestFinished(() => opened.close())
  await fill(opened.index, all)
  return asking(opened.index)
}

async function fill(index: SearchIndex, all: readonly Thing[]): Promise<void> {
  await index.configure({ vocabulary, cursorKey })
  if (all.length > 0) await index.apply(batchOf(all, all.length))
}
