import { errorOfPart, GatewayError, type HarvestContext, type HarvestItem, isSilence } from '#sdk'
import { archiveVolumes } from './archive.ts'
import { nativeId } from './common.ts'
import { type Chain, DetailReader } from './details.ts'
import { enumerate } from './enumerate.ts'
import { structureVocabulary } from './graphs.ts'
import type { Options, parts } from './options.ts'
import { createRma, type Rma } from './rma.ts'
import { bucketParts } from './s3/buckets.ts'
import { type BucketsRead, harvestBuckets, harvestCuratedBuckets } from './s3/harvest.ts'

type Context = HarvestContext<Options>

/** A model of the warehouse, which is a partition too: it is swept as a whole. */
interface ModelPart {
  part: (typeof parts)[number]
  model: string
  entity: string
  /** What is read with each object. */
  chains: readonly Chain[]
}

const donor = ['specimen', 'donor'] as const

export const modelParts: readonly ModelPart[] = [
  { part: 'products', model: 'Product', entity: 'product', chains: [] },
  {
    part: 'atlases',
    model: 'Atlas',
    entity: 'atlas',
    chains: [
      ['structure_graph', 'ontology', 'organism'],
      ['reference_space', 'organism'],
      [...donor, 'organism'],
      [...donor, 'age'],
      ['treatment'],
    ],
  },
  {
    part: 'referenceSpaces',
    model: 'ReferenceSpace',
    entity: 'referenceSpace',
    chains: [['organism'], ['age'], ['products'], ['well_known_files', 'well_known_file_type']],
  },
  {
    part: 'sectionDataSets',
    model: 'SectionDataSet',
    entity: 'sectionDataSet',
    chains: [
      ['products'],
      ['plane_of_section'],
      ['reference_space'],
      ['genes'],
      ['treatments'],
      [...donor, 'organism'],
      [...donor, 'age'],
      [...donor, 'transgenic_mouse', 'transgenic_lines'],
      ['specimen', 'structure'],
      ['specimen', 'stereotaxic_injections', 'primary_injection_structure'],
      ['specimen', 'stereotaxic_injections', 'structures'],
      ['well_known_files', 'well_known_file_type'],
    ],
  },
]

/**
 * Structure graphs first, since records are told in their terms; then model by model: all ids, then the objects in
 * batches; then the open buckets; what is curated last. A part that could not be read fails alone, unless nothing could
 * be read at all.
 */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const { options } = context
  const rma = createRma(context.http, options.baseUrl)
  const expected = { rows: 0 }
  const wanted = modelParts.filter(({ part }) => options.include.includes(part))
  const steps = [
    ...(wanted.length > 0 && options.structureGraphs.length > 0
      ? [{ partition: 'structure-graphs', items: () => harvestGraphs(context, rma) }]
      : []),
    ...wanted.map((part) => ({
      partition: part.model,
      items: () => harvestModel(context, rma, part, expected),
    })),
  ]

  const wantsBuckets = options.include.some((part) => bucketParts.some((one) => one === part))
  let isAnswering = steps.length === 0 && !wantsBuckets
  let firstError: GatewayError | null = null
  for (const { partition, items } of steps) {
    const position = context.from(partition)
    if (position === null) {
      isAnswering = true
      continue
    }
    try {
      yield* items()
      isAnswering = true
    } catch (thrown) {
      const error = errorOfPart(thrown)
      // It is open to everybody: whoever may not read one model is shut out.
      if (error.code === 'SOURCE_FORBIDDEN') throw error
      // The buckets are elsewhere, and may well be up.
      if (!isAnswering && !wantsBuckets && isSilence(error)) throw error
      firstError ??= error
      yield { partitionFailed: partition, error }
    }
  }
  const buckets: BucketsRead = { isAnswering, firstError }
  yield* harvestBuckets(context, buckets)
  if (!buckets.isAnswering && buckets.firstError !== null) throw buckets.firstError
  if (options.include.includes('buckets')) yield* harvestCuratedBuckets(context)
  if (options.include.includes('archiveVolumes')) yield* harvestArchive(context, expected)
}

