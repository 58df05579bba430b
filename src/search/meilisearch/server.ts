import type { Embedders, Settings } from 'meilisearch'
import { z } from 'zod'
import { Additions } from './additions.ts'
import { Admin } from './admin.ts'
import type { Line } from './bodies.ts'
import { bodiesOf } from './bodies.ts'
import { Bulk, type BulkLimits, type Poison } from './bulk.ts'
import { settingsToChange } from './compare-settings.ts'
import {
  engineError,
  isMissingIndex,
  isWrongEmbedders,
  MissingIndex,
  ServerFault,
} from './fault.ts'
import { type MeiliQuery, type MeiliResult, Results } from './multi-search.ts'
import { Patience } from './patience.ts'
import { Wire, type WireRequest } from './wire.ts'

export type { Line, MeiliQuery, MeiliResult, Poison }
export { isMissingIndex, isWrongEmbedders, MissingIndex, ServerFault }

export interface MeiliServerOptions {
  /** Root of the server; may have a path. */
  url: string
  /** Null when the server asks for none. */
  searchKey: string | null
  writeKey: string | null
  /** Milliseconds for a search. Default 5,000. */
  searchDeadlineMs?: number
  /** Milliseconds for any other request; not for the work that it starts. Default 30,000. */
  requestDeadlineMs?: number
  /** Milliseconds that a write bears a server that does not answer. Default 60,000. */
  patienceMs?: number
  limits?: Partial<BulkLimits>
}

const defaultLimits: BulkLimits = {
  // A batch in one body is one task, with its marker.
  bodyBytes: 20_000_000,
  waitingBytes: 40_000_000,
  waitingBodies: 16,
}
const indexesAtOnce = 1_000
const Fields = z.record(z.string(), z.unknown())
const Health = z.object({ status: z.literal('available') })

/**
 * A Meilisearch server: what the index asks of it, with its faults as errors of the gateway. Every method throws
 * `INDEX_UNAVAILABLE` when the server is down, late, overloaded or refuses the key, `INTERNAL` when it refuses what
 * was asked. Neither these nor their causes hold addresses, keys or documents.
 */
export class MeiliServer {
  readonly #wire: Wire
  readonly #admin: Admin
  readonly #searchKey: string | null
  readonly #writeKey: string | null
  readonly #searchDeadlineMs: number
  readonly #requestDeadlineMs: number
  readonly #patienceMs: number
  readonly #limits: BulkLimits
  readonly #closing = new AbortController()

