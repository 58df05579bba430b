import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stringify } from 'yaml'
import { startDicomwebStandin } from '../../connectors/dicomweb/standin.ts'
import { startStandin } from '../../src/sdk/standin/index.ts'
import { manifestOf } from '../connectors/rest/small.ts'
import { checkout } from '../support/checkout.ts'
import { operatorToken, type RunningGateway, startGateway } from '../support/gateway.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

const planted = 'swordfish-17'
const rows = [
  { id: 'a', name: 'Atlas', about: 'x' },
  { id: 'b', about: planted },
]

/** What the small archive's manifest says besides its names. */
const first = { listing: {}, record: { title: '{name}' } }
const second = { listing: {}, record: { title: ['{name}', 'Thing {id}'], description: 'As {id}' } }
/** Rejects the row that has no name for another reason than the first one. */
const strict = { ...second, fields: { name: { path: 'name', required: true } } }

/** A gateway on a copy of the project, with a source by a manifest and one by rules of its connector. */
async function surroundings() {
  const project = await checkout()
  const folder = await tempFolder()
  const archive = await startStandin({ handle: () => ({ json: { rows } }) })
  onTestFinished(() => archive.close())
  const clinic = await startDicomwebStandin()
  onTestFinished(() => clinic.close())
  const manifest = join(folder, 'manifest.yaml')
  const write = (content: Record<string, unknown>) => writeFile(manifest, stringify(content))
  const common = { allowPrivateAddresses: true, harvestEvery: null }
  const sources = [
    {
      ...{ id: 'small', type: 'rest', title: 'Small', ...common },
      options: { manifest, baseUrl: archive.url },
    },
    { id: 'clinic', type: 'dicomweb', title: 'Clinic', ...common, options: clinic.options },
  ]
  await writeFile(join(folder, 'sources.yaml'), JSON.stringify({ sources }))
  const variables = {
    PORT: '0',
    ATLAS_DATA: join(folder, 'data'),
    ATLAS_SOURCES: join(folder, 'sources.yaml'),
    ATLAS_OPERATOR_TOKEN: operatorToken,
  }
  const rules = join(project, 'connectors', 'dicomweb', 'contrast.yaml')
  await write(describedBy(first))
  return { folder, manifest, write, rules, archive, start: () => startGateway(variables, project) }
}

function describedBy({
  listing = {},
  record = {},
  fields = {},
}: {
  listing?: Record<string, unknown>
  record?: Record<string, unknown>
  fields?: Record<string, unknown>
}) {
  const known = { id: { path: 'id', required: true }, name: 'name', about: 'about', ...fields }
  return manifestOf({ listing: { ...listing, fields: known }, record })
}

/** The API as an operator asks it. */
function operatorOf(gateway: RunningGateway) {
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await gateway.ask(query, variables, operatorToken)
    expect(errors, JSON.stringify(errors)).toBeUndefined()
    return data
  }
  const problems = 'problems { code path message }'
  const run = async (mutation: string) =>
    Object.values(await ask(`mutation { ${mutation} }`))[0] as {
      // biome-ignore lint/suspicious/noExplicitAny: reports of two kinds
      report?: any
      harvest?: { id: string } | null
      problems: { code: string; path: string | null; message: string }[]
    }
  const lastOf = async (source: string) =>
    (
      await ask(
        `query ($id: ID!) { source(id: $id) { lastHarvest { id state written unchanged rejected
          finishedAt rejections { nativeId path reason firstAt lastAt times } } } }`,
        { id: source },
      )
    ).source.lastHarvest
  return {
    ask,
    lastOf,
    start: (source: string) =>
      run(`startHarvest(source: "${source}") { harvest { id } ${problems} }`),
    async harvest(source: string) {
      const before = (await lastOf(source))?.id ?? null
      const begun = await run(`startHarvest(source: "${source}") { harvest { id } ${problems} }`)
      expect(begun.problems).toEqual([])
      return until('it has ended', async () => {
        const last = await lastOf(source)
        return last !== null && last.id !== before && last.finishedAt !== null && last
      })
    },
    remap: (source: string, apply: boolean) =>
      run(
        `remapSource(source: "${source}", apply: ${apply}) { report { rows changed unchanged rejected
          fields { field records } } ${problems} }`,
      ),
    replay: (source: string) =>
      run(
        `replayRejections(source: "${source}") { report { rows accepted rejected } ${problems} }`,
      ),
    async runs(source: string): Promise<number> {
      const { harvests } = await ask(`{ harvests(source: "${source}") { edges { cursor } } }`)
      return harvests.edges.length
    },
    /** Titles and modalities of a source's records, once the index has followed. */
    async shelf(source: string): Promise<string[]> {
      const { source: found } = await ask(`query ($id: ID!) { source(id: $id) { records } }`, {
        id: source,
      })
      const { search } = await ask(
        `query ($source: [ID!]) { search(filter: { source: $source }, first: 50) {
          edges { node { title description modality { label } } } } }`,
        { source: [source] },
      )
      expect(search.edges).toHaveLength(found.records)
      return search.edges
        .map(({ node }: { node: { title: string; description: string | null } }) => node)
        .map((node: { title: string; modality: { label: string }[] }) =>
          [node.title, ...node.modality.map(({ label }) => label)].join(),
        )
        .sort()
    },
  }
}

