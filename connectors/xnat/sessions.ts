import { type Asset, type GatewayError, isHopeless, toGatewayError } from '#sdk'
import { fileAsset } from './assets.ts'
import type { WireItem } from './items.ts'
import { namesSomebody } from './names-of-people.ts'
import { type Options, reaches } from './options.ts'
import { type TableRow, textOf } from './tables.ts'
import type { Xnat } from './xnat.ts'

/** A session with all that is read of it; or why it could not be read. */
export type SessionReading =
  | { id: string; listed: TableRow; item: WireItem | null; files: Asset[] | null }
  | { id: string; error: GatewayError }

/** Requests at once; the HTTP client holds to as many. */
const atOnce = 4
/** Sessions in a row that could not be read, after which the project is left. */
const mostFailures = 3

/**
 * Reads sessions, one request each at the depths `scans` and `resources`, in their order. One that could not be read
 * is told and the others go on.
 *
 * @throws {GatewayError} what is wrong with all of them, or with too many in a row.
 */
export async function readSessions(
  xnat: Xnat,
  sessions: readonly (readonly [string, TableRow])[],
  options: Options,
): Promise<SessionReading[]> {
  const readings: SessionReading[] = []
  let next = 0
  let failuresInRow = 0
  let stopped: { error: GatewayError } | null = null

  async function work(): Promise<void> {
    while (stopped === null && next < sessions.length) {
      const at = next++
      const [id, listed] = sessions[at] as readonly [string, TableRow]
      try {
        readings[at] = { id, listed, ...(await readSession(xnat, id, options)) }
        failuresInRow = 0
      } catch (thrown) {
        const error = toGatewayError(thrown)
        readings[at] = { id, error }
        failuresInRow += 1
        if (isHopeless(error) || failuresInRow >= mostFailures) stopped ??= { error }
      }
    }
  }

  await Promise.all(Array.from({ length: atOnce }, work))
  if (stopped !== null) throw (stopped as { error: GatewayError }).error
  return readings
}

async function readSession(xnat: Xnat, id: string, options: Options) {
  if (!reaches(options, 'scans')) return { item: null, files: null }
  const item = await xnat.experiment(id)
  const files = reaches(options, 'files') ? await readFiles(xnat, id, item, options) : null
  return { item, files }
}

/** Single files: those of all scans in one list, and those of each of the session's own resources. */
async function readFiles(
  xnat: Xnat,
  id: string,
  item: WireItem,
  options: Options,
): Promise<Asset[]> {
  const root = ['experiments', id]
  const labels = item
    .children('resources/resource')
    .flatMap(({ fields }) => textOf(fields.label) ?? [])
  const lists = [
    ...(item.children('scans/scan').length > 0 ? [[...root, 'scans', 'ALL', 'files']] : []),
    ...labels.map((label) => [...root, 'resources', label, 'files']),
  ]
  const isName = namesSomebody(item.fields)
  const rows = await Promise.all(
    lists.map((steps) => xnat.table(steps, {}, ['Name', 'collection'])),
  )
  return rows.flat().flatMap((row) => {
    if (isName(row.Name) || isName(row.URI)) return []
    return fileAsset(id, row, options) ?? []
  })
}
