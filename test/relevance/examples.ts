import { readFile, writeFile } from 'node:fs/promises'
import { operator, type StoredRecord } from '../../src/model/index.ts'
import {
  anything,
  type Explanation,
  type Hit,
  type Interpretation,
} from '../../src/search/search-index.ts'
import type { FoundRecords } from '../../src/search/search-records.ts'
import type { SearchService } from '../../src/search/worker.ts'

/** Queries that the README of the search folder explains, over the samples of our stand-ins. */
export const exampleQueries: readonly string[] = [
  'ca1 pyramidal layer mouse atlas 25um',
  'T1w healthy young adults 3T open license',
  "atlas de l'hippocampe rat",
  'connectivity tracer thalamus cortex',
  '10.18112/openneuro.ds000114',
  'hippocampos',
  '"resting state" human > 20 subjects',
  'souris cortex visuel',
  'dopaminergic midbrain cells of mice',
  'RRID:SCR_008848',
]

const readmeFile = new URL('../../src/search/README.md', import.meta.url)
const begin = '<!-- examples: node test/relevance/write-examples.ts -->\n```text\n'
const end = '```\n<!-- end of examples -->'
const hitsShown = 2
/** Of what answers one part of a query. */
const answersShown = 2
const longestLine = 150

/** What the README shows now; null where the marks are gone. */
export async function shownExamples(): Promise<string | null> {
  const [, rest] = (await readFile(readmeFile, 'utf8')).split(begin)
  return rest?.split(end)[0] ?? null
}

/** @throws {Error} When the marks are gone. */
export async function writeExamples(text: string): Promise<void> {
  const readme = await readFile(readmeFile, 'utf8')
  const before = await shownExamples()
  if (before === null) throw new Error('The README of the search folder has no place for examples.')
  await writeFile(
    readmeFile,
    readme.replace(begin + before + end, () => begin + text + end),
  )
}

/** The examples as the README shows them: how each query was read, and why its first hits are where they are. */
export async function explainExamples(index: SearchService): Promise<string> {
  const examples: string[] = []
  for (const query of exampleQueries) {
    const request = {
      ...anything,
      query,
      ranking: 'HYBRID' as const,
      first: hitsShown,
      explain: true,
    }
    examples.push(example(query, await index.searchRecords(operator, request)))
  }
  return examples.join('\n')
}

function example(query: string, { result, records }: FoundRecords): string {
  const lines = [query, `  read as ${partsOf(result.interpretation).join(' · ')}`]
  result.hits.forEach((hit, at) => {
    lines.push(...hitLines(hit, records[at] ?? null, at + 1))
  })
  const rest = result.total - result.hits.length
  if (result.total === 0) lines.push('  no record')
  if (rest > 0) lines.push(`  and ${rest} more`)
  return lines.map((line) => `${cut(line)}\n`).join('')
}

/** Every part once, with all that it may mean; in brackets what was left out. */
function partsOf(interpretation: readonly Interpretation[]): string[] {
  return [...Map.groupBy(interpretation, ({ text }) => text)].map(([text, readings]) => {
    const [{ as }] = readings as [Interpretation]
    if (as === 'DROPPED') return `(${text})`
    if (as === 'WORD' || as === 'IDENTIFIER') return text
    if (as === 'PHRASE') return `"${text}"`
    const meanings = [...new Set(readings.map(({ label }) => label))].join(' or ')
    return meanings === text ? text : `${text} = ${meanings}`
  })
}

function hitLines({ id, explanation }: Hit, record: StoredRecord | null, place: number): string[] {
  const { legs = [], terms = [] } = explanation ?? {}
  const places = legs.map(({ leg, rank }) => `${leg.toLowerCase()} ${rank ?? '–'}`).join(', ')
  return [
    `  ${place}. ${short(record?.title ?? id)} [${places}]`,
    `     ${byPart(terms).join(' · ')}`,
  ]
}

/** What answers each part of the query; how, unless it is the word itself. */
function byPart(terms: Explanation['terms']): string[] {
  return [...Map.groupBy(terms, ({ queried, how }) => (how === 'VECTOR' ? 'near' : queried))].map(
    ([queried, answers]) => {
      const told = answers
        .slice(0, answersShown)
        .map(({ matched, how }) =>
          how === 'EXACT' || how === 'VECTOR' ? matched : `${matched} (${how.toLowerCase()})`,
        )
      return `${queried}: ${told.join(', ')}`
    },
  )
}

const short = (title: string) => (title.length > 70 ? `${title.slice(0, 69).trimEnd()}…` : title)
const cut = (line: string) =>
  line.length > longestLine ? `${line.slice(0, longestLine - 1).trimEnd()}…` : line
