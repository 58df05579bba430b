import { type Command, Option } from 'commander'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { recordSorts } from '../model/index.ts'
import { ask } from './client.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import { addFilterOptions, asEnum, type FilterOptions, filterOf } from './filter-options.ts'
import { asOption, print, printJson, say, styled, table } from './output.ts'
import { addPageOptions, type PageOptions, sayMore } from './page-options.ts'

const query = `
query Search($query: String!, $filter: RecordFilter, $sort: RecordSort!, $first: Int!, $after: String) {
  search(query: $query, filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount
    totalIsExact
    edges {
      node {
        id
        title
        kind
        species { label }
        license { class }
      }
    }
    pageInfo { hasNextPage endCursor }
    sources { source { name title } state error }
    warnings { code argument message }
    tookMs
  }
}`

const Answer = z.object({
  search: z.object({
    totalCount: z.number(),
    totalIsExact: z.boolean(),
    edges: z.array(
      z.object({
        node: z.object({
          id: z.string(),
          title: z.string(),
          kind: z.string(),
          species: z.array(z.object({ label: z.string() })),
          license: z.object({ class: z.string() }),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    sources: z.array(
      z.object({
        source: z.object({ title: z.string() }),
        state: z.string(),
        error: z.string().nullable(),
      }),
    ),
    warnings: z.array(z.object({ message: z.string() })),
    tookMs: z.number(),
  }),
})

interface SearchOptions extends FilterOptions, PageOptions {
  format?: string[]
  sort: string
  json?: true
}

/** `search <words…>`: asks the gateway at `ATLAS_URL`. */
export function addSearch(program: Command, end: (code: ExitCode) => void): void {
  const sorts = recordSorts.map(asOption)
  const command = program
    .command('search')
    .summary('search the catalogue of a running gateway')
    .description(
      'Searches the catalogue of the gateway at ATLAS_URL. Options that filter may be repeated: the values of one are ORed, different ones ANDed.',
    )
    .argument('[words...]', 'what to look for; without words everything is listed')
  addFilterOptions(command).addOption(
    new Option('--sort <order>', 'order of the hits').choices(sorts).default(sorts[0]),
  )
  addPageOptions(command, 'hits', 100)
    .option('--json', 'the answer as JSON')
    .action(async (words: string[], options: SearchOptions) => end(await search(words, options)))
}

async function search(words: readonly string[], options: SearchOptions): Promise<ExitCode> {
  const variables = {
    query: words.join(' '),
    filter: filterOf(options, options.format),
    sort: asEnum(options.sort),
    first: options.first,
    after: options.after ?? null,
  }
  const { url, token } = readConfig()
  const { data, json } = await ask(url, query, variables, Answer, { token })
  const { edges, totalCount, totalIsExact, pageInfo, sources, warnings, tookMs } = data.search
  if (options.json) printJson(json)
  else if (edges.length > 0) {
    print(
      table(
        [
          { title: 'ID', value: ({ id }) => id },
          { title: 'TITLE', value: ({ title }) => title, shrinks: true },
          { title: 'KIND', value: ({ kind }) => asOption(kind) },
          { title: 'SPECIES', value: ({ species }) => labels(species) },
          { title: 'LICENSE', value: ({ license }) => asOption(license.class) },
        ],
        edges.map(({ node }) => node),
      ),
    )
  }
  for (const { message } of warnings) say(styled('yellow', message, process.stderr))
  for (const { source, state, error } of sources) {
    if (error)
      say(styled('yellow', `${source.title}: ${asOption(state)}, ${error}`, process.stderr))
  }
  const total = `${totalIsExact ? '' : 'at least '}${totalCount}`
  say(
    styled('dim', `${edges.length} of ${total} records, ${Math.round(tookMs)} ms`, process.stderr),
  )
  if (!options.json) sayMore(pageInfo)
  return edges.length > 0 ? exitCodes.OK : exitCodes.NOTHING
}

const labels = (terms: readonly { label: string }[]) =>
  terms.length > 0 ? terms.map(({ label }) => label).join(', ') : null
