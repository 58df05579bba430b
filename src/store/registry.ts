import type { Role, Visibility } from '../model/index.ts'
import type { SourceConfig } from './record-store.ts'

/** A source that somebody registered with a running gateway; those of the sources file stand in that file alone. */
export interface RegisteredSource extends SourceConfig {
  /** As they were given, valid by the connector's shape. Hold no secret: these are kept apart, sealed. */
  options: Record<string, unknown>
  /** As `parseSchedule` reads it; null: only when somebody asks. */
  schedule: string | null
  /** Who may see and change it besides operators: subjects, and groups as `group:<name>`. */
  owners: readonly string[]
  /**
   * 1 or more; higher with every change of what is read, which are options and secrets. No source that had this id and was
   * removed has had it: what was seen at a revision is what stands there.
   */
  revision: number
  /** When an operator approved what it reads now; null: nobody has, and it is not harvested. */
  approvedAt: string | null
  /** Not harvested until somebody says so; its records stay. */
  paused: boolean
  registeredAt: string
}

/** What a registration or a patch of one says. Times are the catalogue's own. */
export type Registration = Pick<
  RegisteredSource,
  | 'id'
  | 'type'
  | 'title'
  | 'homepage'
  | 'options'
  | 'schedule'
  | 'owners'
  | 'discover'
  | 'visibility'
  | 'staleAfterSeconds'
>

/** Registered sources. Each change is one transaction with its row of the audit; `by` is the subject that it names. */
export interface SourceRegistry {
  /** All of them, by id. For whoever harvests, resolves and approves; the caller checks rights. */
  registeredSources(): Promise<RegisteredSource[]>
  /** Raised with every change of them: cheap enough to ask often. */
  registryVersion(): Promise<number>
  /** @throws {GatewayError} `CONFLICT` (argument `id`) when a source has the id, in the file or here, or had it and left records. */
  registerSource(registration: Registration, by: string): Promise<RegisteredSource>
  /**
   * Puts `registration` in the place of what is kept under its id. With `needsApproval` it waits for an operator again,
   * and what is read counts as changed whether or not options are: secrets are not known here.
   *
   * @param request `revision`: what the change was made of; left out or null: of whatever stands there.
   * @throws {GatewayError} `NOT_FOUND`; `CONFLICT` (argument `revision`) when it has another revision now.
   */
  replaceSource(
    registration: Registration,
    request: { needsApproval: boolean; by: string; revision?: number | null },
  ): Promise<RegisteredSource>
  /**
   * Lets it be harvested as it is.
   *
   * @param revision What was looked at: one that is approved already then stays as it is. Left out or null: whatever
   *   stands there.
   * @throws {GatewayError} `NOT_FOUND`; `CONFLICT` (argument `revision`) when it has another revision now.
   */
  approveSource(id: string, by: string, revision?: number | null): Promise<RegisteredSource>
  /** @throws {GatewayError} `NOT_FOUND`. */
  pauseSource(id: string, paused: boolean, by: string): Promise<RegisteredSource>
  /**
   * Removes a registered source with its records, harvests and everything else that is known of it; the audit stays. It
   * is hidden first, at once; its records follow in steps that keep nobody waiting.
   *
   * @returns How many records went.
   * @throws {GatewayError} `CONFLICT` (argument `confirmRecords`) unless it has exactly that many records, or while it is
   *   being harvested; `NOT_FOUND`.
   */
  removeSource(id: string, request: { confirmRecords: number; by: string }): Promise<number>
}

/** A token of an operator, owner or reader, as the catalogue knows it: never the token itself. */
export interface AccessToken {
  /** Public name, for lists and revocation: `tok_` and 12 characters. */
  id: string
  /** On whose behalf, for the audit and for ownership. Never a person's name. */
  subject: string
  role: Role
  /** Besides `public`. */
  groups: readonly string[]
  /** For operators' eyes; null when none was given. */
  note: string | null
  createdAt: string
  /** Null: it does not expire. */
  expiresAt: string | null
  revokedAt: string | null
  /** The day of its last use, `YYYY-MM-DD`; null: never used. */
  lastUsed: string | null
}

export interface AccessTokens {
  /** @param hash SHA-256 of the token, hexadecimal. */
  addAccessToken(
    token: Pick<AccessToken, 'id' | 'subject' | 'role' | 'groups' | 'note' | 'expiresAt'> & {
      hash: string
    },
    by: string,
  ): Promise<AccessToken>
  /** Null for one that is not known, revoked or expired at `now` (RFC 3339). */
  accessTokenByHash(hash: string, now: string): Promise<AccessToken | null>
  /** Newest first, revoked and expired ones too. */
  accessTokens(): Promise<AccessToken[]>
  /** At once. False when there is none by that id, or it was revoked before. */
  revokeAccessToken(id: string, by: string): Promise<boolean>
  /** Keeps the day of its use; at most one write a token and day. */
  noteTokenUse(id: string, day: string): Promise<void>
}

