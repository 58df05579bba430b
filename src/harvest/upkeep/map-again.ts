import type { MetadataRecord, Rejection } from '../../model/index.ts'
import type { AnyConnector } from '../../sdk/connector.ts'
import type { Vocabulary } from '../../search/vocabulary/vocabulary.ts'
import type { KeptRow } from '../../store/registry.ts'
import type { PendingRow } from '../batch.ts'
import type { HookRun } from '../hooks/hook-run.ts'
import type { Hooks } from '../hooks/hooks.ts'
import { mappingNow } from '../mapping.ts'
import type { Reason } from '../reason.ts'
import { RowGate } from '../row-gate.ts'
import { RowMapper } from '../row-mapper.ts'
import type { PutStep } from './differences.ts'

export interface MappingOfToday {
  connector: AnyConnector
  /** As the connector's `options` shape gives them now. */
  options: unknown
  source: string
  vocabulary: Vocabulary
  /** What operators have put between sources and the catalogue. Left out: nothing. */
  hooks?: Hooks | null
}

/** A row that is kept, with the record that was made of it; null where there is none. */
export interface KeptWithRecord {
  kept: KeptRow
  old: MetadataRecord | null
}

interface Refused {
  rejection: Rejection
  /** What may be kept of the row: null when it failed its shape. */
  row: string | null
}

/** What a kept row becomes. */
export type MappedAgain =
  | { put: PutStep }
  | Refused
  /** It is not a record of its own. */
  | null

/** Kept rows as records, by the same steps as those of a harvest: shape, mapping, words of the vocabulary, hooks, hash. */
export class RowsAgain {
  readonly #gate: RowGate
  readonly #mapper: RowMapper
  readonly #vocabulary: Vocabulary
  readonly #hooks: HookRun | null

  /** @throws {GatewayError} `CONFIG_INVALID` when the connector's rules cannot be used. */
  constructor({ connector, options, source, vocabulary, hooks = null }: MappingOfToday) {
    const mapping = mappingNow({ connector, options })
    this.#gate = new RowGate(mapping, hooks?.fingerprint(source) ?? null)
    this.#hooks = hooks?.begin(source, null) ?? null
    this.#mapper = new RowMapper(mapping, source)
    this.#vocabulary = vocabulary
  }

  /** What fell short, for the run's message; null when no hook failed. */
  shortfall(): string | null {
    return this.#hooks?.shortfall() ?? null
  }

  /** In the order of `rows`. */
  async map(rows: readonly KeptWithRecord[]): Promise<MappedAgain[]> {
    const gated = rows.map((row) => this.#check(row))
    const pending = gated.flatMap((one) => ('pending' in one ? [one.pending] : []))
    const mapped = (await this.#mapper.mapAll(pending, this.#vocabulary, this.#hooks)).values()
    return gated.map((one, at) => {
      if (!('pending' in one)) return one
      const made = mapped.next().value ?? null
      if (made === null || 'put' in made) return made
      const { kept } = rows[at] as KeptWithRecord
      return { rejection: rejectionOf(kept, made.rejected), row: one.pending.json }
    })
  }

  #check({ kept, old }: KeptWithRecord): { pending: PendingRow } | Refused {
    const { nativeId, entity, etag, scope, partition } = kept
    const item = {
      row: JSON.parse(kept.row) as unknown,
      entity,
      nativeId,
      ...(etag === null ? {} : { etag }),
      ...(scope === null ? {} : { scope }),
    }
    const gated = this.#gate.check(item, partition)
    if ('rejected' in gated) {
      return { rejection: rejectionOf(kept, gated.rejected), row: gated.row }
    }
    const { pending } = gated
    // Where assets are streamed, none of them is here: whether there are any was found out when they came.
    if (old?.quality.missing.includes('assets')) pending.streamed = false
    return { pending }
  }
}

function rejectionOf({ nativeId, entity }: KeptRow, reason: Reason): Rejection {
  return { nativeId, entity, ...reason }
}
