import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { operator, type Ranking, rankings } from '../../src/model/index.ts'
import type { EngineName } from '../../src/search/engine.ts'
import { anything, type SearchReader } from '../../src/search/search-index.ts'
import { makeCatalogue } from './catalogue.ts'
import type { Collection, JudgedQuery } from './collection.ts'
import type { MeasuredEngine } from './engines.ts'
import { averagePrecision, ndcg, recall } from './metrics.ts'
import { readSpecies, type SpeciesOf, strangersAmong } from './species.ts'

/** What one query came to; null figures where no document is relevant. */
export interface QueryFigures {
  query: JudgedQuery
  ndcg10: number | null
  map: number | null
  recall100: number | null
  /** The first ones that were found, as the judgements name them. */
  found: string[]
  /** Of the first ten, ids of records of another species than the query states. */
  strangers: string[]
}

/** What one ranking of one engine came to over a collection. */
export interface Evaluation {
  collection: string
  engine: EngineName
  /** As it was asked for. */
  ranking: Ranking
  /** What the answers say was applied, in the order in which it was first told. */
  applied: Ranking[]
  queries: QueryFigures[]
  /** Of every record of the catalogue, by its id there. */
  speciesOf: SpeciesOf
}

/** Records asked for at a time. */
const pageSize = 100
/** Records that are looked at of each answer, as `trec_eval` has it. */
const deepest = 1_000

export interface EvaluateOptions {
  /** Default: all. */
  rankings?: readonly Ranking[]
  /** Records looked at of each answer. Default 1,000. */
  depth?: number
}

/**
 * Harvests a collection into a catalogue of its own, indexes it with each engine, and asks each query in each ranking
 * as a gateway would.
 */
export async function evaluate(
  collection: Collection,
  engines: readonly MeasuredEngine[],
  { rankings: asked = rankings, depth = deepest }: EvaluateOptions = {},
): Promise<Evaluation[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-relevance-'))
  try {
    const catalogue = await makeCatalogue(folder, collection.upstreams)
    const speciesOf = await readSpecies(catalogue)
    const all: Evaluation[] = []
    for (const engine of engines) {
      await engine.open(folder, catalogue, async (index) => {
        for (const ranking of asked) {
          const measured = await measure(collection, index, { speciesOf, ranking, depth })
          all.push({
            collection: collection.name,
            engine: engine.name,
            ranking,
            speciesOf,
            ...measured,
          })
        }
      })
    }
    return all
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function measure(
  { queries, nameOf }: Collection,
  index: SearchReader,
  { speciesOf, ranking, depth }: { speciesOf: SpeciesOf; ranking: Ranking; depth: number },
): Promise<Pick<Evaluation, 'applied' | 'queries'>> {
  const applied = new Set<Ranking>()
  const figures: QueryFigures[] = []
  for (const query of queries) {
    const answer = await search(index, query.text, ranking, depth)
    for (const one of answer.applied) applied.add(one)
    const ids = answer.ids.map(nameOf)
    figures.push({
      query,
      ndcg10: ndcg(ids, query.grades),
      map: averagePrecision(ids, query.grades),
      recall100: recall(ids, query.grades),
      found: ids.slice(0, pageSize),
      strangers: strangersAmong(answer.ids, query, speciesOf),
    })
  }
  return { applied: [...applied], queries: figures }
}

/** The ids that a query finds, page by page, by somebody who may see everything. */
async function search(
  index: SearchReader,
  query: string,
  ranking: Ranking,
  depth: number,
): Promise<{ ids: string[]; applied: Set<Ranking> }> {
  const ids: string[] = []
  const applied = new Set<Ranking>()
  for (let after: string | null = null; ids.length < depth; ) {
    const first = Math.min(pageSize, depth - ids.length)
    const page = await index.search(operator, { ...anything, query, ranking, first, after })
    applied.add(page.ranking)
    ids.push(...page.hits.map(({ id }) => id))
    after = page.hits.at(-1)?.cursor ?? null
    if (!page.hasNext || after === null) break
  }
  return { ids, applied }
}
