import type { ConnectorPromise } from './setup.ts'

/** What a thread that checks promises is started with. */
export interface CertifyTask {
  /** Absolute path of the connector's folder. */
  folder: string
  /** Which of its setups. */
  setup: number
  /** Where it keeps what it needs meanwhile. */
  scratch: string
}

export type ListedPromise = Omit<ConnectorPromise, 'check'>

/** First what there is to check, or why there is nothing; then an end for each promise that was asked for, by its number. */
export type FromWorker =
  | { connector: string; setups: (string | null)[]; promises: ListedPromise[]; deadline: number }
  | { failed: string }
  | { ended: number; why: string | null; milliseconds: number }

/** Characters of a reason. */
const longest = 600

/** One line that says what went wrong. */
export function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const line = text.replaceAll(/\s+/g, ' ').trim() || 'it threw without saying why'
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
