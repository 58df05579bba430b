import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { type Upstream, upstreamOf } from './catalogue.ts'
import { documentsConnector } from './documents-connector.ts'
import type { Grades } from './metrics.ts'

/** Queries with the documents that were judged for them, and where those are harvested. */
export interface Collection {
  name: string
  /** What its catalogue is harvested from. */
  upstreams: readonly Upstream[]
  queries: readonly JudgedQuery[]
  /** How records are named in the judgements, by their ids in the catalogue. */
  nameOf: (recordId: string) => string
}

export interface JudgedQuery {
  id: string
  text: string
  /** What sort of question it is; null where the collection does not say. */
  kind: string | null
  /** Id of the species that it states; null where it states none. */
  species: string | null
  grades: Grades
}

/** Keys that are not listed say nothing to us. */
const Query = z.object({
  id: z.string().min(1),
  text: z.string(),
  kind: z.string().optional(),
  species: z.string().optional(),
})

/**
 * Reads a folder with `docs.jsonl`, `queries.jsonl` and `qrels.tsv`, which is named after its last part.
 *
 * @throws {Error} Naming the file and line that is not as it has to be.
 */
export async function readCollection(folder: string): Promise<Collection> {
  const path = resolve(folder)
  const file = join(path, 'docs.jsonl')
  if (!existsSync(file)) throw new Error(`There is no docs.jsonl in ${folder}.`)
  const source = 'collection'
  return {
    name: basename(path),
    upstreams: [upstreamOf(source, documentsConnector, { file })],
    queries: await readQueries(path),
    nameOf: (recordId) => recordId.slice(source.length + 1),
  }
}

/** Queries and judgements of a folder: `queries.jsonl` and `qrels.tsv`; a fourth column is the reason of a grade. */
export async function readQueries(folder: string): Promise<JudgedQuery[]> {
  const grades = new Map<string, Map<string, number>>()
  const judgements = await linesOf(join(folder, 'qrels.tsv'), readJudgement)
  for (const { query, document, grade } of judgements) {
    const known = grades.get(query) ?? new Map<string, number>()
    grades.set(query, known.set(document, grade))
  }
  const queries = await linesOf(join(folder, 'queries.jsonl'), (line) =>
    Query.parse(JSON.parse(line)),
  )
  return queries.map(({ id, text, kind = null, species = null }) => ({
    id,
    text,
    kind,
    species,
    grades: grades.get(id) ?? new Map(),
  }))
}

export interface Judgement {
  query: string
  document: string
  grade: number
  /** Empty where none is given. */
  reason: string
}

/** @throws {Error} When it has fewer than three columns, or its grade is no number. */
export function readJudgement(line: string): Judgement {
  const [query = '', document = '', grade = '', reason = ''] = line.split('\t')
  if (query === '' || document === '' || !/^-?\d+(\.\d+)?$/.test(grade)) {
    throw new Error('expected query, document and grade, with tabs between')
  }
  return { query, document, grade: Number(grade), reason }
}

/** Every line of a file that is not empty, read. */
export async function linesOf<Read>(file: string, read: (line: string) => Read): Promise<Read[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [read(line.replace(/\r$/, ''))]
    } catch (cause) {
      throw new Error(`${basename(file)}, line ${index + 1}: ${cause}`, { cause })
    }
  })
}
