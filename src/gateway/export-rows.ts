import { GatewayError } from '../model/index.ts'
import type { MatchPage } from '../search/search-index.ts'
import type { SourceWithCount } from '../store/record-store.ts'
import type { GatewayContext } from './context.ts'
import { exportFormats } from './export-format.ts'
import type { ExportRequest } from './export-request.ts'

/** Ids that are held at a time: some hundred kilobytes. */
const idsAtOnce = 5_000
/** Records that are held at a time: some hundred kilobytes, and a few milliseconds of work. */
const recordsAtOnce = 100
/** Characters that are handed on at a time. */
const chunkLength = 64 * 1024

/** The next matches in the order of their ids, as the index knows them now. */
export function matchesOf(
  { index, viewer, read }: GatewayContext,
  { query, filter, ranking }: ExportRequest,
  after: string | null,
): Promise<MatchPage> {
  return read(index.matches(viewer, { query, filter, ranking, after, first: idsAtOnce }))
}

/**
 * The lines of an export in pieces, whole lines each: those of `page`, and of all that follow it. Nothing is read
 * before it is asked for. What was hidden or removed since the index looked is left out.
 *
 * @throws {GatewayError} As the reads do; `INDEX_UNAVAILABLE` when the index is being made again meanwhile: it would
 *   lack records, and an end would look like all of them.
 */
export async function* exportRows(
  context: GatewayContext,
  request: ExportRequest,
  page: MatchPage,
): AsyncGenerator<string, void, void> {
  const format = exportFormats[request.format]
  let text = request.after === null ? format.head(request.fields) : ''
  let sources = new Map<string, SourceWithCount>()
  for (let { ids, end, position } = page; ; ) {
    for (let at = 0; at < ids.length; at += recordsAtOnce) {
      const wanted = ids.slice(at, at + recordsAtOnce)
      const found = await context.read(context.store.records(context.viewer, wanted))
      const records = found.filter((record) => record !== null)
      if (records.some((record) => !sources.has(record.source))) {
        sources = await sourcesOf(context)
      }
      for (const record of records) {
        const source = sources.get(record.source)
        // Hidden in this moment, and its records with it.
        if (source === undefined) continue
        text += format.row({ record, source }, request.fields)
        if (text.length < chunkLength) continue
        yield text
        text = ''
      }
    }
    if (end === null) break
    const next = await matchesOf(context, request, end)
    if (next.position < position) throw new GatewayError('INDEX_UNAVAILABLE')
    ;({ ids, end, position } = next)
  }
  if (text !== '') yield text
}

async function sourcesOf({ store, viewer, read }: GatewayContext) {
  const sources = await read(store.sources(viewer))
  return new Map(sources.map((source) => [source.id, source]))
}
