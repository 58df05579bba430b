import { GatewayError, type HarvestContext, type HarvestItem } from '#sdk'
import { inOrder } from './in-order.ts'
import { type ListPage, list, type Position } from './list.ts'
import { seriesId, studyId } from './map.ts'
import type { Options } from './options.ts'
import { createQido, invalid, type Qido } from './qido.ts'
import { reducedSeries, reducedStudy } from './reduce.ts'
import { countOf, numberOf, Series, Study } from './rows.ts'
import { holdsWanted, isWantedSeries } from './selection.ts'
import { type DataSet, seriesTags, studyTags, uidOf } from './tags.ts'

type Context = HarvestContext<Options>

/** The one partition: QIDO-RS knows no projects. */
const partition = 'studies'
/** Studies whose series are asked for at once. */
const width = 4
/** Studies whose series could not be read; one more, and it is the source that does not answer. */
const missesAtMost = 3

/** Where an earlier run left off, with the studies among them whose series could not be read. */
type Left = Position & { missing: number }

/**
 * Studies page by page, each with its series where they are wanted. Studies whose series cannot be read are passed over;
 * then nothing is removed.
 */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const { options, credentials, http, from } = context
  const left = from(partition)
  if (left === null) return
  const qido = createQido(http, options, credentials)
  const start = leftAt(left)
  let missing = start?.missing ?? 0
  let failed = 0
  let firstError: GatewayError | null = null

  for await (const page of list(qido, studyListing(options, start))) {
    if (page.total !== null && options.series !== 'records') yield { expected: page.total }
    for await (const read of inOrder(wantedOf(page, options), width, (one) =>
      readStudy(qido, one, options),
    )) {
      yield* itemsOf(read, options)
      if (read.error === null) continue
      missing += 1
      firstError ??= read.error
      if (!read.isRefused && ++failed > missesAtMost) throw read.error
    }
    if (page.position !== null) yield { checkpoint: { ...page.position, missing }, partition }
  }
  if (missing === 0) yield { partitionDone: partition }
  else yield { partitionFailed: partition, error: firstError ?? unreadable() }
}

function leftAt(left: unknown): Left | null {
  const { count, last, missing } = (left ?? {}) as Partial<Left>
  const isPosition =
    Number.isInteger(count) && typeof last === 'string' && Number.isInteger(missing)
  return isPosition ? ({ count, last, missing } as Left) : null
}

function studyListing(options: Options, start: Position | null) {
  const { uid: _, description, ...rest } = studyTags
  const { include } = options.modalities
  const [only] = include
  return {
    search: {
      path: 'studies',
      include: [...Object.values(rest), ...(options.descriptions === 'whole' ? [description] : [])],
      // A list of values is no matching key of this attribute; what is left over is told by the rows.
      ...(only !== undefined && include.length === 1 ? { match: { ModalitiesInStudy: only } } : {}),
    },
    uid: studyTags.uid,
    pageSize: options.pageSize,
    start,
  }
}

/** Studies that hold nothing wanted are not there for this source. */
function wantedOf({ rows }: ListPage, options: Options): DataSet[] {
  return rows
    .map((row) => reducedStudy(row, options))
    .filter((study) => {
      const holds = holdsWanted(study, options)
      return holds ?? (options.series !== 'none' || options.modalities.include.length === 0)
    })
}

interface ReadStudy {
  study: DataSet
  /** Null where they are not read. */
  series: DataSet[] | null
  /** Why they could not be read, though the source answers otherwise. */
  error: GatewayError | null
  /** Whether the study's own row is one that its shape refuses. */
  isRefused: boolean
}

async function readStudy(qido: Qido, study: DataSet, options: Options): Promise<ReadStudy> {
  const uid = uidOf(study, studyTags.uid)
  const parsed = Study.safeParse(study)
  if (options.series === 'none') return { study, series: null, error: null, isRefused: false }
  if (uid === null || !parsed.success) {
    // Its shape tells what is wrong with it; but of its series nobody knows then.
    const error = options.series === 'records' ? unreadable() : null
    return { study, series: null, error, isRefused: true }
  }
  const { uid: _, ...rest } = seriesTags
  const expected = countOf(parsed.data[studyTags.seriesCount])
  const series: DataSet[] = []
  try {
    const pages = list(qido, {
      search: { path: `studies/${uid}/series`, include: Object.values(rest) },
      uid: seriesTags.uid,
      pageSize: options.pageSize,
      expected,
    })
    for await (const { rows } of pages) {
      series.push(...rows.map((row) => reducedSeries(row, options)))
    }
    if (series.length === 0 && expected !== 0) {
      throw invalid('The source lists a study and then gives no series of it.')
    }
  } catch (thrown) {
    if (!(thrown instanceof GatewayError) || !isOfOneStudy(thrown)) throw thrown
    return { study, series: null, error: thrown, isRefused: false }
  }
  const wanted = series.filter((one) => isWantedSeries(one, options)).sort(inSeriesOrder)
  return { study, series: wanted, error: null, isRefused: false }
}

/** By series number: servers give them in any order, and a row must not change with it. */
function inSeriesOrder(a: DataSet, b: DataSet): number {
  const [first, second] = [a, b].map((one) => Series.safeParse(one).data)
  const number = (one: Series | undefined) => numberOf(one?.[seriesTags.number]) ?? Infinity
  const [left, right] = [number(first), number(second)]
  if (left !== right) return left < right ? -1 : 1
  return (uidOf(a, seriesTags.uid) ?? '') < (uidOf(b, seriesTags.uid) ?? '') ? -1 : 1
}

function unreadable(): GatewayError {
  return invalid('The series of a study could not be read.')
}

/** Rights may be those of one study; a login that is refused is refused for all. */
function isOfOneStudy({ code }: GatewayError): boolean {
  return ['ANSWER_INVALID', 'SOURCE_UNREACHABLE', 'SOURCE_FORBIDDEN'].includes(code)
}

/** Nothing of a study whose series could not be read: its record stays as it is. */
function* itemsOf(
  { study, series, error, isRefused }: ReadStudy,
  options: Options,
): Generator<HarvestItem> {
  const { include } = options.modalities
  // Where the study did not say what it holds, its series do.
  if (series?.length === 0 && include.length > 0) return
  if (error !== null && !isRefused) return
  const uid = uidOf(study, studyTags.uid)
  const nativeId = uid === null ? null : studyId(uid)
  yield { row: { study, series }, entity: 'study', nativeId, partition }
  if (options.series !== 'records') return
  for (const one of series ?? []) {
    const own = uidOf(one, seriesTags.uid)
    const nativeId = own === null ? null : seriesId(own)
    yield { row: { study, series: one }, entity: 'series', nativeId, partition }
  }
}