/** One row of the audit: who changed, opened or spent what. */
export interface AuditEntry {
  at: string
  /** Subject; null: nobody knows who. */
  by: string | null
  /** Id of the source it is about; null when it is none, or one that is no more is told in `detail`. */
  source: string | null
  /** `source.registered`, `source.changed`, `source.approved`, `source.paused`, `source.resumed`, `source.removed`, `token.created`, `token.revoked`, `harvest.started`, `harvest.cancelled`, `remap.applied`, `quarantine.replayed`, … */
  action: string
  /** What changed, by name; never a secret. */
  detail: Record<string, unknown>
}

export interface AuditTrail {
  /** Newest first, of these sources; null: everything. `before` is the `cursor` of the last entry had. */
  audit(request: {
    sources: readonly string[] | null
    first: number
    before: number | null
  }): Promise<{ entries: (AuditEntry & { cursor: number })[]; hasNext: boolean }>
  /** For changes that write nothing else into the catalogue. */
  noteAudit(entry: Omit<AuditEntry, 'at'>): Promise<void>
}

/** What a harvest did to one record. */
export interface HarvestChange {
  change: 'ADDED' | 'CHANGED' | 'REMOVED'
  /** The record's id; of one that was removed nothing else is known but its title. */
  id: string
  nativeId: string
  title: string
  /** Top-level fields of the record that differ from before, sorted; empty unless CHANGED. */
  fields: string[]
}

/** A row that the catalogue keeps, as the connector's shape let it through. */
export interface KeptRow {
  /** Position among the rows of the source, for `after`. */
  key: number
  nativeId: string
  entity: string
  partition: string
  scope: string | null
  etag: string | null
  /** JSON. */
  row: string
  /** Of the record that was made of it: see `StoreStep` `put`. Null for a rejected row. */
  hash: string | null
  /** JSON of the MetadataRecord that stands now; null for a rejected row. */
  record: string | null
  /** As the row stated it. */
  ownVisibility: Visibility | null
}

/** How complete the records of a source are. */
export interface SourceQuality {
  records: number
  /** Mean of the records' scores, 0 to 1; null without records. */
  score: number | null
  /** How many records lack each field, worst first, each with at most 3 records that do. */
  missing: { field: string; records: number; examples: string[] }[]
  /** The same of what is wrong with them. */
  problems: { problem: string; records: number; examples: string[] }[]
  /** Records by what their licence allows. */
  licenses: { class: string; records: number }[]
}

/** Searches that found nothing, as far as they may be kept: words, never who asked. */
export interface UnansweredSearch {
  /** Sorted, lower case. */
  words: string[]
  times: number
  /** The day of the last one, `YYYY-MM-DD`. */
  last: string
}

/** What owners watch and mend. Callers check rights. */
export interface SourceInsight {
  /**
   * What one of the 20 newest runs of its source did, by record; an older one has none. Added ones in the order in which
   * they came, but those first that are no more; then changed ones by id, then removed ones.
   *
   * @throws {GatewayError} `BAD_INPUT` for `after`.
   */
  harvestChanges(
    harvest: string,
    request: { change: HarvestChange['change'] | null; first: number; after: string | null },
  ): Promise<{ changes: HarvestChange[]; cursors: string[]; hasNext: boolean; total: number }>
  /** Rows of records of a source; `after` is the key of the last one had, 0 at first. */
  keptRows(source: string, after: number, limit: number): Promise<KeptRow[]>
  /**
   * Rejected rows of the source's newest harvest of the kind HARVEST that can be mapped again (`replayable`: kept with their
   * scope and etag), by key, which is that of the step `accept`. `hash` and `record` are null, and so is `ownVisibility`.
   */
  rejectedRows(source: string, after: number, limit: number): Promise<KeptRow[]>
  /** Over all records of the source, hidden ones too. */
  sourceQuality(source: string): Promise<SourceQuality>
  /** Most frequent first. */
  unansweredSearches(first: number): Promise<UnansweredSearch[]>
  /** Counts one; keeps at most 2,000 of them, the least recent go first. */
  noteUnanswered(words: readonly string[], day: string): Promise<void>
}