async function* harvestGraphs({ options, from }: Context, rma: Rma): AsyncGenerator<HarvestItem> {
  const partition = 'structure-graphs'
  const left = from(partition)
  const done = Array.isArray(left) ? left : []
  const read = [...done]
  for (const graph of options.structureGraphs) {
    if (done.includes(graph)) continue
    const terms = structureVocabulary(graph, await rma.structureGraph(graph))
    for (const term of terms) yield { term }
    read.push(graph)
    yield { checkpoint: read, partition }
  }
  yield { partitionDone: partition }
}

async function* harvestModel(
  { options, from }: Context,
  rma: Rma,
  { model, entity, chains }: ModelPart,
  expected: { rows: number },
): AsyncGenerator<HarvestItem> {
  const partition = model
  const start = positionOf(from(partition))
  const ids = await idsOf(rma, model, options, start)
  expected.rows += start.count + ids.length
  yield { expected: expected.rows }

  const reader = new DetailReader(rma, model, chains)
  let { count, missing } = start
  for (let at = 0; at < ids.length; at += options.detailBatch) {
    const batch = ids.slice(at, at + options.detailBatch)
    // One batch after the other: what was read ahead would be read again by a harvest that goes on.
    const details = await reader.read(batch)
    for (const row of details.rows) {
      yield { row, entity, nativeId: nativeId(model, row.id), partition }
    }
    count += batch.length
    missing += details.missing.length
    yield { checkpoint: { count, last: batch.at(-1) ?? start.last, missing }, partition }
  }
  if (missing === 0) {
    yield { partitionDone: partition }
    return
  }
  const error = new GatewayError('ANSWER_INVALID', {
    message: 'The source listed objects that it then did not give.',
  })
  yield { partitionFailed: partition, error }
}

/** Where an earlier run left off: objects dealt with, the last id of them, and how many the source did not give. */
interface Position {
  count: number
  last: number
  missing: number
}

function positionOf(left: unknown): Position {
  const { count, last, missing } = (left ?? {}) as Partial<Position>
  const isPosition = [count, last, missing].every((value) => Number.isInteger(value))
  return isPosition ? ({ count, last, missing } as Position) : { count: 0, last: 0, missing: 0 }
}

/** The ids that are still to be read, ascending. */
async function idsOf(
  rma: Rma,
  model: string,
  options: Options,
  start: Position,
): Promise<number[]> {
  const { pageSize, products, includeFailed } = options
  const isSection = model === 'SectionDataSet'
  const filters = isSection && !includeFailed ? ["[failed$eq'false']"] : []
  // One product at a time: an object in two of them would be two joined rows, and rows are what is counted.
  const selections = isSection && products.length > 0 ? products.map(productPath) : [null]
  const read = start.count > 0 && selections.length === 1 ? start : null
  const found = new Set<number>()
  for (const selection of selections) {
    const criteria = [...filters, ...(selection === null ? [] : [selection])].join(',')
    const request = { model, pageSize, criteria: criteria === '' ? undefined : criteria }
    for (const id of await enumerate(rma, request, read)) found.add(id)
  }
  if (found.size === 0 && products.length === 0) {
    throw new GatewayError('ANSWER_INVALID', { message: 'The source says that it holds nothing.' })
  }
  return [...found].filter((id) => id > start.last).sort((a, b) => a - b)
}

function productPath(product: number | string): string {
  return typeof product === 'number'
    ? `products[id$eq${product}]`
    : `products[abbreviation$eq'${product}']`
}

async function* harvestArchive(
  { from }: Context,
  expected: { rows: number },
): AsyncGenerator<HarvestItem> {
  const partition = 'archive'
  if (from(partition) === null) return
  yield { expected: expected.rows + archiveVolumes.length }
  for (const row of archiveVolumes) {
    yield { row, entity: 'archiveVolume', nativeId: `archive:${row.name}`, partition }
  }
  yield { partitionDone: partition }
}
