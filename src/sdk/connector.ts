import type { z } from 'zod'
import type {
  Asset,
  GatewayError,
  MappedRecord,
  Visibility,
  VocabularyTerm,
} from '../model/index.ts'
import type { HttpClient, HttpPolicy } from './http.ts'
import type { AssetToLink, ResolveContext, ResolvedLink } from './links.ts'

/** A position inside a partition, as the connector likes it. `null` says that the partition was read to its end. */
export type Checkpoint =
  | string
  | number
  | boolean
  | null
  | Checkpoint[]
  | { [key: string]: Checkpoint }

/**
 * What a harvest may yield; core does the rest, one way for all.
 *
 * A **partition** is a part of the source that is swept as a whole (a project, a model, a prefix). Rows and
 * `same` belong to the `partition` they name, or else to the one last opened with `from`.
 */
export type HarvestItem =
  /**
   * A row as the source sent it. `nativeId` is read before the row is checked, so that a rejected row still
   * counts as seen; null when even that is not readable. `etag` is what `known` gives back next time. `scope`
   * names the rights the row lives under.
   */
  | {
      row: unknown
      entity: string
      nativeId: string | null
      etag?: string
      scope?: string
      partition?: string
    }
  /** Still at the source, not read again. */
  | { same: string; partition?: string }
  /**
   * Assets of a record whose row was yielded before, in as many chunks as it takes, in the source's order. `etag` takes
   * the place of the row's: for what can be told only when the last of them is known.
   */
  | { assets: string; chunk: readonly Asset[]; etag?: string }
  /** Who may see what lives under a scope, at once. Null: the rights could not be read this time. */
  | { rights: string; visibility: Visibility | null }
  /** The source itself says that a record is no more; `proof` says how it said so. */
  | { gone: string; proof: string }
  /** A term of a vocabulary that the source delivers. */
  | { term: VocabularyTerm }
  /** Everything yielded so far need not be read again: a later run starts here. */
  | { checkpoint: Checkpoint; partition: string }
  /** The partition was read to its end: what was not met in it may be removed. */
  | { partitionDone: string }
  /** A read failed for good; nothing of the partition is removed, other partitions go on, the run is PARTIAL. */
  | { partitionFailed: string; error: GatewayError }
  /** US dollars that reading has cost since the last such item. */
  | { spent: number }
  /** How many rows the source says there are in all, for progress only. */
  | { expected: number }

/** What a connector logs in with, by the names of its `credentials` shape. Never kept, logged or told. */
export type Credentials = Readonly<Record<string, string>>

/** What the gateway keeps for one source from one harvest to the next: its newest token. Encrypted, never told. */
export interface Tokens {
  /**
   * The token that a login left, or the newest that came of it; null when none is kept. One that came with other
   * credentials than the source has now counts as none.
   *
   * @throws {GatewayError} `NEEDS_LOGIN` when there is one that cannot be read.
   */
  get(): Promise<string | null>
  /**
   * Keeps `next` in place of `used`, once and for all before it resolves. False when another one is kept by now, since
   * somebody has logged in meanwhile: that one stays.
   */
  replace(used: string, next: string): Promise<boolean>
}

export interface HarvestContext<Options, Rules = unknown> {
  /** Id of the source. */
  readonly source: string
  readonly options: Options
  /** What the connector's `rules` gave as the run began; undefined where it has none. */
  readonly rules: Rules
  /** Null when the source has none: it is read anonymously. */
  readonly credentials: Credentials | null
  readonly tokens: Tokens
  readonly http: HttpClient
  /** True for a full sweep; false when an incremental read is enough, where the source can. */
  readonly full: boolean
  /** RFC 3339 time of the last run that ended well; null when there is none or `full` is set. */
  readonly since: string | null
  readonly signal: AbortSignal
  readonly now: () => Date
  /** US dollars that reading may cost in this run at most, also where the options allow more. Left out: what they allow. */
  readonly budget?: number
  /**
   * Opens a partition: `undefined` when it is read from its start, the last checkpoint when an interrupted run
   * goes on, `null` when that run had reached its end already.
   */
  from(partition: string): Checkpoint | undefined
  /** What the catalogue holds of a record; null when it holds nothing. */
  known(nativeId: string): Promise<{ etag: string | null } | null>
  /**
   * Every scope that the catalogue holds records under, sorted: one that the source no longer lists is to be hidden by
   * its rights.
   */
  scopes(): Promise<string[]>
  /**
   * What may be kept in place of a subject's name: 16 hexadecimal digits under the installation's key, the same for the
   * same name of this source and nowhere else.
   */
  pseudonym(name: string): string
}

/** One thing that a login asks a person for. */
export interface LoginQuestion {
  name: string
  /** For people: `Password`. */
  label: string
  /** Whether what is typed stays unseen. */
  isSecret: boolean
  /** Whether it may be left empty. */
  isOptional: boolean
}

export interface LoginContext<Options> {
  readonly options: Options
  readonly credentials: Credentials | null
  /** By the names of the questions; those left empty are missing. */
  readonly answers: Readonly<Record<string, string>>
  readonly http: HttpClient
  readonly signal: AbortSignal
}

