import { beforeAll, describe, expect, test } from 'vitest'
import { readBaseline } from './baseline.ts'
import { type Collection, linesOf, readJudgement } from './collection.ts'
import { embedded } from './engines.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { halfOf, ownCollection, ownFolder } from './own.ts'
import { corporaCollection, corporaFolder } from './own-corpora.ts'
import { figuresOf } from './report.ts'

/** How far HYBRID may fall before it is taken for worse. */
const tolerance = 0.01

const own = await ownCollection()
const corpora = await corporaCollection()

describe('relevance: our own judged set', () => {
  let hybrid: Evaluation

  beforeAll(async () => {
    hybrid = await measured(own)
  }, 60_000)

  test('HYBRID is no worse than the baseline', async () => {
    const { ndcg10 } = await readBaseline()
    expect(
      figuresOf(hybrid).ndcg10,
      'nDCG@10; what has risen is kept by: npm run relevance -- --write-baseline',
    ).toBeGreaterThanOrEqual(ndcg10 - tolerance)
  })

  test('judges records that are there, and none of another species than a query states for relevant', () => {
    expectKnownRecords(own, hybrid)
  })

  test('judges each record once for a query, with a grade from 0 to 3 and a reason', async () => {
    await expectReasons(ownFolder, own)
  })

  test('has at least 60 queries, each with something relevant, and as many of a kind in both halves', () => {
    expect(own.queries.length).toBeGreaterThanOrEqual(60)
    // Enough of them to watch over the species guard.
    expect(own.queries.filter(({ species }) => species !== null).length).toBeGreaterThan(20)
    expectHalves(own)
  })
})

describe.skipIf(corpora === null)('relevance: our judged set over published metadata', () => {
  const collection = corpora as Collection

  test('judges records that are there, and none of another species than a query states for relevant', async () => {
    expectKnownRecords(collection, await measured(collection))
  }, 60_000)

  test('judges as our own set does, with reasons and in halves', async () => {
    await expectReasons(corporaFolder, collection)
    expectHalves(collection)
  })
})

/** What is found beyond the first hundred changes no nDCG@10. */
async function measured(collection: Collection): Promise<Evaluation> {
  const [evaluation] = await evaluate(collection, [embedded], { rankings: ['HYBRID'], depth: 100 })
  return evaluation as Evaluation
}

function expectKnownRecords({ queries }: Collection, { speciesOf }: Evaluation): void {
  for (const { id, grades, species } of queries) {
    const strange = [...grades].filter(([record, grade]) => {
      const its = speciesOf.get(record)
      if (its === undefined) return true
      return grade > 0 && species !== null && its.length > 0 && !its.includes(species)
    })
    expect.soft(strange, id).toEqual([])
  }
}

async function expectReasons(folder: string, { queries }: Collection): Promise<void> {
  const judgements = await linesOf(`${folder}/qrels.tsv`, readJudgement)
  const pairs = judgements.map(({ query, document }) => `${query} ${document}`)
  expect(new Set(pairs).size).toBe(pairs.length)
  const odd = judgements.filter(
    ({ grade, reason }) => ![0, 1, 2, 3].includes(grade) || reason.trim().length < 4,
  )
  expect(odd).toEqual([])
  const asked = new Set(queries.map(({ id }) => id))
  expect(asked.size).toBe(queries.length)
  expect(judgements.filter(({ query }) => !asked.has(query))).toEqual([])
}

function expectHalves({ queries }: Collection): void {
  const without = queries.filter(({ grades }) => ![...grades.values()].some((one) => one > 0))
  expect(without).toEqual([])
  for (const [kind, alike] of Map.groupBy(queries, (query) => query.kind)) {
    const heldOut = alike.filter((query) => halfOf(query) === 'held-out')
    expect.soft(heldOut.length * 2, `${kind}`).toBe(alike.length)
  }
}
