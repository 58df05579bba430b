import type { Asset, ErrorCode, MetadataRecord, Rejection, Visibility } from '../../model/index.ts'

/** What somebody writes of a source that is to be registered or checked. */
export interface SourceDraft {
  id: string
  type: string
  title: string
  homepage: string | null
  options: Record<string, unknown>
  /** By the names of the connector's credentials; write-only. Null: none. */
  secrets: Record<string, string> | null
  /** As `parseSchedule` reads it; null: only when somebody asks. */
  schedule: string | null
  /** Over whatever the upstream says; null: as it says. */
  visibility: Visibility | null
  /** Who may see and change it besides operators: subjects, and groups as `group:<name>`. */
  owners: readonly string[]
  /** Groups that may know of it. */
  discover: readonly string[]
  staleAfterSeconds: number | null
}

/** Left out: unchanged. */
export type SourceChange = Partial<Omit<SourceDraft, 'id' | 'type'>>

/** What stands in the way of a source, and what to do. Never holds a value: it may be a secret. */
export interface SourceProblem {
  code: ErrorCode
  /** `options.baseUrl`, `secrets.password`, `schedule`; null when it is none of them. */
  path: string | null
  message: string
}

/** A record that a harvest would give, with its assets. Nothing of it is in the catalogue. */
export interface CheckedRecord {
  record: MetadataRecord
  assets: readonly Asset[]
}

/** What a dry run found. */
export interface SourceCheck {
  /** Whether it could be harvested: it was read, and rows were taken. */
  ok: boolean
  problems: readonly SourceProblem[]
  sample: readonly CheckedRecord[]
  rejected: readonly Rejection[]
  /** Share of the sample that has each field, 0 to 1. */
  completeness: Readonly<Record<string, number>>
  /** Rows that the source says there are in all; null when it does not. */
  estimatedRecords: number | null
  /** US dollars that a harvest of everything may cost; null when reading is free, or that is not known. */
  estimatedDollars: number | null
  /** US dollars that the check itself has cost, a tenth of a cent at most; null when reading is free. */
  spentDollars: number | null
  /** Milliseconds. */
  took: number
}
