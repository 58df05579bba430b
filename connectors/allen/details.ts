import { GatewayError } from '#sdk'
import type { Rma, WireRow } from './rma.ts'

/** Associations from a model outwards: `['specimen', 'donor', 'age']`. */
export type Chain = readonly string[]

export interface Details {
  /** In the order of the ids asked for. */
  rows: WireRow[]
  /** Ids that the service had listed and then did not give. */
  missing: number[]
}

/** Joined rows asked for at a time; the service gives no more. */
const mostRows = 2000
/** Losses after which a chain is read by itself for good: finding them out costs more than it saves. */
const mostLosses = 3

/**
 * Reads objects with what hangs on them. An include is a join to the service: objects that lack the association are
 * left out. Those are read again without includes, then chain by chain; a chain that was found to lose objects is
 * read by itself from then on, until it loses none of a batch.
 */
export class DetailReader {
  readonly #rma: Rma
  readonly #model: string
  readonly #chains: readonly Chain[]
  readonly #losing = new Set<Chain>()
  /** How often a chain was found to lose objects after it had been trusted. */
  readonly #losses = new Map<Chain, number>()

  constructor(rma: Rma, model: string, chains: readonly Chain[]) {
    this.#rma = rma
    this.#model = model
    this.#chains = chains
  }

  /** @throws {GatewayError} `ANSWER_INVALID` when other objects come than were asked for; else as `Rma.query`. */
  async read(ids: readonly number[]): Promise<Details> {
    const losing = [...this.#losing]
    const kept = this.#chains.filter((chain) => !losing.includes(chain))
    const found = await this.#whole(ids, kept)
    const lost = ids.filter((id) => !found.has(id))
    if (lost.length > 0) {
      const bare = await this.#whole(lost, [])
      await this.#addChains(bare, kept)
      for (const [id, row] of bare) found.set(id, row)
    }
    await this.#addChains(found, losing)
    return {
      rows: ids.flatMap((id) => settled(found.get(id)) ?? []),
      missing: ids.filter((id) => !found.has(id)),
    }
  }

  async #addChains(rows: Map<number, WireRow>, chains: readonly Chain[]): Promise<void> {
    const ids = [...rows.keys()]
    if (ids.length === 0) return
    const answers = await Promise.all(chains.map((chain) => this.#whole(ids, [chain])))
    chains.forEach((chain, nth) => {
      const answer = answers[nth] ?? new Map<number, WireRow>()
      this.#judge(chain, answer.size === ids.length)
      for (const [id, row] of answer) rows.set(id, merged(rows.get(id), row) as WireRow)
    })
  }

  #judge(chain: Chain, isWhole: boolean): void {
    const losses = this.#losses.get(chain) ?? 0
    if (isWhole && losses < mostLosses) this.#losing.delete(chain)
    if (isWhole || this.#losing.has(chain)) return
    this.#losing.add(chain)
    this.#losses.set(chain, losses + 1)
  }

  /** Objects with all of their rows: what was cut off by the largest page is asked for again, in smaller pieces. */
  async #whole(ids: readonly number[], chains: readonly Chain[]): Promise<Map<number, WireRow>> {
    const { rows, cut } = await this.#page(ids, chains)
    if (!cut) return new Map(rows.map((row) => [row.id, row]))
    if (ids.length === 1) return this.#chainByChain(ids, chains)
    // The last object may be there with a part of its rows only.
    const found = new Map(rows.slice(0, -1).map((row) => [row.id, row]))
    const rest = ids.filter((id) => !found.has(id))
    const half = Math.ceil(Math.min(rest.length, ids.length - 1) / 2)
    for (let at = 0; at < rest.length; at += half) {
      const piece = await this.#whole(rest.slice(at, at + half), chains)
      for (const [id, row] of piece) found.set(id, row)
    }
    return found
  }

  async #chainByChain(
    ids: readonly number[],
    chains: readonly Chain[],
  ): Promise<Map<number, WireRow>> {
    if (chains.length < 2) throw invalid('An object of the source is too large to be read.')
    const rows = await this.#whole(ids, [])
    for (const chain of chains) {
      for (const [id, row] of await this.#whole(ids, [chain])) {
        rows.set(id, merged(rows.get(id), row) as WireRow)
      }
    }
    return rows
  }

  async #page(
    ids: readonly number[],
    chains: readonly Chain[],
  ): Promise<{ rows: WireRow[]; cut: boolean }> {
    const { rows, numRows, totalRows } = await this.#rma.query({
      model: this.#model,
      criteria: `[id$in${ids.join(',')}]`,
      include: includeOf(chains),
      numRows: mostRows,
    })
    const asked = new Set(ids)
    for (const row of rows) {
      if (!asked.delete(row.id)) throw invalid('The source gave an object that was not asked for.')
      // What an enumeration is answered with: taken for the object, it would blank the record.
      if (Object.keys(row).length === 1) throw invalid('The source gave an id without its object.')
      if (chains.some(([head = '']) => !(head in row))) {
        throw invalid('The source left out an association that it was asked for.')
      }
    }
    const more = numRows !== null && totalRows !== null && totalRows > numRows
    // Where objects are counted and not rows, the total is larger though nothing was cut.
    return { rows, cut: more && (rows.length < ids.length || (numRows ?? 0) > rows.length) }
  }
}

/** `specimen(donor(age,organism)),genes` */
export function includeOf(chains: readonly Chain[]): string {
  const below = Map.groupBy(
    chains.filter((chain) => chain.length > 0),
    ([head = '']) => head,
  )
  return [...below]
    .map(([head, group]) => {
      const inner = includeOf(group.map((chain) => chain.slice(1)))
      return inner === '' ? head : `${head}(${inner})`
    })
    .join(',')
}

/** Two answers about one object as one. Lists are joined by the ids of what is in them. */
function merged(left: unknown, right: unknown): unknown {
  if (Array.isArray(left) && Array.isArray(right)) {
    const byId = new Map<unknown, unknown>(left.map((one) => [idOf(one), one]))
    for (const one of right) byId.set(idOf(one), merged(byId.get(idOf(one)), one))
    return [...byId.values()]
  }
  if (!isObject(left) || !isObject(right)) return right ?? left
  const both: Record<string, unknown> = { ...left }
  for (const [key, value] of Object.entries(right)) both[key] = merged(both[key], value)
  return both
}

/** Lists in the order of their ids: the service promises none, and another order would look like a change. */
function settled<T>(value: T): T {
  if (Array.isArray(value)) {
    const list = value.map(settled)
    if (list.every(isObject)) list.sort((a, b) => Number(a.id) - Number(b.id))
    return list as T
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, settled(one)])) as T
}

function idOf(value: unknown): unknown {
  return isObject(value) ? value.id : value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message })
}
