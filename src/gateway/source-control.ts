import type {
  SourceChange,
  SourceCheck,
  SourceDraft,
  SourceProblem,
} from '../harvest/registration/draft.ts'
import type { RemapReport, ReplayReport } from '../harvest/upkeep/remapped.ts'
import type { SourceReport } from '../harvest/upkeep/source-report.ts'
import { GatewayError, type Visibility } from '../model/index.ts'
import type { RegisteredSource } from '../store/registry.ts'

/** A change of a source, or what stood in its way. */
export interface SourceOutcome {
  /** Null when `problems` says why there is none. */
  source: RegisteredSource | null
  problems: readonly SourceProblem[]
}

/**
 * How a source is configured, of the sources file or registered, as those see it who may manage it. What the catalogue
 * knows of it is not here, and no secret.
 */
export interface ManagedSource {
  id: string
  options: Record<string, unknown>
  /** As `parseSchedule` reads it; null: only when somebody asks. */
  schedule: string | null
  visibility: Visibility | null
  hasSecrets: boolean
  /** What they are called, sorted; empty when there are none, null when they cannot be read and for those of the file. */
  secretNames: readonly string[] | null
  /** Where it is read; null when nobody can say, and for those of the file. */
  origins: readonly string[] | null
  /** See `RegisteredSource.revision`; null for those of the file. */
  revision: number | null
  /** Whether an operator has to approve it before it is harvested. False for those of the file. */
  awaitsApproval: boolean
  paused: boolean
  /** RFC 3339; null for those of the file. */
  registeredAt: string | null
}

/**
 * What the gateway needs of whoever keeps sources. Callers have checked the viewer's rights; `by` is their subject, for the
 * audit. Every method throws `NOT_FOUND` for an unknown source.
 */
export interface SourceControl {
  /** Every configured source, of the file and registered. Asked often: answers from memory, or nearly. */
  managed(): Promise<ManagedSource[]>
  /** Reads a sample within 15 s and stores nothing. */
  check(draft: SourceDraft, request: { sample: number; isOperator: boolean }): Promise<SourceCheck>
  register(draft: SourceDraft, by: string): Promise<SourceOutcome>
  /** A change of what is read, or from where, waits for an operator again unless `isOperator`. */
  update(
    id: string,
    change: SourceChange,
    request: { by: string; isOperator: boolean },
  ): Promise<SourceOutcome>
  /** @param revision What was looked at; a `CONFLICT` when it is another one now. Left out or null: as it is. */
  approve(id: string, by: string, revision?: number | null): Promise<SourceOutcome>
  /** Cancels what is under way. */
  pause(id: string, by: string): Promise<SourceOutcome>
  resume(id: string, by: string): Promise<SourceOutcome>
  remove(
    id: string,
    request: { confirmRecords: number; by: string },
  ): Promise<{ removed: number | null; problems: readonly SourceProblem[] }>
  /** Of sources of the file, too. With `apply` false nothing is changed. */
  remap(source: string, request: { apply: boolean; by: string }): Promise<RemapReport>
  replay(source: string, by: string): Promise<ReplayReport>
  report(source: string): Promise<SourceReport>
}

const refused = async (): Promise<never> => {
  throw new GatewayError('UNSUPPORTED')
}

/** For a gateway whose sources nobody changes: it knows of none, and everything else is `UNSUPPORTED`. */
export const noRegistrar: SourceControl = {
  managed: async () => [],
  check: refused,
  register: refused,
  update: refused,
  approve: refused,
  pause: refused,
  resume: refused,
  remove: refused,
  remap: refused,
  replay: refused,
  report: refused,
}
