import { GatewayError, type HarvestContext, type HarvestItem } from '#sdk'
import { sessionAssets } from './assets.ts'
import { sessionId } from './common.ts'
import { type Place, sessionRow } from './compose.ts'
import { createEtags, type Etags } from './etags.ts'
import type { ListedProject } from './listing.ts'
import type { Options } from './options.ts'
import { checkpointOf, type Progress, progressPartition } from './progress.ts'
import { dataScope } from './rights.ts'
import { Session } from './rows.ts'
import type { ScanRules } from './rules.ts'
import { readSessions, type SessionReading } from './sessions.ts'
import type { Site } from './site.ts'
import { type TableRow, textOf } from './tables.ts'
import { version } from './version.ts'
import type { Accessibility } from './xnat.ts'

type Context = HarvestContext<Options, ScanRules>

/** Sessions between two checkpoints. */
const batchSize = 40

/** Sessions of a project, in the order of their ids. Gives where the harvest stands then. */
export async function* harvestSessions(
  context: Context,
  site: Site,
  { id }: ListedProject,
  sessions: ReadonlyMap<string, TableRow>,
  start: Progress,
): AsyncGenerator<HarvestItem, Progress> {
  const { options } = context
  const partition = dataScope(id)
  const etags = createEtags(options, version, context.rules)
  const shared = new Set(start.shared)
  const left = [...sessions].filter(([session]) => session > start.last && !shared.has(session))
  let { failed } = start
  let progress: Progress = start
  for (let at = 0; at < left.length; at += batchSize) {
    const batch = left.slice(at, at + batchSize)
    const { same, changed } = await parted(context, site, id, batch, etags)
    for (const session of same) yield { same: sessionId(session), partition }
    // One batch after the other: what was read ahead would be read again by a harvest that goes on.
    const readings = await readSessions(site.xnat, changed, options)
    for (const reading of readings) {
      if ('error' in reading) failed++
      else yield* sessionItems(reading, site, id, etags, options)
      if ('item' in reading && isShared(reading, id)) shared.add(reading.id)
    }
    progress = { project: id, last: batch.at(-1)?.[0] ?? start.last, failed, shared }
    yield { checkpoint: checkpointOf(progress), partition: progressPartition }
  }
  return progress
}

/** Which of the sessions changed since they were read last. */
async function parted(
  { full, known }: Context,
  site: Site,
  project: string,
  batch: readonly (readonly [string, TableRow])[],
  etags: Etags,
) {
  const isSame = await Promise.all(
    batch.map(async ([id, listed]) => {
      if (full) return false
      const { etag = null } = (await known(sessionId(id))) ?? {}
      if (etag === null) return false
      // Whose rights it lives under was written down with it.
      const owner = etag.split(' ')[1] ?? project
      if (site.rights.get(owner) instanceof GatewayError) return true
      return etags.isSame(etag, listed, placeOf(site, project, owner), project)
    }),
  )
  return {
    same: batch.flatMap(([id], at) => (isSame[at] ? [id] : [])),
    changed: batch.filter((_, at) => !isSame[at]),
  }
}

function* sessionItems(
  { id, listed, item, files }: Extract<SessionReading, { listed: TableRow }>,
  site: Site,
  project: string,
  etags: Etags,
  options: Options,
): Generator<HarvestItem> {
  const owner = textOf(item?.fields.project)
  // Who may see what its owner holds could not be read: it stays as it is, and a new one waits.
  if (site.rights.get(owner ?? project) instanceof GatewayError) {
    yield { same: sessionId(id), partition: dataScope(project) }
    return
  }
  if (isLeftOut(site, owner)) return
  const place = placeOf(site, project, owner)
  const shares = (item?.children('sharing/share') ?? []).flatMap(
    ({ fields }) => textOf(fields.project) ?? [],
  )
  // Projects that the account may not know of have no name here.
  const isListed = (one: string | null) => one !== null && site.listed.has(one)
  const lies = [owner, ...shares].filter((one): one is string => isListed(one))
  const row = sessionRow(place, listed, item, isListed)
  const etag = etags.of(listed, place, [...new Set([place.governs, ...lies, project])])
  yield {
    row,
    entity: 'session',
    nativeId: sessionId(id),
    scope: dataScope(place.governs),
    partition: dataScope(project),
    ...(etag === null ? {} : { etag }),
  }
  if (files === null) return
  const parsed = Session.safeParse(row)
  if (!parsed.success) return
  // A resource whose files are not listed stands for them itself.
  const listedIn = new Set(files.map(({ locator }) => locator.replace(/\/files\/.*$/, '')))
  const unlisted = sessionAssets(parsed.data, options).filter(
    ({ locator }) => !listedIn.has(locator.replace(/\?.*$/, '')),
  )
  yield { assets: sessionId(id), chunk: [...unlisted, ...files] }
}

/** The project whose rights a session lives under: its owner, where the account may know of it. */
function placeOf(site: Site, metIn: string, owner: string | null): Place {
  const governs = owner !== null && site.rights.has(owner) ? owner : metIn
  return {
    metIn,
    governs,
    accessibility: site.rights.get(governs) as Accessibility,
    isOpen: site.isOpen,
  }
}

/** Whether its owner is a project that the operator left out and that is not public: no other project shows it then. */
function isLeftOut(site: Site, owner: string | null): boolean {
  const listed = owner === null ? undefined : site.listed.get(owner)
  return listed !== undefined && !site.rights.has(listed.id) && listed.accessibility !== 'public'
}

function isShared({ item }: Extract<SessionReading, { listed: TableRow }>, project: string) {
  if (item === null) return false
  return item.children('sharing/share').length > 0 || textOf(item.fields.project) !== project
}
