import type { Ranking } from '../../src/model/index.ts'
import type { EngineName } from '../../src/search/engine.ts'
import type { JudgedQuery } from './collection.ts'
import type { Evaluation } from './evaluate.ts'
import { meanOf } from './metrics.ts'
import { randomisationTest } from './randomisation.ts'

/** One line of `--json`. Figures are null where no query has a relevant document. */
export interface ReportedFigures {
  collection: string
  engine: EngineName
  ranking: Ranking
  ndcg10: number | null
  map: number | null
  recall100: number | null
}

/** Means over the queries that have a relevant document. */
export function figuresOf({ collection, engine, ranking, queries }: Evaluation): ReportedFigures {
  const mean = (figure: 'ndcg10' | 'map' | 'recall100') =>
    meanOf(queries.flatMap((query) => query[figure] ?? []))
  return {
    collection,
    engine,
    ranking,
    ndcg10: mean('ndcg10'),
    map: mean('map'),
    recall100: mean('recall100'),
  }
}

/** The same evaluation over a part of its queries. */
export function partOf(
  evaluation: Evaluation,
  name: string,
  isIn: (query: JudgedQuery) => boolean,
): Evaluation {
  const queries = evaluation.queries.filter(({ query }) => isIn(query))
  return { ...evaluation, collection: `${evaluation.collection}-${name}`, queries }
}

/** As it was asked for, and what was applied where that is something else: `HYBRID (applied: LEXICAL)`. */
export function rankingName({ ranking, applied }: Pick<Evaluation, 'ranking' | 'applied'>): string {
  if (applied.length === 1 && applied[0] === ranking) return ranking
  return `${ranking} (applied: ${applied.join(', ') || 'none'})`
}

/** A table of all figures, in Markdown. */
export function figuresTable(evaluations: readonly Evaluation[]): string {
  const rows = evaluations.map((evaluation) => {
    const { collection, engine, ndcg10, map, recall100 } = figuresOf(evaluation)
    const figures = [ndcg10, map, recall100].map(shown)
    return [collection, engine, rankingName(evaluation), ...figures]
  })
  const head = ['collection', 'engine', 'ranking', 'nDCG@10', 'MAP', 'recall@100']
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/**
 * What figures alone do not say: queries that were left out, what is left to chance, and records of other species.
 *
 * @param wholes Evaluations of whole collections.
 * @param parts Those of parts of them, for which only differences are told.
 */
export function remarks(
  wholes: readonly Evaluation[],
  parts: readonly Evaluation[] = [],
): string[] {
  const all = [...wholes, ...parts]
  return [
    ...new Set(wholes.flatMap(leftOut)),
    ...all.flatMap((evaluation) => againstLexical(evaluation, all)),
    ...wholes.flatMap(strangers),
  ]
}

function strangers({ collection, engine, queries, ...ranking }: Evaluation): string[] {
  const stating = queries.filter(({ query }) => query.species !== null)
  if (stating.length === 0) return []
  const wrong = stating.filter((query) => query.strangers.length > 0)
  const which = wrong.map(({ query }) => query.id).join(', ')
  return [
    `${collection}, ${engine}: ${rankingName(ranking)}: ${wrong.length} of ${stating.length} queries that state a ` +
      `species have another one in the first ten${which && `: ${which}`}`,
  ]
}

function leftOut({ collection, queries }: Evaluation): string[] {
  const without = queries.filter(({ ndcg10 }) => ndcg10 === null).map(({ query }) => query.id)
  if (without.length === 0) return []
  return [`${collection}: left out of the means, since nothing is relevant: ${without.join(', ')}`]
}

function againstLexical(evaluation: Evaluation, all: readonly Evaluation[]): string[] {
  const { collection, engine, applied } = evaluation
  const lexical = all.find(
    (other) =>
      other.collection === collection && other.engine === engine && other.ranking === 'LEXICAL',
  )
  // What is the same ranking by another name is not compared.
  if (applied.every((one) => one === 'LEXICAL') || lexical === undefined) return []
  const [mine, its] = [evaluation, lexical].map(({ queries }) =>
    queries.flatMap(({ ndcg10 }) => ndcg10 ?? []),
  ) as [number[], number[]]
  const difference = (meanOf(mine) ?? 0) - (meanOf(its) ?? 0)
  const sign = difference < 0 ? '−' : '+'
  const p = randomisationTest(mine, its)
  return [
    `${collection}, ${engine}: ${rankingName(evaluation)} against LEXICAL, nDCG@10: ` +
      `${sign}${Math.abs(difference).toFixed(3)}, p = ${p < 0.001 ? '< 0.001' : p.toFixed(3)}`,
  ]
}

function shown(figure: number | null): string {
  return figure === null ? '–' : figure.toFixed(3)
}
