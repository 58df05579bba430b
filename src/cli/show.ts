import type { Command } from 'commander'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { ask } from './client.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import { asOption, bytes, listing, print, printJson, say, table } from './output.ts'

const query = `
query Show($id: ID!) {
  record(id: $id) {
    id
    nativeId
    kind
    title
    description
    version
    keywords
    creators
    species { label termId }
    modality { label termId }
    structure { label termId }
    technique { label termId }
    referenceSpace { label termId }
    resolution { values unit }
    subjects { count ageMin ageMax ageUnit }
    license { raw spdx class url }
    access
    accessNote
    landingPage
    released
    modified
    harvestedAt
    totalBytes
    source { name title }
    parents { id title }
    sameAs
    assets(first: 100) {
      totalCount
      edges { node { name role format size sizeIsExact locator region payer } }
    }
  }
}`

const text = z.string().nullable()
const number = z.number().nullable()
const Terms = z.array(z.object({ label: z.string(), termId: text }))
const Answer = z.object({
  record: z
    .object({
      id: z.string(),
      nativeId: z.string(),
      kind: z.string(),
      title: z.string(),
      description: text,
      version: text,
      keywords: z.array(z.string()),
      creators: z.array(z.string()),
      species: Terms,
      modality: Terms,
      structure: Terms,
      technique: Terms,
      referenceSpace: Terms,
      resolution: z.object({ values: z.array(z.number()), unit: z.string() }).nullable(),
      subjects: z
        .object({ count: number, ageMin: number, ageMax: number, ageUnit: text })
        .nullable(),
      license: z.object({ raw: text, spdx: text, class: z.string(), url: text }),
      access: z.string(),
      accessNote: text,
      landingPage: text,
      released: text,
      modified: text,
      harvestedAt: z.string(),
      totalBytes: number,
      source: z.object({ name: z.string(), title: z.string() }),
      parents: z.array(z.object({ id: z.string(), title: z.string() })),
      sameAs: z.array(z.string()),
      assets: z.object({
        totalCount: z.number(),
        edges: z.array(
          z.object({
            node: z.object({
              name: z.string(),
              role: z.string(),
              format: text,
              size: number,
              sizeIsExact: z.boolean(),
              locator: z.string(),
              region: text,
              payer: z.enum(['CALLER', 'OPERATOR']).nullable(),
            }),
          }),
        ),
      }),
    })
    .nullable(),
})
type Shown = NonNullable<z.infer<typeof Answer>['record']>
type ShownAsset = Shown['assets']['edges'][number]['node']

/** `show <id>`: one record of the gateway at `ATLAS_URL`. */
export function addShow(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('show')
    .summary('show one record of a running gateway with its assets')
    .argument('<id>', 'id of the record, as search prints it')
    .option('--json', 'the answer as JSON')
    .action(async (id: string, options: { json?: true }) => end(await show(id, options)))
}

async function show(id: string, options: { json?: true }): Promise<ExitCode> {
  const { url, token } = readConfig()
  const { data, json } = await ask(url, query, { id }, Answer, { token })
  if (options.json) printJson(json)
  if (data.record === null) {
    say('There is no record by that id.')
    return exitCodes.NOTHING
  }
  if (!options.json) print(described(data.record))
  return exitCodes.OK
}

function described(record: Shown): string {
  const { assets, license, resolution } = record
  const lines = listing([
    ['id', record.id],
    ['title', record.title],
    ['kind', asOption(record.kind)],
    ['source', `${record.source.title} (${record.source.name}), ${record.nativeId} there`],
    ['part of', joined(record.parents.map(({ id, title }) => `${title} (${id})`))],
    ['version', record.version],
    ['description', record.description],
    ['species', terms(record.species)],
    ['modality', terms(record.modality)],
    ['structure', terms(record.structure)],
    ['technique', terms(record.technique)],
    ['space', terms(record.referenceSpace)],
    ['resolution', resolution && `${resolution.values.join(' × ')} ${resolution.unit}`],
    ['subjects', subjects(record.subjects)],
    ['license', joined([license.spdx ?? license.raw ?? '', asOption(license.class)])],
    ['terms of use', license.url],
    ['access', joined([asOption(record.access), record.accessNote ?? ''])],
    ['creators', joined(record.creators)],
    ['keywords', joined(record.keywords)],
    ['same as', joined(record.sameAs)],
    ['released', record.released],
    ['modified', record.modified],
    ['harvested', record.harvestedAt],
    ['page', record.landingPage],
    ['size', record.totalBytes === null ? null : bytes(record.totalBytes)],
  ])
  if (assets.totalCount === 0) return lines
  const nodes = assets.edges.map(({ node }) => node)
  const files = table<ShownAsset>(
    [
      { title: 'ASSET', value: ({ name }) => name },
      { title: 'ROLE', value: ({ role }) => asOption(role) },
      { title: 'FORMAT', value: ({ format }) => format },
      {
        title: 'SIZE',
        value: ({ size, sizeIsExact }) => size && `${sizeIsExact ? '' : '~'}${bytes(size)}`,
        right: true,
      },
      ...(nodes.some(({ region }) => region !== null)
        ? [{ title: 'REGION', value: ({ region }: ShownAsset) => region }]
        : []),
      ...(nodes.some(({ payer }) => payer !== null)
        ? [{ title: 'PAYS', value: ({ payer }: ShownAsset) => payer && asOption(payer) }]
        : []),
      { title: 'WHERE', value: ({ locator }) => locator, shrinks: false },
    ],
    nodes,
    null,
  )
  const rest = assets.totalCount - assets.edges.length
  return [lines, '', files, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n')
}

function terms(values: readonly { label: string; termId: string | null }[]): string | null {
  return joined(values.map(({ label, termId }) => (termId ? `${label} (${termId})` : label)))
}

function subjects(value: Shown['subjects']): string | null {
  if (value === null) return null
  const { count, ageMin, ageMax, ageUnit } = value
  const range = [...new Set([ageMin, ageMax])].filter((age) => age !== null).join(' to ')
  return joined([count === null ? '' : String(count), range && `${range} ${ageUnit ?? ''}`.trim()])
}

/** Null when nothing is known. */
function joined(values: readonly string[]): string | null {
  return values.filter((value) => value !== '').join(', ') || null
}
