import type { Additions, Sent } from './additions.ts'
import type { Admin } from './admin.ts'
import { type Body, bodiesOf, cutAfter, halvesOf, type Line } from './bodies.ts'
import { isTooLarge, ServerFault, tooLarge } from './fault.ts'
import type { Patience } from './patience.ts'

/** A document that the server does not take, and Meilisearch's code of the reason. */
export interface Poison {
  id: string
  code: string
}

export interface BulkLimits {
  /** Largest body, in bytes. */
  bodyBytes: number
  /** Bytes of bodies that may wait at the server; they are kept here until it has done them. */
  waitingBytes: number
  /** Bodies that may wait at the server. */
  waitingBodies: number
}

export interface BulkOptions {
  admin: Admin
  additions: Additions
  patience: Patience
  /** The index. */
  uid: string
  limits: BulkLimits
}

/** A body that the server may not have done yet. */
interface Waiting {
  body: Body
  sent: Sent
}

const idsAtOnce = 20_000

/**
 * One write: deletions, then additions, and the last line only when all else is in, or together with it. Whoever finds
 * it in the index knows that the whole write has been done.
 */
export class Bulk {
  readonly #options: BulkOptions
  readonly #waiting: Waiting[] = []
  readonly #poison: Poison[] = []
  #waitingBytes = 0
  /** Bytes of the smallest body that was refused for its size. */
  #smallestRefused = Number.POSITIVE_INFINITY

  constructor(options: BulkOptions) {
    this.#options = options
  }

  /** @throws {ServerFault} when patience has run out, or the index is not there. */
  async run(lines: Iterable<Line>, removed: readonly string[]): Promise<Poison[]> {
    const present = removed.filter(isDocumentId)
    // To their end, before a line is sent: a deletion that is repeated must not meet a newer document.
    for (let at = 0; at < present.length; at += idsAtOnce) {
      await this.#remove(present.slice(at, at + idsAtOnce))
    }
    let last: Body | null = null
    let count = 0
    for (const body of bodiesOf(this.#sendable(lines), this.#options.limits.bodyBytes)) {
      if (last !== null) await this.#send(last)
      last = body
      count += 1
    }
    if (last !== null && count > 1 && last.ids.length > 1) {
      // One line alone: the server would do nothing while it waits for a whole body.
      const [most, one] = cutAfter(last, last.ids.length - 1)
      await this.#send(most)
      last = one
    }
    await this.#makeRoom(0, 0)
    if (last !== null) await this.#insist(last)
    return this.#poison
  }

  *#sendable(lines: Iterable<Line>): Generator<Line> {
    for (const line of lines) {
      // The server would refuse it together with all others of its body.
      if (isDocumentId(line.id)) yield line
      else this.#poison.push({ id: line.id, code: 'invalid_document_id' })
    }
  }

  async #remove(ids: readonly string[]): Promise<void> {
    const { admin, patience, uid } = this.#options
    const isDone = await patience.run(async () => {
      try {
        await admin.perform((client) => client.index(uid).deleteDocuments([...ids]), patience)
        return true
      } catch (fault) {
        if (ids.length > 1 && fault instanceof ServerFault && isTooLarge(fault)) return false
        throw fault
      }
    })
    if (isDone) return
    const middle = Math.ceil(ids.length / 2)
    await this.#remove(ids.slice(0, middle))
    await this.#remove(ids.slice(middle))
  }

  /** Leaves a body at the server, as soon as there is room for it. */
  async #send(body: Body): Promise<void> {
    const { additions, limits } = this.#options
    if (this.#isTooLarge(body)) {
      for (const half of halvesOf(body)) await this.#send(half)
      return
    }
    await this.#makeRoom(limits.waitingBodies - 1, limits.waitingBytes - body.bytes.length)
    this.#waiting.push({ body, sent: await additions.send(body) })
    this.#waitingBytes += body.bytes.length
  }

  /** Waits until no more than so many bodies and bytes are waiting. */
  async #makeRoom(bodies: number, bytes: number): Promise<void> {
    while (
      this.#waiting.length > bodies ||
      (this.#waiting.length > 0 && this.#waitingBytes > bytes)
    ) {
      const body = await this.#settleOldest()
      if (body === null) continue
      // The server does in one batch what waits together, and the fault may be another's: alone, each tells its own.
      const failed = [body]
      while (this.#waiting.length > 0) {
        const next = await this.#settleOldest()
        if (next !== null) failed.push(next)
      }
      for (const one of failed) await this.#insist(one)
    }
  }

  /** Null when it is in, else the body. */
  async #settleOldest(): Promise<Body | null> {
    const { body, sent } = this.#waiting.shift() as Waiting
    this.#waitingBytes -= body.bytes.length
    const verdict = await this.#options.additions.verdict(sent)
    return verdict.is === 'in' ? null : body
  }

  /**
   * Gets all of a body in, but for what is poison, and tells whether there was none. In order: a line is in only when
   * all before it are. Nothing else may be waiting.
   *
   * @param known Why the body is refused; null when it has not been tried alone.
   */
  async #insist(body: Body, known: string | null = null): Promise<boolean> {
    const code = known ?? (this.#isTooLarge(body) ? tooLarge : await this.#tryAlone(body))
    if (code === null) return true
    const [id] = body.ids
    if (body.ids.length === 1 && id !== undefined) {
      // What the index still has of it is older than the catalogue. And a server that cannot even do this has other
      // troubles than this document.
      await this.#remove([id])
      this.#poison.push({ id, code })
      return false
    }
    const [first, second] = halvesOf(body)
    const isFirstIn = await this.#insist(first)
    // Then the second half is what was refused, unless it was for the size of both. One line is tried all the same.
    const isKnown = isFirstIn && code !== tooLarge && second.ids.length > 1
    const isSecondIn = await this.#insist(second, isKnown ? code : null)
    return isFirstIn && isSecondIn
  }

  async #tryAlone(body: Body): Promise<string | null> {
    const { additions } = this.#options
    const code = await additions.insist(body)
    if (code === tooLarge)
      this.#smallestRefused = Math.min(this.#smallestRefused, body.bytes.length)
    // A failure of the server may look like one of the document. It does so once.
    return code !== null && body.ids.length === 1 ? additions.insist(body) : code
  }

  #isTooLarge(body: Body): boolean {
    return body.bytes.length >= this.#smallestRefused && body.ids.length > 1
  }
}

/** What Meilisearch takes as the id of a document. */
function isDocumentId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,511}$/.test(id)
}
