import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type AllenStandin, startAllenStandin } from '../../connectors/allen/standin.ts'
import { type Config, readConfig } from '../config.ts'
import { type Atlas, startAtlas } from '../main.ts'
import type { HarvestRun } from '../model/index.ts'
import { ask } from './client.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { print, styled } from './output.ts'
import { createProgress } from './progress.ts'
import { onSignal } from './signals.ts'

/** With a typo, as people make them. */
const query = `{
  search(query: "hippocampos", facets: [{ facet: SPECIES }, { facet: STRUCTURE, first: 3 }], first: 3) {
    totalCount
    facets { facet buckets { value label count } }
    edges { node { id title } highlights { fragment } }
  }
}`

/** Milliseconds before each answer of the stand-in, so that there is some progress to see. */
const latency = 40

/** Runs the demo until Ctrl-C. */
export async function demo(): Promise<ExitCode> {
  const config = readConfig()
  const folder = await mkdtemp(join(tmpdir(), 'atlas-demo-'))
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  onSignal(() => resolve())
  let upstream: AllenStandin | null = null
  let atlas: Atlas | null = null
  try {
    upstream = await startAllenStandin({ latency })
    atlas = await startAtlas(await demoConfig(config, folder, upstream))
    print(
      `${styled('bold', 'Atlas Gateway')} at ${atlas.url}, harvesting a stand-in of the Allen Brain Map`,
    )
    await Promise.race([show(atlas), stopped])
    await stopped
    return exitCodes.OK
  } finally {
    await atlas?.close()
    await upstream?.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function demoConfig(
  config: Config,
  folder: string,
  { options }: AllenStandin,
): Promise<Config> {
  const sources = join(folder, 'sources.yaml')
  const allen = {
    id: 'allen',
    type: 'allen',
    title: 'Allen Brain Map (stand-in)',
    harvestEvery: null,
    // The stand-in is on this machine.
    allowPrivateAddresses: true,
    options,
  }
  // JSON is YAML.
  await writeFile(sources, JSON.stringify({ sources: [allen] }))
  return {
    ...config,
    data: join(folder, 'data'),
    sources,
    logLevel: quiet(config.logLevel),
    // Nobody's server is filled with a demo.
    meilisearch: null,
  }
}

/** The demo talks for itself; what went wrong is still logged. */
function quiet(level: Config['logLevel']): Config['logLevel'] {
  return level === 'info' ? 'warn' : level
}

async function show(atlas: Atlas): Promise<void> {
  const run = await harvestWithProgress(atlas)
  if (run.state !== 'SUCCEEDED') {
    throw new CommandError(exitCodes.FAILED, `The harvest of the demo ended as ${run.state}.`)
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

async function harvestWithProgress(atlas: Atlas): Promise<HarvestRun> {
  const progress = createProgress(process.stderr, process.stdout)
  let run = await atlas.harvests.start('allen', { full: true })
  for await (run of atlas.harvests.progress(run.id)) progress.update('allen', run)
  progress.done('allen', run)
  return run
}