describe('a gateway whose files are edited while it runs', { timeout: 120_000 }, () => {
  test('maps by them as they are now: asked, applied, replayed, harvested; and not by broken ones', async () => {
    const { folder, manifest, write, rules, archive, start } = await surroundings()
    const gateway = await start()
    const { harvest, remap, replay, lastOf, runs, shelf, start: begin } = operatorOf(gateway)
    expect(await harvest('small')).toMatchObject({ written: 1, rejected: 1 })
    await harvest('clinic')
    const asked = archive.requests.length

    // The manifest says more: told first, and then done.
    await write(describedBy(second))
    const changes = { rows: 1, changed: 1, rejected: 0 }
    expect(await remap('small', false)).toMatchObject({ report: changes, problems: [] })
    expect(await remap('small', true)).toMatchObject({
      report: {
        ...changes,
        fields: expect.arrayContaining([{ field: 'description', records: 1 }]),
      },
    })
    expect(await remap('small', false)).toMatchObject({ report: { changed: 0 } })

    // Rows that it rejects again are told with the reason of today.
    const [before] = (await lastOf('small')).rejections
    expect(before).toMatchObject({ nativeId: 'thing:b', times: 1, firstAt: before.lastAt })
    await write(describedBy(first))
    expect(await replay('small')).toMatchObject({ report: { accepted: 0, rejected: 1 } })
    const [again] = (await lastOf('small')).rejections
    expect(again).toMatchObject({ reason: before.reason, firstAt: before.firstAt, times: 2 })
    expect(Date.parse(again.lastAt)).toBeGreaterThan(Date.parse(before.lastAt))

    // Broken: said where, and nothing is changed.
    const ran = await runs('small')
    await writeFile(manifest, `${stringify(describedBy(second))}nonsense: ${planted}\n`)
    const line = stringify(describedBy(second)).split('\n').length
    const broken = {
      code: 'CONFIG_INVALID',
      path: 'options.manifest',
      message: `options.manifest: nonsense: is not known here (line ${line})`,
    }
    for (const ask of [
      () => remap('small', false),
      () => remap('small', true),
      () => replay('small'),
    ]) {
      expect(await ask()).toEqual({ report: null, problems: [broken] })
    }
    expect(await begin('small')).toEqual({ harvest: null, problems: [broken] })
    expect(await runs('small')).toBe(ran)
    await until('as before', async () => (await shelf('small')).join() === 'Atlas')

    // Mended, what it rejected becomes a record, and a harvest finds all as it is.
    await write(describedBy(second))
    expect(await replay('small')).toMatchObject({ report: { accepted: 1, rejected: 0 } })
    await until('both', async () => (await shelf('small')).join() === 'Atlas,Thing b')
    expect(archive.requests.length).toBe(asked)
    expect(await harvest('small')).toMatchObject({ unchanged: 2, written: 0, rejected: 0 })

    // Another reason in the next harvest: the newest one is told.
    await write(describedBy(strict))
    const [named] = (await harvest('small')).rejections
    expect(named).toMatchObject({ nativeId: 'thing:b', times: 1 })
    expect(named.reason).not.toBe(before.reason)
    await write(describedBy(first))
    const [titled] = (await harvest('small')).rejections
    expect(titled).toMatchObject({ reason: before.reason, firstAt: named.firstAt, times: 2 })
    expect(JSON.stringify([named, titled])).not.toContain(planted)

    // Rules of a connector: the same, for the next remap, and for the next harvest.
    const text = await readFile(rules, 'utf8')
    const saying = (label: string) =>
      writeFile(rules, text.replaceAll('contrast: T1-weighted MRI', `contrast: ${label}`))
    const told = async (label: string) =>
      (await shelf('clinic')).filter((one) => one.includes(label))
    const weighted = await until('clinic', () => told('T1-weighted MRI'))
    expect(weighted.length).toBeGreaterThan(0)
    await saying('FLAIR')
    expect((await remap('clinic', true)).report.changed).toBeGreaterThanOrEqual(weighted.length)
    await until('remapped', async () => (await told('T1-weighted MRI')).length === 0)
    await writeFile(rules, 'rules: 7\n')
    const { problems } = await remap('clinic', true)
    expect(problems).toMatchObject([
      {
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/^contrast\.yaml: rules: .*\(line 1\)$/),
      },
    ])
    await saying('T1-weighted MRI')
    expect((await harvest('clinic')).written).toBeGreaterThanOrEqual(weighted.length)
    await until('harvested', async () => (await told('T1-weighted MRI')).length === weighted.length)

    expect(await gateway.stop()).toBe(0)
    const said = gateway.out() + gateway.err()
    expect(said).not.toContain(planted)
    expect(said).not.toContain(folder)
  })
})
