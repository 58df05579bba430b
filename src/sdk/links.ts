import type { Access, Asset, ErrorCode, RecordKind } from '../model/index.ts'
import type { Credentials } from './connector.ts'
import type { HttpClient } from './http.ts'
import type { S3Prices } from './s3/prices.ts'

/** Whether a link works now. */
export type LinkState =
  | 'READY'
  /** After the reader's own login. */
  | 'NEEDS_CREDENTIALS'
  /** After somebody has agreed to pay. */
  | 'NEEDS_CONSENT'
  /** After somebody has approved a request. */
  | 'NEEDS_APPROVAL'
  /** After it has been brought back from an archive. */
  | 'ARCHIVED'
  | 'GONE'
  | 'UNREACHABLE'

/** What a reader must have or do before a link works. */
export interface Requirement {
  kind: 'LOGIN' | 'CLOUD_ACCOUNT' | 'APPROVAL' | 'DATA_USE_AGREEMENT' | 'CONSENT' | 'RESTORE'
  /** For people. */
  text: string
  /** Where to do it; null when there is no such page. */
  url: string | null
}

/** What using a link costs: an estimate, never a promise. */
export interface LinkCost {
  /** In `currency`. */
  amount: number
  /** ISO 4217. */
  currency: 'USD'
  /** What it is computed from, in words. */
  basis: string
  /** Date of the prices: `YYYY-MM-DD` or less precise. */
  asOf: string
}

/** Where an asset can be fetched now and on which conditions, or what is missing. */
export interface ResolvedLink {
  state: LinkState
  /** Absolute; null unless `state` is READY. May hold a signature: never logged, stored or put into an error. */
  url: string | null
  method: 'GET' | 'POST'
  /** Headers to fetch with, secrets of the reader among them. Empty when a browser can simply follow `url`. */
  headers: readonly { readonly name: string; readonly value: string }[]
  /** RFC 3339; null when the link does not end, or nobody knows when. */
  expiresAt: string | null
  /** Fetched with the same headers, it ends the link, for when it is needed no longer; null when nothing does. */
  revokeUrl: string | null
  /** Whether parts can be fetched; null when not known. */
  supportsRange: boolean | null
  /**
   * Ending of the file that comes, without a dot, where the upstream packs what the asset names as it is fetched (`zip`): the
   * asset's size and checksum are then not those of what comes. Null when it comes as it is.
   */
  packedAs: string | null
  /** Who is billed when the link is used; null when nobody is. */
  payer: 'CALLER' | 'OPERATOR' | null
  cost: LinkCost | null
  /** Region of the bucket; null when it is in none. */
  region: string | null
  /** In the order in which they have to be met. */
  requirements: readonly Requirement[]
  /** A command line that fetches the asset from its upstream, without secrets; null when there is none. */
  command: string | null
  /** Why there is no link; null when there is one, or what is missing is said by `requirements`. */
  error: ErrorCode | null
}

/** A link of which nothing is known but its state; makers of links spread it and set what they know. */
export const noLink = {
  url: null,
  method: 'GET',
  headers: [],
  expiresAt: null,
  revokeUrl: null,
  supportsRange: null,
  packedAs: null,
  payer: null,
  cost: null,
  region: null,
  requirements: [],
  command: null,
  error: null,
} as const satisfies Omit<ResolvedLink, 'state'>

/** An asset whose link is asked for, and what of its record bears on it. */
export interface AssetToLink extends Asset {
  /** The record that it is of. */
  readonly of: {
    readonly nativeId: string
    readonly kind: RecordKind
    readonly access: Access
    /** What to do to get access, as the record says; null when it says nothing. */
    readonly accessNote: string | null
    readonly landingPage: string | null
    /** Whether everybody may open its assets, as far as the catalogue knows. */
    readonly isPublic: boolean
    /** Whether the one who asks may, as far as the catalogue knows: everybody, or a group that they are in. */
    readonly mayOpen: boolean
  }
}

/** What a connector makes links with. Nothing of it is the gateway's own: the command line hands it the same. */
export interface ResolveContext<Options> {
  /** Id of the source. */
  readonly source: string
  readonly options: Options
  /**
   * The reader's own credentials at this source, by the names of the connector's `readerCredentials`; null: none. Those
   * that the gateway harvests with are never among them.
   */
  readonly credentials: Credentials | null
  /** May only call the connector's `origins`. Tries once. */
  readonly http: HttpClient
  /** Whether links may lead to this machine and to private networks: where the operator allows it for the source. */
  readonly allowPrivateAddresses: boolean
  /**
   * What `make` gives, made once for this source and this reader until it expires, however many ask meanwhile: for tokens.
   * `expiresAt` is RFC 3339; null: good for this call only.
   */
  readonly once: <Value>(
    name: string,
    make: () => Promise<{ value: Value; expiresAt: string | null }>,
  ) => Promise<Value>
  /** What buckets cost, as the operator has them in the configuration. Default: `s3Prices`. */
  readonly prices?: S3Prices
  readonly signal: AbortSignal
  readonly now: () => Date
}
