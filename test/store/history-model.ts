import type { Visibility } from '../../src/model/index.ts'
import { effectiveVisibility } from '../../src/store/visibility.ts'
import type { Act } from './history-acts.ts'

interface Kept {
  title: string
  own: Visibility | null
  scope: string | null
  partition: string
}

/** What the store should hold, the plainest way. */
export class Model {
  records = new Map<string, Kept>()
  rights = new Map<string, { visibility: Visibility | null; day: number; expired: boolean }>()
  override: Visibility | null = null
  discover = ['public']
  met = new Set<string>()
  rejected = new Set<string>()
  blindRejections = 0
  removed = 0
  before = 0
  done = new Set<string>()
  failed = new Set<string>()
  blind = new Set<string>()

  do(act: Act): void {
    switch (act.act) {
      case 'put': {
        const { title, own, scope } = act
        const stays = this.met.has(act.id) ? this.records.get(act.id)?.partition : undefined
        this.records.set(act.id, { title, own, scope, partition: stays ?? act.partition })
        this.met.add(act.id)
        break
      }
      case 'seen': {
        const record = this.records.get(act.id)
        if (record !== undefined && !this.met.has(act.id)) record.partition = act.partition
        this.met.add(act.id)
        break
      }
      case 'reject':
        if (act.id === null) {
          this.blind.add(act.partition)
          this.blindRejections += 1
        } else {
          this.met.add(act.id)
          this.rejected.add(act.id)
        }
        break
      case 'rights': {
        const known = this.rights.get(act.scope)
        if (act.visibility !== null || known === undefined) {
          this.rights.set(act.scope, { visibility: act.visibility, day: act.day, expired: false })
        }
        break
      }
      case 'expire':
        for (const rights of this.rights.values()) {
          if (rights.visibility !== null && rights.day < act.day) rights.expired = true
        }
        break
      case 'gone':
        if (this.records.delete(act.id)) this.removed += 1
        break
      case 'done':
        this.done.add(act.partition)
        break
      case 'failed':
        this.failed.add(act.partition)
        break
      case 'configure':
        this.override = act.visibility
        this.discover = act.discover
        break
      case 'reopen':
        // What failed is read again.
        for (const partition of this.failed) this.done.delete(partition)
        this.failed.clear()
        break
      case 'finish':
        this.#finish(act)
    }
  }

  #finish({ cancelled, removalShare }: { cancelled: boolean; removalShare: number }): void {
    const unmet = [...this.records].filter(
      ([id, { partition }]) =>
        this.done.has(partition) &&
        !this.failed.has(partition) &&
        !this.blind.has(partition) &&
        !this.met.has(id),
    )
    const withheld = this.removed + unmet.length > removalShare * this.before
    if (!cancelled && !withheld) for (const [id] of unmet) this.records.delete(id)
    this.begin()
  }

  begin(): void {
    this.met.clear()
    this.rejected.clear()
    this.blindRejections = 0
    this.removed = 0
    this.done.clear()
    this.failed.clear()
    this.blind.clear()
    this.before = this.records.size
  }

  visibilityOf({ own, scope }: Kept): Visibility {
    return effectiveVisibility(
      { discover: this.discover, visibility: this.override },
      this.rights.get(scope ?? '') ?? null,
      own,
    )
  }
}
