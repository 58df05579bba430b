import type { HarvestRun, MappedRecord } from '../model/index.ts'

/*
 * What operators may put between a source and the catalogue: a plain ES module, named under `hooks` in the sources file,
 * that exports any of
 *
 *   export const enrichRecord: EnrichRecord = (record) => ({ keywords: [...record.keywords, 'atlas'] })
 *   export const validateRecord: ValidateRecord = (record) => record.license.raw ? undefined : 'no licence'
 *   export const onHarvestFinished: OnHarvestFinished = async (run, { options }) => { … }
 *   export const options = z.strictObject({ … })   // anything with zod's `safeParse`: checked once, at the start
 *
 * Each module runs in threads of its own (so what it remembers may be forgotten, or be there twice), without the
 * environment. A hook that throws, hangs, loops or ends its thread harms neither the run nor the other hooks.
 */

/** Options of a hook as the sources file has them, or as the module's own `options` shape gives them. */
export type HookOptions = Readonly<Record<string, unknown>>

/** Beside what a hook is called with. */
export interface HookContext<Options = HookOptions> {
  /** Name of the hook in the sources file; default the module's file name without its ending. */
  readonly hook: string
  /** Id of the source. */
  readonly source: string
  /** Id of the harvest; null where rows that are kept are mapped again (`atlas remap`, `replayRejections`), and in a check. */
  readonly harvest: string | null
  readonly options: Options
  /** Aborted when the call's deadline has passed: what comes later is not waited for. */
  readonly signal: AbortSignal
  /** Milliseconds from the call to that. */
  readonly deadline: number
}

/**
 * A record as it stands before it is kept: mapped by the connector, in the words of the vocabulary, with `parents` and
 * `isVersionOf` as native ids. A copy: changing it changes nothing.
 */
export interface HookRecord extends MappedRecord {
  /** `<source>:<native id>`. */
  id: string
  source: string
  nativeId: string
}

/**
 * Looks at a record as it would be kept, after all enrichment. A text is a reason to reject it; nothing (or an empty text) lets it
 * through. Reasons are shown to owners on one line of at most 200 characters: say what is wrong, never a value.
 *
 * Where no hook enriches the records of a source, it is called for those of a check, too, of which nothing is kept: do nothing
 * here but look.
 */
export type ValidateRecord<Options = HookOptions> = (
  record: HookRecord,
  context: HookContext<Options>,
) => undefined | null | string | Promise<undefined | null | string>

/**
 * Gives the fields that are to be added or changed; a field that is left out stays, and nothing at all changes nothing.
 * The result has to be a record as a connector maps it. `id`, `source` and `nativeId` cannot be changed, and `visibility` can
 * only be narrowed. Changed fields say in the record's `fields` that this hook is their rule: as ASSUMED, unless the
 * hook itself adds an entry to `fields` that says how the value came about.
 *
 * Several calls may be under way at once, and one may be made again after the thread had to be ended.
 */
export type EnrichRecord<Options = HookOptions> = (
  record: HookRecord,
  context: HookContext<Options>,
) => undefined | null | Partial<HookRecord> | Promise<undefined | null | Partial<HookRecord>>

/** Told of each run once it has its verdict, and waited for by nobody but a process that ends. */
export type OnHarvestFinished<Options = HookOptions> = (
  run: HarvestRun,
  context: HookContext<Options>,
) => unknown