  constructor(options: MeiliServerOptions) {
    this.#searchKey = options.searchKey
    this.#writeKey = options.writeKey
    this.#searchDeadlineMs = options.searchDeadlineMs ?? 5_000
    this.#requestDeadlineMs = options.requestDeadlineMs ?? 30_000
    this.#patienceMs = options.patienceMs ?? 60_000
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#wire = new Wire(options.url)
    this.#admin = new Admin({
      url: options.url,
      key: options.writeKey,
      deadlineMs: this.#requestDeadlineMs,
      closing: this.#closing.signal,
    })
  }

  /**
   * Searches by several queries in one request; answers stand in the same order.
   *
   * @throws {GatewayError} `INDEX_UNAVAILABLE` within the deadline, whatever the server does; `isMissingIndex` tells
   *   whether it was for want of an index.
   */
  search(queries: readonly MeiliQuery[]): Promise<MeiliResult[]> {
    return told(async () => {
      const answer = await this.#wire.send({
        method: 'POST',
        path: '/multi-search',
        key: this.#searchKey,
        body: JSON.stringify({ queries }),
        deadlineMs: this.#searchDeadlineMs,
        isRead: true,
      })
      const { results } = shaped(Results, answer)
      if (results.length !== queries.length) throw new ServerFault('ANSWER_INVALID')
      return results
    })
  }

  /** Makes an index whose documents are known by their `id`. Does nothing when it is there. */
  createIndex(uid: string): Promise<void> {
    return told(() =>
      this.#admin.perform(
        (client) => client.createIndex(uid, { primaryKey: 'id' }),
        this.#patience(),
        ['index_already_exists'],
      ),
    )
  }

  /** Deletes an index with all documents. Does nothing when it is not there. */
  dropIndex(uid: string): Promise<void> {
    return told(() =>
      this.#admin.perform((client) => client.deleteIndex(uid), this.#patience(), [
        'index_not_found',
      ]),
    )
  }

  /** Uids of the indexes that begin with `prefix`, sorted. */
  indexes(prefix: string): Promise<string[]> {
    return told(async () => {
      const uids: string[] = []
      for (let offset = 0; ; offset += indexesAtOnce) {
        const { results } = await this.#admin.call((client) =>
          client.getRawIndexes({ offset, limit: indexesAtOnce }),
        )
        uids.push(...results.map(({ uid }) => uid).filter((uid) => uid.startsWith(prefix)))
        if (results.length < indexesAtOnce) return uids.sort()
      }
    })
  }

  /** Null when there is no such index. */
  countDocuments(uid: string): Promise<number | null> {
    return told(async () => {
      const stats = await this.#admin.find((client) => client.index(uid).getStats())
      return stats?.numberOfDocuments ?? null
    })
  }

  /** Documents that have a vector by any of the index's embedders. */
  countVectors(uid: string): Promise<number> {
    return told(async () => {
      const stats = await this.#admin.call((client) => client.index(uid).getStats())
      return stats.numberOfEmbeddedDocuments
    })
  }

  /** Numbers of a vector, by the names of an index's embedders; null for one whose vectors do not come from here. */
  embedders(uid: string): Promise<Record<string, number | null>> {
    return told(async () => {
      const found = (await this.#admin.call((client) => client.index(uid).getEmbedders())) ?? {}
      return Object.fromEntries(
        Object.entries(found).map(([name, embedder]) => [
          name,
          embedder?.source === 'userProvided' ? embedder.dimensions : null,
        ]),
      )
    })
  }

  /**
   * Gives an index embedders, by numbers of a vector, and takes those away that are null. Waits until all vectors of one that
   * is new can be found by: each document must have said whether it has one.
   */
  setEmbedders(uid: string, change: Readonly<Record<string, number | null>>): Promise<void> {
    if (Object.keys(change).length === 0) return Promise.resolve()
    const embedders = Object.fromEntries(
      Object.entries(change).map(([name, dimensions]) => [
        name,
        dimensions === null ? null : { source: 'userProvided' as const, dimensions },
      ]),
    )
    return told(() =>
      this.#admin.perform(
        // The client's type knows no null, which takes an embedder away.
        (client) => client.index(uid).updateEmbedders(embedders as Embedders),
        this.#patience(),
      ),
    )
  }

  /**
   * Puts fields into documents that are there, in the order of `lines`; settles when the server has done all of it.
   *
   * @throws {GatewayError} `INDEX_UNAVAILABLE`, also where a line is refused.
   */
  amend(uid: string, lines: Iterable<Line>): Promise<void> {
    return told(async () => {
      const additions = this.#additions(uid, this.#patience(), true)
      for (const body of bodiesOf(lines, this.#limits.bodyBytes)) {
        const code = await additions.insist(body)
        if (code !== null) throw new ServerFault(code)
      }
    })
  }

  #additions(uid: string, patience: Patience, isPartial: boolean): Additions {
    return new Additions({
      wire: this.#wire,
      admin: this.#admin,
      key: this.#writeKey,
      uid,
      deadlineMs: this.#requestDeadlineMs,
      patience,
      isPartial,
    })
  }

  /**
   * Gives an index those of the wanted settings that it does not have, and waits until it has them. Nothing is sent
   * when it has them all: any settings task, even an idle one, stops the queue of writes.
   *
   * @returns whether something had to be changed.
   */
  applySettings(uid: string, wanted: Settings): Promise<boolean> {
    return told(async () => {
      const present = await this.#admin.call((client) => client.index(uid).getSettings())
      const change = settingsToChange(wanted, present)
      if (Object.keys(change).length === 0) return false
      await this.#admin.perform(
        (client) => client.index(uid).updateSettings(change),
        this.#patience(),
      )
      return true
    })
  }

  /**
   * Some fields of a document; null when the index has none by that id.
   *
   * @throws {GatewayError} `INDEX_UNAVAILABLE`; `isMissingIndex` tells whether it was for want of the index.
   */
  document(uid: string, id: string, fields: string[]): Promise<Record<string, unknown> | null> {
    return told(async () => {
      const request: WireRequest = {
        method: 'GET',
        path: `/indexes/${uid}/documents/${encodeURIComponent(id)}?fields=${encodeURIComponent(fields.join(','))}`,
        key: this.#writeKey,
        deadlineMs: this.#requestDeadlineMs,
        isRead: true,
      }
      try {
        return shaped(Fields, await this.#wire.send(request))
      } catch (fault) {
        if (fault instanceof ServerFault && fault.code === 'document_not_found') return null
        throw fault
      }
    })
  }

  /**
   * Deletes documents by id, then adds lines, each of which replaces the document of its id; settles when the server
   * has done all of it. An id comes at most once in `lines`; one that is in `removed` too ends up as the line says.
   * The last line goes in last: it is in the index only when everything else of the write is.
   *
   * @returns the documents that the server does not take. The index has no older version of them either.
   * @throws {GatewayError} `INDEX_UNAVAILABLE` when the server did not answer for too long or has lost the index, and
   *   `CANCELLED` when `signal` was aborted. Any part of the write may be in by then; all of it may be repeated.
   */
  write(
    uid: string,
    lines: Iterable<Line>,
    removed: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ poison: Poison[] }> {
    return told(async () => {
      const patience = this.#patience(signal)
      const made = await this.#madeAt(uid, patience)
      const additions = this.#additions(uid, patience, false)
      const bulk = new Bulk({ admin: this.#admin, additions, patience, uid, limits: this.#limits })
      const poison = await bulk.run(lines, removed)
      // Additions to an index that is gone make a new one, which would have neither settings nor the other documents.
      if ((await this.#madeAt(uid, patience)) !== made) throw new MissingIndex()
      return { poison }
    })
  }

  /** Whether the server says that it is well; false when it says nothing. */
  async isHealthy(): Promise<boolean> {
    try {
      const answer = await this.#wire.send({
        method: 'GET',
        path: '/health',
        key: null,
        deadlineMs: this.#searchDeadlineMs,
        isRead: true,
      })
      return Health.safeParse(answer).success
    } catch {
      return false
    }
  }

  /** Drops the connections; what is under way fails, and is not tried again. */
  close(): Promise<void> {
    this.#closing.abort(new ServerFault('CLOSED'))
    return this.#wire.close()
  }

  #patience(signal?: AbortSignal): Patience {
    const { signal: closing } = this.#closing
    return new Patience(
      this.#patienceMs,
      signal === undefined ? closing : AbortSignal.any([signal, closing]),
    )
  }

  /** When the index was made; tells it from another that has its name. */
  async #madeAt(uid: string, patience: Patience): Promise<string> {
    const { createdAt } = await patience.run(() =>
      this.#admin.call((client) => client.getRawIndex(uid)),
    )
    return String(createdAt)
  }
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw thrown instanceof ServerFault ? engineError(thrown) : thrown
  }
}

function shaped<T>(shape: z.ZodType<T>, answer: unknown): T {
  const parsed = shape.safeParse(answer)
  if (!parsed.success) throw new ServerFault('ANSWER_INVALID', { transient: true })
  return parsed.data
}
