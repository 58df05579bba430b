import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { startAllenStandin } from '../../connectors/allen/standin.ts'
import { soundFiles, startRegistryStandin } from '../../connectors/open-data-registry/standin.ts'
import { startRestStandin } from '../../connectors/rest/standin.ts'
import { sampleLogin, sampleOptions, startSample } from '../../connectors/s3/standin.ts'
import { startShanoirStandin } from '../../connectors/shanoir/standin.ts'
import { startXnatStandin } from '../../connectors/xnat/standin.ts'
import { type Config, readConfig } from '../config.ts'
import { type Atlas, startAtlas } from '../main.ts'
import type { HarvestRun } from '../model/index.ts'
import { ask } from './client.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { print, styled } from './output.ts'
import { createProgress } from './progress.ts'
import { onSignal } from './signals.ts'

/** With a typo, as people make them; it finds regions of mouse brains, sessions by their scans, and recordings. */
const query = `{
  search(query: "hippocampos", facets: [{ facet: SOURCE }, { facet: MODALITY, first: 3 }], first: 4) {
    totalCount
    facets { facet buckets { value label count } }
    edges { node { id title source { name } } highlights { fragment } }
  }
}`

/** Milliseconds before each answer of a stand-in, so that there is some progress to see. */
const latency = 40

/** A stand-in that is up. */
interface Upstream {
  /** Options of a source that reads it. */
  readonly options: Record<string, unknown>
  close(): Promise<void>
}

interface DemoSource {
  id: string
  /** Type of its connector. Default: the same as its id. */
  type?: string
  title: string
  /** What it logs in with. Default: nothing. */
  credentials?: Readonly<Record<string, string>>
  start(): Promise<Upstream>
}

/** What the demo harvests: each a stand-in on this machine. */
const demoSources: readonly DemoSource[] = [
  {
    id: 'allen',
    title: 'Allen Brain Map (stand-in)',
    start: () => startAllenStandin({ latency }),
  },
  {
    id: 'xnat',
    title: 'XNAT (stand-in)',
    // As a site that shows its public projects to everybody.
    start: () => startXnatStandin({ latency, requireLogin: false }),
  },
  {
    id: 'shanoir',
    title: 'Shanoir (stand-in)',
    // As somebody without an account reads it: the cards of public studies.
    start: () => startShanoirStandin({ latency }),
  },
  // No code knows of these two: a manifest of fifty lines describes each.
  ...['dandi', 'openneuro'].map((manifest) => ({
    id: manifest,
    type: 'rest',
    title: `${manifest === 'dandi' ? 'DANDI' : 'OpenNeuro'} (stand-in)`,
    start: () => startRestStandin(manifest, { latency }),
  })),
  {
    id: 'open-data',
    type: 'open-data-registry',
    title: 'Registry of Open Data (stand-in)',
    start: async () => startRegistryStandin({ latency, files: await soundFiles() }),
  },
  {
    id: 'buckets',
    type: 's3',
    title: 'S3 (stand-in)',
    // One of the buckets is billed to whoever reads, so they have to be somebody.
    credentials: sampleLogin,
    async start() {
      const standin = await startSample({ latency })
      return { options: sampleOptions(standin.url), close: () => standin.close() }
    },
  },
]

/** Runs the demo until Ctrl-C. */
export async function demo(): Promise<ExitCode> {
  const config = readConfig()
  const folder = await mkdtemp(join(tmpdir(), 'atlas-demo-'))
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  onSignal(() => resolve())
  const upstreams: Upstream[] = []
  let atlas: Atlas | null = null
  try {
    for (const { start } of demoSources) upstreams.push(await start())
    atlas = await startAtlas(await demoConfig(config, folder, upstreams), { variable })
    const names = new Intl.ListFormat('en').format(demoSources.map(({ title }) => title))
    print(`${styled('bold', 'Atlas Gateway')} at ${atlas.url}, harvesting ${names}`)
    await Promise.race([show(atlas), stopped])
    await stopped
    return exitCodes.OK
  } finally {
    await atlas?.close()
    await Promise.all(upstreams.map((upstream) => upstream.close()))
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function demoConfig(
  config: Config,
  folder: string,
  upstreams: readonly Upstream[],
): Promise<Config> {
  const file = join(folder, 'sources.yaml')
  const sources = demoSources.map(({ id, type = id, title, credentials }, index) => ({
    id,
    type,
    title,
    credentials: credentials === undefined ? null : references(credentials),
    harvestEvery: null,
    // The stand-in is on this machine.
    allowPrivateAddresses: true,
    options: upstreams[index]?.options,
  }))
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ sources }))
  return {
    ...config,
    data: join(folder, 'data'),
    sources: file,
    logLevel: quiet(config.logLevel),
    // Nobody's server is filled with a demo, or has to embed it.
    meilisearch: null,
    embedder: { kind: 'lsa' },
  }
}

/** Credentials stand in a sources file by name only, those of a stand-in too. */
function references(credentials: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(credentials).map((name) => [name, `\${${name}}`]))
}

/** What these names stand for; no two sources of the demo have credentials of the same name. */
function variable(name: string): string | null {
  return demoSources.find(({ credentials }) => credentials?.[name])?.credentials?.[name] ?? null
}

/** The demo talks for itself; what went wrong is still logged. */
function quiet(level: Config['logLevel']): Config['logLevel'] {
  return level === 'info' ? 'warn' : level
}

async function show(atlas: Atlas): Promise<void> {
  for (const { source, state } of await harvestWithProgress(atlas)) {
    if (state === 'SUCCEEDED') continue
    throw new CommandError(exitCodes.FAILED, `The harvest of ${source} ended as ${state}.`)
  }
  await atlas.index.caughtUp()
  const { json } = await ask(atlas.url, query, {}, z.unknown())
  print('')
  print(styled('bold', 'A query, with a typo:'))
  print(query)
  print('')
  print(styled('bold', 'Its answer:'))
  print(JSON.stringify(json, null, 2))
  print('')
  print(`Try your own in GraphiQL: ${styled('underline', `${atlas.url}/graphql`)}`)
  print('Ctrl-C ends the demo and removes its catalogue.')
}

/** All sources side by side, a line each. */
async function harvestWithProgress({ harvests }: Atlas): Promise<HarvestRun[]> {
  const progress = createProgress(process.stderr, process.stdout)
  const width = Math.max(...demoSources.map(({ id }) => id.length))
  const one = async ({ id }: DemoSource) => {
    const name = id.padEnd(width)
    let run = await harvests.start(id, { full: true })
    for await (run of harvests.progress(run.id)) progress.update(name, run)
    progress.done(name, run)
    return run
  }
  return await Promise.all(demoSources.map(one)).finally(() => progress.clear())
}
