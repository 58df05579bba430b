import { errorOfPart, GatewayError, type HarvestContext, type HarvestItem, isSilence } from '#sdk'
import { isWanted, type ListedProject, listProjects } from './listing.ts'
import type { Options } from './options.ts'
import { type Progress, progressOf, progressPartition } from './progress.ts'
import { harvestProject } from './project.ts'
import { dataScope, projectOfScope, projectScope, rightsOf } from './rights.ts'
import type { ScanRules } from './rules.ts'
import { createSession } from './session.ts'
import type { Site } from './site.ts'
import { type Accessibility, createXnat, type Xnat } from './xnat.ts'

type Context = HarvestContext<Options, ScanRules>

/** Projects in a row without an answer, after which nothing more is asked. */
const mostSilent = 2

/**
 * All rights first, so that what was narrowed is hidden before anything else is read; then project by project, each by
 * itself: one that could not be read keeps its records, and the others go on.
 */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const { options, http, credentials, now } = context
  const session = createSession({ http, root: options.baseUrl, credentials, now })
  try {
    yield* harvestSite(context, createXnat(http, options.baseUrl, session))
  } finally {
    await session.end()
  }
}

async function* harvestSite(context: Context, xnat: Xnat): AsyncGenerator<HarvestItem> {
  const { options, credentials } = context
  const listed = await listProjects(xnat)
  const wanted = [...listed.values()].filter(({ id }) => isWanted(options, id))

  const rights = new Map<string, Accessibility | GatewayError>()
  for (const project of wanted) {
    const accessibility = await accessibilityOf(xnat, project)
    rights.set(project.id, accessibility)
    yield* rightsOf(project.id, accessibility instanceof GatewayError ? null : accessibility)
  }
  const site: Site = { xnat, listed, rights, isOpen: credentials === null, expected: 0 }
  yield* harvestVanished(context, site)
  if (!site.isOpen && [...rights.values()].includes('public')) site.isOpen = await xnat.isOpen()
  yield* harvestProjects(context, site, wanted)
}

async function accessibilityOf(
  xnat: Xnat,
  { id, accessibility }: ListedProject,
): Promise<Accessibility | GatewayError> {
  try {
    return accessibility ?? (await xnat.accessibility(id))
  } catch (thrown) {
    return errorOfPart(thrown)
  }
}

/**
 * Projects that the catalogue has and the lists have not: deleted, turned private, or no longer wanted. They are hidden
 * at once, and swept as projects that hold nothing.
 */
async function* harvestVanished(context: Context, site: Site): AsyncGenerator<HarvestItem> {
  const { options } = context
  const scopes = await context.scopes()
  const known = new Set(scopes.flatMap((scope) => projectOfScope(scope) ?? []))
  for (const id of known) {
    const isListed = site.listed.has(id)
    if (isListed && isWanted(options, id)) continue
    let shown: boolean | GatewayError
    try {
      shown = !isListed && (await site.xnat.shows(id))
    } catch (thrown) {
      shown = errorOfPart(thrown)
    }
    const isGone = shown === false
    const partitions = [projectScope(id), dataScope(id)]
    yield* rightsOf(id, isGone ? 'private' : null)
    for (const partition of partitions) {
      if (context.from(partition) === null) continue
      if (isGone) yield { partitionDone: partition }
      else {
        const message = 'The source shows a project that it leaves out of its list.'
        const error =
          shown instanceof GatewayError ? shown : new GatewayError('ANSWER_INVALID', { message })
        yield { partitionFailed: partition, error }
      }
    }
  }
}

async function* harvestProjects(
  context: Context,
  site: Site,
  wanted: readonly ListedProject[],
): AsyncGenerator<HarvestItem> {
  let progress: Progress = progressOf(context.from(progressPartition) ?? undefined)
  let silent = 0
  // The one that was being read goes on first: where it stood is kept of one project only.
  const started = wanted.filter(({ id }) => id === progress.project)
  for (const project of [...started, ...wanted.filter((one) => !started.includes(one))]) {
    const partitions = [projectScope(project.id), dataScope(project.id)]
    if (partitions.map((partition) => context.from(partition)).every((left) => left === null))
      continue
    try {
      const accessibility = site.rights.get(project.id)
      if (accessibility instanceof GatewayError) throw accessibility
      progress = yield* harvestProject(context, site, project, progress)
      silent = 0
    } catch (thrown) {
      const error = errorOfPart(thrown)
      silent = isSilence(error) ? silent + 1 : 0
      for (const partition of partitions) yield { partitionFailed: partition, error }
      if (silent >= mostSilent) throw error
    }
  }
}