/** How a person logs in to a source, once, so that the gateway keeps a token and nothing else of it. */
export interface Login<Options> {
  /**
   * What has to be asked.
   *
   * @throws {GatewayError} `CONFIG_INVALID` when a source with these options is not logged in to.
   */
  questions(options: Options): readonly LoginQuestion[]
  /**
   * Logs in and gives the token to keep. Sends credentials once, whatever comes of it.
   *
   * @throws {GatewayError} `SOURCE_REFUSED` with a message that says what to do.
   */
  run(context: LoginContext<Options>): Promise<string>
}

/** A row as a record. `assets` left out: they are streamed with `{ assets }`, or there are none to say. */
export interface Mapped {
  record: MappedRecord
  assets?: Asset[]
}

/** A zod object that strips: an allow-list of what may be kept of a row. */
export type RowShape = z.ZodObject<z.ZodRawShape>

export interface Connector<
  OptionsShape extends z.ZodObject = z.ZodObject,
  Rows extends Record<string, RowShape> = Record<string, RowShape>,
  Rules = undefined,
> {
  /** The folder's name under `connectors/`. */
  readonly type: string
  /** For people, e.g. `Allen Brain Map`. */
  readonly title: string
  /** Raised when `map` changes, so that unchanged rows are mapped again. */
  readonly version: number
  /** A `z.strictObject`: a misspelt option is an error that names it. */
  readonly options: OptionsShape
  /**
   * A `z.strictObject` of texts. Left out: its sources take no credentials. They stand apart from the options, since
   * these are hashed and shown.
   */
  readonly credentials?: z.ZodType<Credentials>
  /**
   * Where a source would read what lies on the gateway's own machine: paths such as `options.folder` and `secrets.file`. Asked
   * before `options` and `credentials` are checked, about whatever somebody has written; only the sources file may name
   * such places. Left out: its sources read over the network alone.
   */
  readonly local?: (
    options: Readonly<Record<string, unknown>>,
    credentials: Readonly<Record<string, unknown>>,
  ) => string[]
  /** Left out: nobody logs in to its sources by hand. */
  readonly login?: Login<z.output<OptionsShape>>
  /**
   * What a reader may send of their own to get links, a `z.strictObject` of texts. Left out: `S3ReaderKeys` where `resolve`
   * is left out too, else nothing.
   */
  readonly readerCredentials?: z.ZodType<Credentials>
  /**
   * The options that `resolve` and `origins` need to make links elsewhere, on a reader's own machine: those of a source that
   * everybody may know, which is a part of `options` that is valid by itself. The API shows them. Null: such links are made
   * by the gateway alone. Left out: links are made by the scheme of their locators, or by the gateway.
   */
  readonly linkOptions?: (options: z.output<OptionsShape>) => Record<string, unknown> | null
  /** Root of the service, other than AWS, that holds a bucket; null: AWS. Left out: AWS holds every bucket. */
  readonly s3Endpoint?: (bucket: string, options: z.output<OptionsShape>) => string | null
  /**
   * Links to assets of one source, in the order of `assets` and as many. Left out: `https:` and `s3:` locators are
   * resolved by their scheme, which is all that most sources need.
   *
   * Never reads, copies or spends. What is missing is told by the link's state; only what struck the whole call, such
   * as a login that is refused, may be thrown, as `GatewayError`.
   */
  readonly resolve?: (
    assets: readonly AssetToLink[],
    context: ResolveContext<z.output<OptionsShape>>,
  ) => Promise<ResolvedLink[]>
  /**
   * Whether the link to an asset may be looked at in the background, by HEAD or its first byte: only where that neither
   * makes the upstream work nor costs anybody anything, as it does for a file that lies there. Asked about web addresses
   * that everybody may open alone. Left out: what lies at its `origins`, but folders and archives; nothing where it has
   * a `resolve`.
   */
  readonly mayCheck?: (asset: Asset, options: z.output<OptionsShape>) => boolean
  /** The only hosts that its HTTP client may call, as origins: `https://api.example.org`. */
  origins(options: z.output<OptionsShape>): string[]
  /** Where this upstream wants other than the client's default manners. */
  readonly http?: Partial<HttpPolicy>
  /** Seconds after which rights that could not be read again hide everything under them. Default 24 hours. */
  readonly rightsMaxAge?: number
  /**
   * Reads the rules that lie in a file beside the connector, with `readRulesFile`. Called as a harvest, a remap, a replay or a check
   * begins, which goes by what it gave to its end; rows that have not changed are mapped again when its JSON is another. Left
   * out: there are none.
   */
  readonly rules?: () => Rules
  /** One shape an entity; rows are checked one by one, in core. */
  readonly rows: Rows
  harvest(
    context: HarvestContext<z.output<OptionsShape>, NoInfer<Rules>>,
  ): AsyncIterable<HarvestItem>
  /** Pure: no clock, no network, no globals; the same row gives the same record. Null: not a record of its own. */
  readonly map: {
    [Entity in keyof Rows]: (
      row: z.output<Rows[Entity]>,
      options: z.output<OptionsShape>,
      rules: NoInfer<Rules>,
    ) => Mapped | null
  }
}

/** A connector whose shapes are not known: what core works with. */
// biome-ignore lint/suspicious/noExplicitAny: map and harvest are contravariant in their shapes; core checks rows first
export type AnyConnector = Connector<any, any, any>
