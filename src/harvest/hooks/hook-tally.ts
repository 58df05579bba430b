import type { FaultKind } from './hook-messages.ts'

const told: Record<FaultKind, string> = {
  threw: 'threw an error',
  late: 'took longer than it may',
  died: 'ended its thread',
  answer: 'gave what it may not give',
}

/** How one hook has fared in one run. */
export class HookTally {
  readonly #name: string
  readonly #faults = new Map<FaultKind, number>()
  #accepted = 0
  #rejected = 0
  isOff = false

  constructor(name: string) {
    this.#name = name
  }

  /** Counts a fault, and gives how many there were before. */
  fault(kind: FaultKind): number {
    const before = [...this.#faults.values()].reduce((sum, count) => sum + count, 0)
    this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1)
    return before
  }

  /** Counts a record that went on without the hook. */
  without(became: 'accepted' | 'rejected'): void {
    if (became === 'accepted') this.#accepted += 1
    else this.#rejected += 1
  }

  /** For the run's message; null when all went well. */
  sentence(): string | null {
    const faults = [...this.#faults].map(([kind, count]) => `${told[kind]} at ${records(count)}`)
    if (faults.length === 0 && !this.isOff) return null
    const sentences = [
      `The hook ${this.#name} ${faults.join(', ') || 'could not be used'}.`,
      this.isOff ? 'It was switched off for the rest of the run.' : null,
      this.#accepted > 0 ? `Without it ${records(this.#accepted)} went in.` : null,
      this.#rejected > 0 ? `Without it ${records(this.#rejected)} could not go in.` : null,
    ]
    return sentences.filter((sentence) => sentence !== null).join(' ')
  }
}

function records(count: number): string {
  return `${count} ${count === 1 ? 'record' : 'records'}`
}
