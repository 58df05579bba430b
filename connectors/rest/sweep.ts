import type { GatewayError, HarvestContext, HarvestItem } from '#sdk'
import { isWithheld } from './auth.ts'
import { type Above, checkpointOf, type Frame, frameOf, type Left } from './frames.ts'
import type { Listing } from './manifest.ts'
import type { Options } from './options.ts'
import type { Turn } from './pagers.ts'
import type { Found } from './paths.ts'
import type { PickedFields } from './pick-fields.ts'
import { createPages, type Pages } from './read-page.ts'
import { isOfOnePart, type ReadRow, RowReader } from './read-row.ts'
import { invalid, type Sender } from './requests.ts'
import type { Row } from './rows.ts'
import { filled, templateOf, type Values } from './templates.ts'

/** Requests at once. */
const width = 4
/** Parts that cannot be read. More, and more than one in twenty, and it is the source that does not answer. */
const missesAtMost = 2
const missShare = 0.05
/** How deep lists below lists may go: a folder that holds itself would never end. */
const deepest = 40

export interface SweepOptions {
  context: HarvestContext<Options>
  sender: Sender
  root: string
  partition: string
  /** For each list the fields of its rows that lists below it name. */
  needed: ReadonlyMap<string, ReadonlySet<string>>
  /** Where an interrupted run left off; null: at the start. */
  left: Left | null
}

/**
 * Reads one list with all lists below it. What is yet to be read is a stack of frames, kept whole in each checkpoint; up to
 * four lists, or four rows that need requests of their own, are read at once, and a checkpoint follows each such step.
 */
export class Sweep {
  /** Whether anything was read of the source. */
  hasRead = false
  /** Whether it ended among the files of a record: what follows must not make these seem complete. */
  isCutShort = false
  readonly #options: SweepOptions
  readonly #left: Left
  readonly #pages: Pages
  readonly #rowReader: RowReader
  #failed = 0
  #reads = 0
  #firstError: GatewayError | null = null
  #pagesSince = 0

  constructor(options: SweepOptions) {
    this.#options = options
    const { context, sender, root, partition, left } = options
    this.#left = left ?? { frames: [frameOf(partition, null)], missing: 0 }
    this.#pages = createPages(context, sender, root)
    this.#rowReader = new RowReader({ context, sender, root, pages: this.#pages })
  }

