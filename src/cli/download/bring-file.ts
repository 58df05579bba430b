import { join } from 'node:path'
import type { ErrorCode } from '../../model/index.ts'
import type { ResolvedLink } from '../../sdk/links.ts'
import type { OtherPlace } from './ask-records.ts'
import { createHasher, hashFile, type Sums } from './checksum.ts'
import { type Fetched, type FetchTools, type FileJob, fetchFile } from './fetch-file.ts'
import type { DownloadManifest } from './manifest.ts'
import { type PartState, readState, sizeOf } from './part.ts'
import { type PlannedFile, sizeOfFile } from './plan.ts'

/** What became of a file. */
export interface Verdict {
  file: PlannedFile
  state:
    | Fetched['state']
    /** It was there already, and is what it should be. */
    | 'PRESENT'
    /** Another file has its place; that is left alone. */
    | 'IN_THE_WAY'
    | 'CANCELLED'
  /** Bytes; null when it did not come. */
  size: number | null
  sha256: string | null
  error: ErrorCode | null
  /** For people; null when there is nothing to say. */
  message: string | null
}

export interface BringTools extends FetchTools {
  folder: string
  manifest: DownloadManifest
  link(file: PlannedFile, anew: boolean): Promise<ResolvedLink>
  /** Other places that have the same bytes, open to everybody and at no cost, the best first. */
  elsewhere(file: PlannedFile): Promise<OtherPlace[]>
}

/** Brings one file to its place, unless it is there, and notes it in the manifest. Throws as `fetchFile` does. */
export async function bringFile(file: PlannedFile, tools: BringTools): Promise<Verdict> {
  const { asset } = file
  const target = join(tools.folder, ...file.path.split('/'))
  const isPacked = asset.link.packedAs !== null
  const job: FileJob = {
    target,
    locator: asset.locator,
    checksum: isPacked ? null : asset.checksum,
    size: sizeOfFile(asset),
    mediaType: asset.mediaType,
    mayBePage: /^text\/html\b/i.test(asset.mediaType ?? '') || /\.x?html?$/i.test(asset.name),
    link: (anew) => tools.link(file, anew),
  }
  const there = await compared(job, file, tools)
  if (there !== null) return there
  const fetched = await fetchAnywhere(job, file, tools)
  switch (fetched.state) {
    case 'VERIFIED':
    case 'COMPLETE':
      note(file, fetched.sums, fetched.version, fetched.state === 'VERIFIED', tools)
      return verdict(file, fetched.state, fetched.sums)
    case 'MISMATCH':
      return { ...verdict(file, 'MISMATCH', fetched.sums), message: mismatch(job, fetched.sums) }
    case 'NO_LINK':
      return {
        ...verdict(file, 'NO_LINK', null),
        error: fetched.link.error,
        message: missing(fetched.link),
      }
    case 'FAILED':
      return { ...verdict(file, 'FAILED', null), error: fetched.error, message: fetched.message }
  }
}

/** Whether what a link leads to is not to be had there. */
export function isLost({ state }: ResolvedLink): boolean {
  return state === 'GONE' || state === 'UNREACHABLE'
}

/** From its own upstream; where that does not give it, from another that has the same bytes, as their checksum tells. */
async function fetchAnywhere(job: FileJob, file: PlannedFile, tools: BringTools): Promise<Fetched> {
  const own = await fetchFile(job, tools)
  const isMissed = own.state === 'FAILED' || (own.state === 'NO_LINK' && isLost(own.link))
  if (!isMissed || job.checksum === null) return own
  for (const { locator, link } of await tools.elsewhere(file)) {
    const there = { ...job, locator, link: async () => link }
    const fetched = await fetchFile(there, { ...tools, attempts: 2 })
    if (fetched.state === 'VERIFIED' || fetched.state === 'COMPLETE') return fetched
  }
  return own
}

export function verdict(file: PlannedFile, state: Verdict['state'], sums: Sums | null): Verdict {
  const { size = null, sha256 = null } = sums ?? {}
  return { file, state, size, sha256, error: null, message: null }
}

/** What a link lacks, in a line for people. */
export function missing({ state, error, requirements }: ResolvedLink): string {
  const texts = requirements.map(({ text, url }) => (url === null ? text : `${text} ${url}`))
  if (texts.length > 0) return texts.join(' ')
  return error === null ? state : `${state} (${error})`
}

/** What is to be said of a file that has the place already; null when nothing has. */
async function compared(
  { target, checksum, size }: FileJob,
  file: PlannedFile,
  tools: BringTools,
): Promise<Verdict | null> {
  if ((await sizeOf(target)) === null) return null
  const hasher = createHasher(checksum)
  await hashFile(target, hasher, tools.signal)
  const sums = hasher.sums()
  if (sums.upstream !== null) {
    if (sums.upstream !== checksum?.value.toLowerCase()) return inTheWay(file)
    if (tools.manifest.find(file.path)?.asset !== file.asset.id) note(file, sums, null, true, tools)
    return verdict(file, 'PRESENT', sums)
  }
  // Nothing to compare it with but what was noted when it came; the state says it where the note was not written any more.
  const noted = tools.manifest.find(file.path)
  const state = await readState(target)
  const isNoted = noted?.asset === file.asset.id && noted.sha256 === sums.sha256
  const isStated = state?.locator === file.asset.locator && state.sha256 === sums.sha256
  if ((!isNoted && !isStated) || (size !== null && size !== sums.size)) return inTheWay(file)
  if (!isNoted) note(file, sums, state, false, tools)
  return verdict(file, 'PRESENT', sums)
}

function inTheWay(file: PlannedFile): Verdict {
  const message =
    'Another file has its place, or an older version of it; move it away to get this one.'
  return { ...verdict(file, 'IN_THE_WAY', null), message }
}

function mismatch({ size, checksum }: FileJob, sums: Sums): string {
  const what =
    size !== null && size !== sums.size
      ? `It has ${sums.size} bytes, not ${size}`
      : `Its ${checksum?.algorithm} is not the one that is published`
  return `${what}: it is damaged, or was changed since it was harvested. Kept with the ending .bad.`
}

function note(
  { record, asset, path }: PlannedFile,
  { size, sha256 }: Sums,
  version: PartState | null,
  verified: boolean,
  { manifest }: BringTools,
): void {
  const { id, source, nativeId, title, landingPage, provenance, access, license, citation } = record
  manifest.note(
    {
      record: id,
      source: { name: source.name, title: source.title, type: source.type },
      nativeId,
      title,
      version: record.version,
      landingPage,
      upstream: provenance.upstream,
      access,
      license,
      citation: JSON.parse(citation),
    },
    {
      asset: asset.id,
      path,
      locator: version?.locator ?? asset.locator,
      size,
      sha256,
      checksum: asset.checksum === null ? null : { ...asset.checksum, verified },
      etag: version?.etag ?? null,
      lastModified: version?.lastModified ?? null,
      downloadedAt: new Date().toISOString(),
    },
  )
}
