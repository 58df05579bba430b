import type { StoredRecord, Viewer } from '../model/index.ts'
import type { RecordReader } from '../store/index.ts'
import type { SearchReader, SearchRequest, SearchResult } from './search-index.ts'

/** What was found, with the records of the hits. */
export interface FoundRecords {
  result: SearchResult
  /** Of each hit, as the catalogue holds it: null for one that was hidden or removed since the index last looked. */
  records: (StoredRecord | null)[]
}

/** Searches where the catalogue can be read as well, which saves its readers a way. */
export async function searchRecords(
  index: Pick<SearchReader, 'search'>,
  store: Pick<RecordReader, 'records'>,
  viewer: Viewer,
  request: SearchRequest,
): Promise<FoundRecords> {
  const result = await index.search(viewer, request)
  const ids = result.hits.map(({ id }) => id)
  return { result, records: ids.length === 0 ? [] : await store.records(viewer, ids) }
}
