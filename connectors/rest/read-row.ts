import { createHash } from 'node:crypto'
import { type Asset, GatewayError, type HarvestContext } from '#sdk'
import { assetOf, inlineAssets } from './assets.ts'
import { type Frame, valuesOf } from './frames.ts'
import { type Listing, partedPath, pathsOf } from './manifest.ts'
import type { ListSpec } from './manifest-requests.ts'
import { type Options, webRootOf } from './options.ts'
import { type Position, start, type Turn } from './pagers.ts'
import type { Found } from './paths.ts'
import { type PickedFields, pickFields } from './pick-fields.ts'
import type { Pages } from './read-page.ts'
import { ask, invalid, readyRequest, type Sender } from './requests.ts'
import { filled, templateOf, type Values } from './templates.ts'

/** Pages of a record's assets that are read before any is given on; if one of these fails, the record stays as it is. */
const pagesAhead = 10

/** A row with all that was asked for it. */
export interface ReadRow {
  /** What names it; null when that is not readable. */
  key: string | null
  picked: PickedFields
  /** Says that it has changed; null where nothing does. */
  etag: string | null
  /** True: the catalogue has it as it is, so nothing was asked. */
  isSame: boolean
  /** Null: none are to be read. */
  assets: { first: Asset[]; rest: AsyncGenerator<Asset[]> | null } | null
  /** Why what belongs to it could not be read. */
  error: GatewayError | null
}

export interface RowReaderOptions {
  context: HarvestContext<Options>
  sender: Sender
  root: string
  pages: Pages
}

/** Reads what a row holds, and what has to be asked for it. */
export class RowReader {
  readonly #options: RowReaderOptions
  readonly #addresses: { base: string; web: string | null }
  readonly #manifestHash: string

  constructor(options: RowReaderOptions) {
    this.#options = options
    const { context, root } = options
    this.#addresses = { base: root, web: webRootOf(context.options) }
    const text = JSON.stringify(context.options.manifest)
    this.#manifestHash = createHash('sha256').update(text).digest('base64url')
  }

  /** Values of a row's own fields, with those of the row above. */
  valuesOf(frame: Frame, { fields }: Listing, found: Found): Values {
    return this.#values(frame, pickFields(ofRow(fields), { found, details: {} }))
  }

  /** Values for what is asked before there is a row. */
  valuesAbove({ above }: Frame): Values {
    return valuesOf(new Map(), above, this.#addresses)
  }

  keyOf(frame: Frame, listing: Listing, found: Found): string | null {
    return nameOf(listing.id, this.valuesOf(frame, listing, found))
  }

  async read(frame: Frame, listing: Listing, found: Found): Promise<ReadRow> {
    const { context, sender, root } = this.#options
    const rowOnly = pickFields(ofRow(listing.fields), { found, details: {} })
    const early = this.#values(frame, rowOnly)
    const key = nameOf(listing.id, early)
    const etag = this.#etagOf(listing, early)
    const read: ReadRow = {
      key,
      picked: rowOnly,
      etag,
      isSame: false,
      assets: null,
      error: null,
    }
    // Its own fields are wrong already: what is asked by them would be wrong too.
    if (key === null || rowOnly.faults.length > 0) return read
    const known = etag !== null && !context.full ? await context.known(key) : null
    if (known !== null && known.etag === etag) return { ...read, isSame: true }
    try {
      const details: Record<string, unknown> = {}
      for (const [name, spec] of Object.entries(listing.details ?? {})) {
        const ready = readyRequest(spec, root, early)
        details[name] = ready === null ? null : (await ask(sender, spec, ready)).body
      }
      const picked = pickFields(listing.fields, { found, details })
      const values = this.#values(frame, picked)
      const assets = await this.#assetsOf(listing, { found, details }, values)
      return { ...read, picked, assets }
    } catch (thrown) {
      if (!isOfOnePart(thrown)) throw thrown
      return { ...read, error: thrown }
    }
  }

  async #assetsOf(
    { assets: spec }: Listing,
    from: { found: Found; details: Record<string, unknown> },
    values: Values,
  ): Promise<ReadRow['assets']> {
    if (spec === undefined) return null
    if (spec.list === undefined) return { first: inlineAssets(spec, from, values), rest: null }
    const pages = this.#assetPages(spec.list, values, (found) => assetOf(spec, found, values))
    const first: Asset[] = []
    for (let page = 0; page < pagesAhead; page++) {
      const next = await pages.next()
      if (next.done) return { first, rest: null }
      first.push(...next.value)
    }
    return { first, rest: pages }
  }

  async *#assetPages(
    list: ListSpec,
    values: Values,
    assetOfRow: (found: Found) => Asset,
  ): AsyncGenerator<Asset[]> {
    const met = new Set<string>()
    const keyOf = (found: Found) => assetOfRow(found).locator
    let position: Position | null = start
    while (position !== null) {
      const order = { list, position, values, keyOf, after: keyOf, met }
      const turn: Turn = await this.#options.pages.read(order)
      if (turn.isIncomplete) throw invalid('The source moved a list of files while it was read.')
      if (turn.rows.length > 0) yield turn.rows.map(assetOfRow)
      position = turn.next
    }
  }

  #etagOf({ changed }: Listing, values: Values): string | null {
    const value = changed === undefined ? null : nameOf(changed, values)
    // Another manifest reads other fields: what it says of a row is new.
    return value === null ? null : `${this.#manifestHash}:${value}`.slice(0, 1024)
  }

  #values({ above }: Frame, { values }: PickedFields): Values {
    return valuesOf(values, above, this.#addresses)
  }
}

function nameOf(template: string, values: Values): string | null {
  const [name] = filled(templateOf(template), values)
  return name === undefined ? null : String(name)
}

/** Fields of the row itself: those of details are not there yet. */
function ofRow(fields: Listing['fields']): Listing['fields'] {
  return Object.fromEntries(
    Object.entries(fields).filter(([, field]) =>
      pathsOf(field).every((path) => partedPath(path).detail === null),
    ),
  )
}

/** Whether another part of the source need not meet it. */
export function isOfOnePart(thrown: unknown): thrown is GatewayError {
  return (
    thrown instanceof GatewayError &&
    ['ANSWER_INVALID', 'SOURCE_UNREACHABLE', 'SOURCE_REFUSED', 'SOURCE_FORBIDDEN'].includes(
      thrown.code,
    )
  )
}
