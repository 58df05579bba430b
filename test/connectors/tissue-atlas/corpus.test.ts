import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { World } from '../../../connectors/tissue-atlas/standin.ts'
import { normaliseRecord } from '../../../src/harvest/normalise.ts'
import { MappedRecord } from '../../../src/model/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { corpus, printCorpus } from '../s3/corpus-table.ts'
import { assetsAt, type Reading, readStandin, recordAt } from './read-tissue-atlas.ts'

const folder = corpus('harvard-tissue-atlas')
const vocabulary = createVocabulary(seedTerms)

type Document = Record<string, unknown> & { path: string }
interface FileList {
  bucket: string
  tables: { section: string; columns: string[]; rows: string[][] }[]
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder ?? '', `${name}.json`), 'utf8')) as T
}

/** The corpus as the pages that it was made of. */
function corpusWorld(): World {
  const page = ({ path: _, ...frontMatter }: Document, body = '') =>
    `---\n${stringify(frontMatter)}---\n${body}`
  const plain = ['atlases', 'data-cards', 'publications'].flatMap((name) =>
    load<Document[]>(name).map((one) => [one.path, page(one)] as const),
  )
  const datasets = load<Document[]>('datasets').map(
    ({ publication, identifiers, ...rest }) =>
      [
        rest.path,
        page({ ...rest, data: { publication } }, `\n${(identifiers as string[]).join('\n')}\n`),
      ] as const,
  )
  const lists = Object.entries(load<Record<string, FileList>>('file-lists')).map(
    ([name, list]) => [`_atlas-datasets/${name}-file-list.md`, listed(list)] as const,
  )
  return new Map([...plain, ...datasets, ...lists])
}

function listed({ bucket, tables }: FileList): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const parts = tables.map(({ section, columns, rows }) =>
    [`#### ${section}`, '', ...[columns, columns.map(() => '---'), ...rows].map(line)].join('\n'),
  )
  return `Files in ${bucket}\n\n${parts.join('\n\n')}\n`
}

describe.skipIf(folder === null)('tissue-atlas: the corpus', () => {
  const reading = folder === null ? null : readStandin({ world: corpusWorld() })
  const read = () => reading as Promise<Reading>

  test('tissue-atlas: every page of the corpus is a valid record, hidden, or rejected with a reason', async () => {
    const { records, rejected, error, failed, done } = await read()
    expect(error).toBeNull()
    expect(failed).toEqual({})
    expect(done).toHaveLength(3)
    for (const { record } of records.values()) {
      MappedRecord.parse(normaliseRecord(MappedRecord.parse(record), vocabulary))
    }
    const count = (start: string) => [...records.keys()].filter((id) => id.startsWith(start)).length
    expect(count('atlases/')).toBe(8)
    expect(count('atlas-datasets/')).toBe(18)
    // Of 400 cards seven are hidden, and one has neither a title nor anything else.
    expect(count('data-cards/')).toBe(392)
    expect([...rejected]).toEqual([
      ['data-cards/lin-chen-campton-2023/p37_s59-crc22-overview', 'frontMatter.title'],
    ])
  })

  test('tissue-atlas: nobody but authors of articles is named in the corpus, and no address of anybody', async () => {
    const { records } = await read()
    expect(JSON.stringify([...records.values()])).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i)
  })

  test('tissue-atlas: the file list of the melanoma atlas adds up to what it says', async () => {
    const id = 'atlas-datasets/nirmal-maliga-vallius-2021'
    const assets = assetsAt(await read(), id)
    const total = assets.reduce((sum, { size }) => sum + (size ?? 0), 0)
    expect(Math.round(total / 1e9)).toBe(2627)
    expect(assets.filter(({ format }) => format === 'OME-TIFF')).toHaveLength(90)
    expect(new Set(assets.map(({ payer }) => payer))).toEqual(new Set(['CALLER']))
    expect(assets.every(({ locator }) => locator.startsWith('s3://hta-melatlas-1/data/'))).toBe(
      true,
    )
    expect(recordAt(await read(), id).access).toBe('ON_REQUEST')
  })

  test('tissue-atlas: files of the corpus that lie in a folder each, at two places, are told apart', async () => {
    const assets = assetsAt(await read(), 'atlas-datasets/wu-temko-maliga-2022')
    expect(assets).toHaveLength(96)
    const atSynapse = assets.filter(({ locator }) => locator.startsWith('https://www.synapse.org/'))
    expect(atSynapse).toHaveLength(36)
    expect(atSynapse.filter(({ sizeIsExact }) => sizeIsExact)).toHaveLength(12)
    expect(assets.filter(({ role }) => role === 'DIRECTORY')).toHaveLength(36)
  })

  test('tissue-atlas: nearly all cards of the corpus hang below a page of the site', async () => {
    const cards = [...(await read()).records].filter(([id]) => id.startsWith('data-cards/'))
    const below = cards.filter(([, { record }]) => record.parents.length > 0)
    // Others belong to articles without a page there.
    expect(below.length).toBeGreaterThan(250)
    for (const [, { record }] of cards) expect(record.viewers.length).toBeGreaterThan(0)
  })

  test('tissue-atlas: the corpus is told in one table', async () => {
    const { records, rejected } = await read()
    const parts = ['atlases', 'atlas-datasets', 'data-cards'].map((name) => {
      const own = [...records].filter(([id]) => id.startsWith(`${name}/`))
      return {
        name,
        read: load<Document[]>(name.replace('atlas-', '')).length,
        records: own.map(([, { record }]) => normaliseRecord(record, vocabulary)),
        assets: own.reduce((sum, [, { assets = [] }]) => sum + assets.length, 0),
        refused: [...rejected]
          .filter(([id]) => id?.startsWith(`${name}/`))
          .map(([, path]) => `${path}: expected string, received nothing`),
      }
    })
    printCorpus('Harvard Tissue Atlas', parts)
    expect(parts.map(({ records: { length } }) => length)).toEqual([8, 18, 392])
  })
})
