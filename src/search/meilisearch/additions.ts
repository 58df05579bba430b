import { z } from 'zod'
import type { Admin } from './admin.ts'
import type { Body } from './bodies.ts'
import { MissingIndex, ServerFault, tooLarge, WrongEmbedders } from './fault.ts'
import type { Patience } from './patience.ts'
import type { Wire } from './wire.ts'

export interface AdditionsOptions {
  wire: Wire
  admin: Admin
  key: string | null
  /** The index. */
  uid: string
  /** Milliseconds for one request. */
  deadlineMs: number
  patience: Patience
  /** Whether fields are put into documents that are there. Default: whole documents are added, or replaced. */
  isPartial?: boolean
}

/** What became of a body: `in` the index, `refused` for what is in it, or lost on the way for other reasons. */
export type Verdict =
  | { is: 'in' }
  | { is: 'refused'; code: string }
  | { is: 'lost'; fault: ServerFault }

/** A body that was sent: its task, or the verdict when there is none. */
export type Sent = { task: number } | Verdict

const Enqueued = z.object({ taskUid: z.int() })

/** Failures of the server, never of a document; they may pass. */
const serverTroubles = new Set([
  'io_error',
  'no_space_left_on_device',
  'too_many_open_files',
  'database_size_limit_reached',
  'index_not_accessible',
])
/** Failures of the whole index. */
const indexTroubles = new Set([
  'index_creation_failed',
  'index_primary_key_already_exists',
  'index_primary_key_multiple_candidates_found',
  'index_primary_key_no_candidate_found',
])

/** The index has other embedders than the documents speak of: no fault of theirs. */
const embedderTroubles = new Set(['vector_embedding_error', 'invalid_vector_dimensions'])

/** Sends bodies to one index, and finds out from their tasks what became of them. */
export class Additions {
  readonly #options: AdditionsOptions

  constructor(options: AdditionsOptions) {
    this.#options = options
  }

  /** Has a body enqueued; bears trouble on the way. */
  send(body: Body): Promise<Sent> {
    const { wire, key, uid, deadlineMs, patience, isPartial = false } = this.#options
    return patience.run(async () => {
      try {
        const answer = await wire.send({
          method: isPartial ? 'PUT' : 'POST',
          path: `/indexes/${uid}/documents?primaryKey=id${isPartial ? '&skipCreation=true' : ''}`,
          key,
          body: body.bytes,
          contentType: 'application/x-ndjson',
          deadlineMs,
          signal: patience.signal,
        })
        const enqueued = Enqueued.safeParse(answer)
        if (enqueued.success) return { task: enqueued.data.taskUid }
      } catch (fault) {
        if (!(fault instanceof ServerFault)) throw fault
        if (fault.status === 413) return { is: 'refused', code: tooLarge }
        if (fault.code === 'malformed_payload') return { is: 'refused', code: fault.code }
        throw fault
      }
      throw new ServerFault('ANSWER_INVALID', { transient: true })
    })
  }

  /** Waits for what was sent. */
  async verdict(sent: Sent): Promise<Verdict> {
    if ('is' in sent) return sent
    const { admin, patience } = this.#options
    const { end, code } = await admin.settled(sent.task, patience)
    if (end === 'succeeded') return { is: 'in' }
    if (code === 'index_not_found') throw new MissingIndex()
    // Cancelled or forgotten, by somebody else.
    if (end !== 'failed') return lost(`task_${end}`)
    if (code !== null && serverTroubles.has(code)) return lost(code)
    if (code !== null && indexTroubles.has(code)) throw new ServerFault(code)
    if (code !== null && embedderTroubles.has(code)) throw new WrongEmbedders(code)
    return { is: 'refused', code: code ?? 'internal' }
  }

  /** Sends a body and waits for it, again when it was lost. Null when it is in, else why it was refused. */
  insist(body: Body): Promise<string | null> {
    return this.#options.patience.run(async () => {
      const verdict = await this.verdict(await this.send(body))
      if (verdict.is === 'lost') throw verdict.fault
      return verdict.is === 'in' ? null : verdict.code
    })
  }
}

function lost(code: string): Verdict {
  return { is: 'lost', fault: new ServerFault(code, { transient: true }) }
}
