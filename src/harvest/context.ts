import DataLoader from 'dataloader'
import { operator } from '../model/index.ts'
import type { HttpClient, HttpRequest } from '../sdk/http.ts'
import type { HarvestLease } from '../store/harvest-steps.ts'
import type { RecordReader, RecordWriter } from '../store/record-store.ts'

/** The client as a connector gets it: all it has under way ends with the run. */
export function boundTo(signal: AbortSignal, http: HttpClient): HttpClient {
  function bound<Request extends HttpRequest>(request: Request): Request {
    const own = request.signal
    const both = own === undefined || own === signal ? signal : AbortSignal.any([own, signal])
    return { ...request, signal: both }
  }
  return {
    json: (url, shape, request = {}) => http.json(url, shape, bound(request)),
    text: (url, request) => http.text(url, bound(request)),
    request: (url, request = {}) => http.request(url, bound(request)),
    get stats() {
      return http.stats
    },
  }
}

export type Known = (nativeId: string) => Promise<{ etag: string | null } | null>

/**
 * What the catalogue holds of a record; questions of one moment go there together. What an interrupted run wrote after
 * its last checkpoint counts as not known: its row may be there without all of its assets.
 */
export function knownFrom(
  store: Pick<RecordWriter, 'known'> & Pick<RecordReader, 'records'>,
  source: string,
  lease: HarvestLease,
  idOf: (nativeId: string) => string,
): Known {
  const loader = new DataLoader<string, { etag: string | null } | null>(
    async (nativeIds) => {
      const known = await store.known(source, nativeIds)
      if (!lease.resumed) return known
      const records = await store.records(operator, nativeIds.map(idOf))
      return known.map((one, at) => (records[at]?.harvest === lease.harvest.id ? null : one))
    },
    { cache: false, maxBatchSize: 500 },
  )
  return (nativeId) => loader.load(nativeId)
}
