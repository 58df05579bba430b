import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempFolder } from '../support/temp.ts'
import { readCollection } from './collection.ts'
import { embedded } from './engines.ts'
import { evaluate } from './evaluate.ts'
import { halfOf } from './own.ts'
import { figuresOf, figuresTable, partOf, rankingName, remarks } from './report.ts'
import { strangersAmong } from './species.ts'

const documents = [
  { id: 'd1', title: 'Granule cells', text: 'Granule cells of the dentate gyrus.' },
  { id: 'd2', title: '', text: 'Purkinje cells fire. They are in the cerebellum.' },
  { id: 'd3', title: 'Stellate cells', text: 'Neither of the others.' },
]
const queries = [
  { id: 'q1', text: 'granule' },
  { id: 'q2', text: 'cells' },
  { id: 'q3', text: 'granule cells that nobody judged' },
]

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = join(await tempFolder(), 'small')
  await mkdir(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const small = () =>
  folderOf({
    'docs.jsonl': `${lines(documents)}\n`,
    'queries.jsonl': lines(queries),
    'qrels.tsv': 'q1\td1\t1\nq2\td2\t2\nq2\tnowhere\t1\n',
  })

describe('relevance: a folder', () => {
  test('is measured through a catalogue and an index, and named after its last part', async () => {
    const [lexical] = await evaluate(await readCollection(await small()), [embedded], {
      rankings: ['LEXICAL'],
    })
    expect(lexical).toMatchObject({ collection: 'small', engine: 'embedded', ranking: 'LEXICAL' })
    const [first, second, third] = lexical?.queries ?? []
    expect(first).toMatchObject({ found: ['d1'], ndcg10: 1, map: 1, recall100: 1 })
    // Of two relevant documents the collection lacks one.
    expect(second?.found.toSorted()).toEqual(['d1', 'd2', 'd3'])
    expect(second?.recall100).toBe(0.5)
    expect(third).toMatchObject({ ndcg10: null, map: null, recall100: null })
    if (lexical === undefined) return
    const { ndcg10, map, recall100 } = figuresOf(lexical)
    expect(ndcg10).toBeCloseTo((1 + (second?.ndcg10 ?? Number.NaN)) / 2, 12)
    expect(map).toBeLessThan(1)
    expect(recall100).toBe(0.75)
    expect(remarks([lexical])).toEqual([
      'small: left out of the means, since nothing is relevant: q3',
    ])
    expect(figuresTable([lexical])).toContain('| small | embedded | LEXICAL | 0')
    expect(figuresOf(partOf(lexical, 'q3', ({ id }) => id === 'q3'))).toMatchObject({
      collection: 'small-q3',
      ndcg10: null,
    })
  })

  test('without documents, or with a line that is not as it has to be, is refused by its name', async () => {
    await expect(readCollection(await folderOf({}))).rejects.toThrow('docs.jsonl')
    const halfJudged = await folderOf({
      'docs.jsonl': lines(documents),
      'queries.jsonl': lines(queries),
      'qrels.tsv': 'q1\td1\t1\nq2 d2 1\n',
    })
    await expect(readCollection(halfJudged)).rejects.toThrow('qrels.tsv, line 2')
    const badQuery = await folderOf({
      'docs.jsonl': lines(documents),
      'queries.jsonl': '{"id":"q1"}',
      'qrels.tsv': '',
    })
    await expect(readCollection(badQuery)).rejects.toThrow('queries.jsonl, line 1')
  })
})

describe('relevance: what is told', () => {
  test('says what was applied, where it is not what was asked for', () => {
    expect(rankingName({ ranking: 'HYBRID', applied: ['HYBRID'] })).toBe('HYBRID')
    expect(rankingName({ ranking: 'HYBRID', applied: ['LEXICAL'] })).toBe(
      'HYBRID (applied: LEXICAL)',
    )
    expect(rankingName({ ranking: 'HYBRID', applied: ['HYBRID', 'LEXICAL'] })).toBe(
      'HYBRID (applied: HYBRID, LEXICAL)',
    )
  })

  test('halves go by the number of a query', () => {
    expect([halfOf({ id: 'anatomy-01' }), halfOf({ id: 'anatomy-10' })]).toEqual([
      'tuning',
      'held-out',
    ])
    expect(() => halfOf({ id: 'anatomy' })).toThrow('anatomy')
  })

  test('a record is of another species only when it states some, and not the one asked for', () => {
    const speciesOf = new Map([
      ['mouse', ['NCBITaxon:10090']],
      ['both', ['NCBITaxon:9606', 'NCBITaxon:10090']],
      ['human', ['NCBITaxon:9606']],
      ['unknown', []],
    ])
    const ids = [...speciesOf.keys()]
    const strangers = (species: string | null, found = ids) =>
      strangersAmong(found, { species }, speciesOf)
    expect(strangers('NCBITaxon:10090')).toEqual(['human'])
    expect(strangers(null)).toEqual([])
    const late = [...Array.from({ length: 10 }, () => 'mouse'), 'human']
    expect(strangers('NCBITaxon:10090', late)).toEqual([])
  })
})