  async *read(): AsyncGenerator<HarvestItem> {
    const { partition } = this.#options
    const { frames } = this.#left
    while (frames.length > 0) {
      const batch = this.#takeBatch()
      const turns = await Promise.all(batch.map((frame) => this.#turn(frame)))
      const below: Frame[] = []
      for (const [at, frame] of batch.entries()) {
        const turn = turns[at]
        if (turn === undefined) continue
        if ('error' in turn) this.#miss(turn.error)
        else yield* this.#rows(frame, turn, below)
      }
      frames.push(...below.reverse())
      if (this.#isTimeToKeep(batch.length)) {
        yield { checkpoint: checkpointOf(this.#left), partition }
      }
    }
    if (this.#left.missing > 0) {
      yield { partitionFailed: partition, error: this.#firstError ?? unreadable() }
    } else if (!this.#pages.isIncremental) yield { partitionDone: partition }
  }

  /** Lists whose rows need no requests of their own are read several at once. */
  #takeBatch(): Frame[] {
    const { frames } = this.#left
    const batch = frames.splice(-1)
    const isLight = ({ list }: Frame) => !hasRequests(this.#listing(list))
    const [first] = batch
    if (first === undefined || !isLight(first)) return batch
    for (let next = frames.at(-1); next && batch.length < width && isLight(next); ) {
      batch.push(next)
      frames.pop()
      next = frames.at(-1)
    }
    return batch
  }

  /** A large stack is not written with every page: then an interruption costs a few more. */
  #isTimeToKeep(pages: number): boolean {
    this.#pagesSince += pages
    if (this.#pagesSince < this.#left.frames.length / 50) return false
    this.#pagesSince = 0
    return true
  }

  #listing(name: string): Listing {
    return this.#options.context.options.manifest.lists[name] as Listing
  }

  /** One page of a list below another may fail without ending all. */
  async #turn(frame: Frame): Promise<Turn | { error: GatewayError }> {
    try {
      const turn = await this.#page(frame)
      this.hasRead = true
      this.#reads++
      return turn
    } catch (thrown) {
      if (!isOfOnePart(thrown)) throw thrown
      // A list that stands on its own is not a part: without a login, the source wants one by now.
      const isWanted = isWithheld(thrown) && this.#options.context.credentials === null
      if (frame.above === null) throw isWanted ? thrown.cause : thrown
      return { error: thrown }
    }
  }

  async #page(frame: Frame): Promise<Turn> {
    const listing = this.#listing(frame.list)
    const { list } = listing
    const order = {
      list,
      position: frame.position,
      values: this.#rowReader.valuesAbove(frame),
      keyOf: (found: Found) => this.#rowReader.keyOf(frame, listing, found),
      after: (found: Found) =>
        list.pager.type === 'keyset'
          ? filled(templateOf(list.pager.key), this.#rowReader.valuesOf(frame, listing, found))[0]
          : undefined,
      met: frame.met,
    }
    const turn = await this.#pages.read(order)
    const isEmpty = turn.rows.length === 0 && frame.position.page === 0 && turn.next === null
    // That there is nothing at all is only believed when it is said twice.
    return isEmpty && frame.above === null ? this.#pages.read(order) : turn
  }

  async *#rows(frame: Frame, turn: Turn, below: Frame[]): AsyncGenerator<HarvestItem> {
    const { partition } = this.#options
    const listing = this.#listing(frame.list)
    if (turn.isIncomplete) this.#lack(invalid('The source moved a list while it was read.'))
    if (frame.above === null && turn.total !== null && listing.record !== undefined) {
      yield { expected: turn.total }
    }
    const step = hasRequests(listing) ? width : turn.rows.length || 1
    for (let at = this.#skipped(frame, turn); at < turn.rows.length; at += step) {
      const group = turn.rows.slice(at, at + step)
      const reads = await Promise.all(
        group.map((found) => this.#rowReader.read(frame, listing, found)),
      )
      for (const read of reads) {
        yield* this.#itemsOf(frame, listing, read)
        below.push(...this.#framesBelow(frame, listing, read))
      }
      const last = reads.at(-1)?.key ?? null
      if (at + step < turn.rows.length && last !== null) {
        const rest = { ...frame, skip: at + step, last }
        const frames = [...this.#left.frames, ...below.toReversed(), rest]
        yield { checkpoint: checkpointOf({ ...this.#left, frames }), partition }
      }
    }
    if (turn.next !== null) below.push({ ...frame, position: turn.next, skip: 0, last: null })
  }

  /** How many rows of the page an interrupted run had dealt with, if it still is the same page. */
  #skipped(frame: Frame, { rows }: Turn): number {
    const { skip, last, list } = frame
    const found = rows[skip - 1]
    if (found === undefined) return 0
    return this.#rowReader.keyOf(frame, this.#listing(list), found) === last ? skip : 0
  }

  async *#itemsOf(frame: Frame, listing: Listing, read: ReadRow): AsyncGenerator<HarvestItem> {
    const { partition } = this.#options
    const { key, picked, etag, isSame, assets, error } = read
    if (error !== null) {
      this.#miss(error)
      return
    }
    if (hasRequests(listing)) this.#reads++
    if (listing.record === undefined) return
    if (isSame && key !== null) {
      yield { same: key, partition }
      return
    }
    const row = rowOf(frame, picked, this.#rowReader.valuesAbove(frame), this.#namesAbove(listing))
    const stamp = etag === null ? {} : { etag }
    yield { row, entity: 'record', nativeId: key, partition, ...stamp }
    if (assets === null || key === null || picked.faults.length > 0) return
    if (assets.first.length > 0) yield { assets: key, chunk: assets.first }
    this.isCutShort = true
    for await (const chunk of assets.rest ?? []) yield { assets: key, chunk }
    this.isCutShort = false
  }

  #framesBelow(frame: Frame, listing: Listing, { key, picked }: ReadRow): Frame[] {
    const children = childrenOf(this.#options.context.options, frame.list)
    if (children.length === 0) return []
    if (key === null || picked.faults.length > 0) {
      // Of what is below a row that is not what it should be nobody knows.
      this.#lack(unreadable())
      return []
    }
    const names = [...(this.#options.needed.get(frame.list) ?? [])]
    const above: Above = {
      record: listing.record === undefined ? (frame.above?.record ?? null) : key,
      fields: Object.fromEntries(names.map((name) => [name, [...(picked.values.get(name) ?? [])]])),
      depth: (frame.above?.depth ?? 0) + 1,
    }
    if (above.depth > deepest) throw invalid('The source nests its lists without an end.')
    return children.map((name) => frameOf(name, above))
  }

  #namesAbove({ under = [] }: Listing): string[] {
    return [...new Set(under.flatMap((name) => [...(this.#options.needed.get(name) ?? [])]))].sort()
  }

  /** A part that could not be read: it stays as it is, and nothing counts as complete. */
  #miss(error: GatewayError): void {
    this.#lack(error)
    if (isWithheld(error)) return
    this.#failed++
    if (this.#failed > Math.max(missesAtMost, this.#reads * missShare)) throw error
  }

  #lack(error: GatewayError): void {
    this.#left.missing += 1
    this.#firstError ??= error
  }
}

/** Whether rows of it need requests of their own. */
function hasRequests({ details, assets }: Listing): boolean {
  return details !== undefined || assets?.list !== undefined
}

function childrenOf({ manifest, withoutLists }: Options, name: string): string[] {
  return Object.entries(manifest.lists).flatMap(([child, { under }]) =>
    under?.includes(name) && !withoutLists.includes(child) ? [child] : [],
  )
}

function rowOf(
  { list, above }: Frame,
  { values, faults }: PickedFields,
  valueAbove: Values,
  namesAbove: readonly string[],
): Row {
  const own = [...values].map(([name, found]) => ({ name, values: [...found] }))
  const inherited = namesAbove.map((name) => ({
    name: `parent.${name}`,
    values: [...valueAbove(`parent.${name}`)],
  }))
  const parent = above?.record == null ? [] : [{ name: 'parent', values: [above.record] }]
  const fields = [...own, ...inherited, ...parent].filter((field) => field.values.length > 0)
  return { list, fields, faults }
}

function unreadable(): GatewayError {
  return invalid('A part of the source could not be read.')
}
