/** What becomes of a record when a hook fails at it. */
export type OnFault = 'accept' | 'reject'

/** A hook as configured. Plain data: it goes to threads as it is. */
export interface HookConfig {
  /** Names it in messages, reasons and provenance. Unique. */
  name: string
  /** Absolute path of its module. */
  module: string
  /** Variables filled in. */
  options: Record<string, unknown>
  /** JSON of the options as they are written: what a fingerprint may be made of, since it holds no secret. */
  written: string
  /** Milliseconds that one record may take. */
  deadline: number
  /** Milliseconds that `onHarvestFinished` may take. */
  finishDeadline: number
  /** Null: a record is taken without an enrichment that failed, and rejected where it could not be validated. */
  onFault: OnFault | null
  /** Ids of the sources that it is for; null: all. */
  sources: readonly string[] | null
}

export const hookDefaults = { deadline: 1_000, finishDeadline: 30_000 } as const

export function concerns({ sources }: HookConfig, source: string): boolean {
  return sources === null || sources.includes(source)
}
