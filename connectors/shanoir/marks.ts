import { hash } from 'node:crypto'
import type { DatasetRules } from './dataset-rules.ts'
import type { ListedStudy } from './listing.ts'
import type { Options } from './options.ts'

const day = 24 * 3_600_000

/** What is kept with a study's record of the last time that its datasets were read. */
export interface Mark {
  /** Changes with all that the records of its datasets are made of beside themselves. */
  state: string
  /** When it was last read as a whole, and when at all: RFC 3339. */
  swept: string
  read: string
  /** Datasets that it had. */
  total: number
}

export function writtenMark({ state, swept, read, total }: Mark): string {
  return [state, swept, read, total].join(' ')
}

export function markOf(etag: string | null | undefined): Mark | null {
  const [, state, swept, read, total] = /^(\S+) (\S+) (\S+) (\d+)$/.exec(etag ?? '') ?? []
  if (state === undefined || swept === undefined || read === undefined) return null
  if (Number.isNaN(Date.parse(swept)) || Number.isNaN(Date.parse(read))) return null
  return { state, swept, read, total: Number(total) }
}

/** @param version The connector's; with it and the rules, a new mapping is applied to all. */
export function stateOf(
  study: ListedStudy,
  options: Options,
  version: number,
  { rules }: DatasetRules,
): string {
  const { card, isPublic, mayDownload } = study
  const { license, studyType, dataUserAgreementPaths } = card
  const shared = [isPublic, mayDownload, license, studyType, dataUserAgreementPaths]
  const made = [version, options, rules, ...shared]
  return hash('sha256', JSON.stringify(made), 'base64url').slice(0, 22)
}

/** Whether it is enough to read what was imported since. */
export function isRecent(
  mark: Mark | null,
  state: string,
  options: Options,
  now: Date,
): mark is Mark {
  if (mark === null || mark.state !== state) return false
  const age = now.getTime() - Date.parse(mark.swept)
  return age >= 0 && age < options.sweepEvery * day
}

/** The day before a time, `YYYY-MM-DD`: days of import are those of the server's own zone. */
export function dayBefore(time: string): string {
  return new Date(Date.parse(time) - day).toISOString().slice(0, 10)
}
