import type {
  Asset,
  ErrorCode,
  HarvestRun,
  MetadataRecord,
  Rejection,
  Visibility,
  VocabularyTerm,
} from '../model/index.ts'
import type { Checkpoint } from '../sdk/connector.ts'

/** A harvest that holds its source, and how far the one before it came. */
export interface HarvestLease {
  harvest: HarvestRun
  /** True when an interrupted harvest goes on; its partitions stand below. */
  resumed: boolean
  partitions: Record<string, { checkpoint: Checkpoint | undefined; done: boolean }>
  /** When the last harvest that ended well had started; null when there is none. */
  since: string | null
}

/** What is done to the catalogue; a batch of them is one transaction together with its outbox rows. */
export type StoreStep =
  | {
      do: 'put'
      /** With the visibility that the row itself states; null where it states none. */
      record: Omit<MetadataRecord, 'visibility'> & { visibility: Visibility | null }
      entity: string
      /** The allow-listed row, JSON. Kept compressed. */
      row: string
      /** Changes with the row, the options and the connector's version: what `compare` looks at. */
      hash: string
      etag: string | null
      scope: string | null
      partition: string
      /** All of the record's assets; null when they are streamed, or are left as they are. */
      assets: Asset[] | null
    }
  | { do: 'seen'; nativeId: string; partition: string; etag?: string | undefined }
  /** With `row`, and its scope and etag (null where it came without), it can be mapped again by a replay. */
  | {
      do: 'reject'
      rejection: Rejection
      partition: string
      row: string | null
      scope?: string | null
      etag?: string | null
    }
  /** A rejected row, by the key of `rejectedRows`, leaves the quarantine: a replay has made something of it. */
  | { do: 'accept'; key: number }
  /** It is rejected once more, by a replay: what was said of it last takes the place of what was said before. */
  | { do: 'rejectAgain'; key: number; rejection: Pick<Rejection, 'path' | 'reason'> }
  /** Assets `from`, `from + 1`, … of a record. */
  | { do: 'assets'; nativeId: string; from: number; chunk: readonly Asset[] }
  /** The record has `count` assets; those beyond are dropped and its sums made again. */
  | { do: 'assetsDone'; nativeId: string; count: number }
  /**
   * Null: could not be read at `at`; the last known rights stay until they are too old. Rights that could never be
   * read open nothing.
   */
  | { do: 'rights'; scope: string; visibility: Visibility | null; at: string }
  /** Hides everything under scopes whose rights were last read before `before`. */
  | { do: 'expireRights'; before: string }
  | { do: 'gone'; nativeId: string; proof: string }
  | { do: 'terms'; terms: VocabularyTerm[] }
  | { do: 'checkpoint'; partition: string; checkpoint: Checkpoint }
  | { do: 'partitionDone'; partition: string }
  | { do: 'partitionFailed'; partition: string; error: ErrorCode }
  | { do: 'spent'; dollars: number }
  | { do: 'expected'; rows: number }

export type Compared = 'new' | 'changed' | 'unchanged'

export interface FinishRequest {
  /** What ended the harvest early; null when the connector came to its end. */
  error: ErrorCode | null
  message: string | null
  cancelled: boolean
  /** Largest share of a source's records that one harvest may remove, 0 to 1. */
  removalShare: number
  /** What else fell short, where something did: then the run is PARTIAL at best, and the next one reads from as early. */
  shortfall?: string | null
  /** The fingerprint of credentials that were refused, to be kept; null: they were not; left out: nobody knows. */
  refusedCredentials?: string | null
}
