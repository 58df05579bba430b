import { isDeepStrictEqual } from 'node:util'
import { GatewayError } from '../../model/error.ts'
import { sourceIdPattern } from '../../model/source.ts'
import type { RegisteredSource, Registration } from '../registry.ts'
import { noteAudit } from './audit.ts'
import type { Database } from './database.ts'
import { asPlaced, Placing } from './place-source.ts'
import {
  findRegistered,
  firstRevision,
  raiseRegistryVersion,
  writeRegistered,
} from './registered-rows.ts'
import type { SourceRow } from './sources.ts'
import type { Visibilities } from './visibilities.ts'

/** Changes of registered sources; see `SourceRegistry`. Good for one transaction. */
export class Registry {
  readonly #database: Database
  readonly #visibilities: Visibilities
  readonly #by: string

  /** @param by Subject, for the audit. */
  constructor(database: Database, visibilities: Visibilities, by: string) {
    this.#database = database
    this.#visibilities = visibilities
    this.#by = by
  }

  register(registration: Registration): RegisteredSource {
    const { id, type, owners } = registration
    if (!sourceIdPattern.test(id)) throw new GatewayError('BAD_INPUT', { argument: 'id' })
    this.#refuseTaken(id)
    const registeredAt = new Date().toISOString()
    const revision = firstRevision(this.#database)
    const source = {
      ...only(registration),
      revision,
      approvedAt: null,
      paused: false,
      registeredAt,
    }
    return this.#save(source, 'source.registered', { type, owners })
  }

  replace(
    registration: Registration,
    { needsApproval, revision }: { needsApproval: boolean; revision?: number | null },
  ): RegisteredSource {
    const before = this.#find(registration.id, revision)
    const after = only(registration)
    const source = { ...before, ...after }
    if (needsApproval) source.approvedAt = null
    if (needsApproval || !isDeepStrictEqual(before.options, after.options)) source.revision += 1
    const changed = changedFields(before, after)
    const detail = { changed, needsApproval, revision: source.revision }
    return this.#save(source, 'source.changed', detail)
  }

  approve(id: string, revision?: number | null): RegisteredSource {
    const before = this.#find(id, revision)
    // Of two who approve the same at once, the second changes nothing: it is not due anew.
    if (revision != null && before.approvedAt !== null) return before
    const source = { ...before, approvedAt: new Date().toISOString() }
    return this.#save(source, 'source.approved', { revision: source.revision })
  }

  pause(id: string, paused: boolean): RegisteredSource {
    const source = { ...findRegistered(this.#database, id), paused }
    return this.#save(source, paused ? 'source.paused' : 'source.resumed', {})
  }

  /** As it is now, if that is what the caller means. */
  #find(id: string, revision: number | null = null): RegisteredSource {
    const found = findRegistered(this.#database, id)
    if (revision === null || revision === found.revision) return found
    const message = `The source was changed meanwhile: its revision is ${found.revision} now. Look at it again first.`
    throw new GatewayError('CONFLICT', { source: id, argument: 'revision', message })
  }

  #save(source: RegisteredSource, action: string, detail: Record<string, unknown>) {
    const database = this.#database
    writeRegistered(database, source)
    raiseRegistryVersion(database)
    const key = this.#place(source)
    noteAudit(database, { action, by: this.#by, source: key, detail })
    return source
  }

  /** Where the sources file has the id its word stands, and only what is registered changes. */
  #place(source: RegisteredSource): number {
    const standing = findRow(this.#database, source.id)
    if (standing?.origin === 'file') return standing.key
    const placing = new Placing(this.#database, this.#visibilities)
    const key = placing.place(asPlaced(source), this.#by)
    placing.settle()
    return key
  }

  /** What has left no records was removed before: see `hideLeftover`. */
  #refuseTaken(id: string): void {
    const standing = findRow(this.#database, id)
    if (standing === undefined) return
    const isFormer = standing.origin === 'file' && standing.configured === 0
    throw new GatewayError('CONFLICT', {
      argument: 'id',
      message: isFormer
        ? 'A source had this id, and its records are still here.'
        : 'A source has this id already.',
    })
  }
}

function findRow(database: Database, id: string): SourceRow | undefined {
  return database.get<SourceRow>('SELECT * FROM source WHERE id = ?', id)
}

/** Whatever else the caller's object holds is not kept. */
function only(registration: Registration): Registration {
  const { id, type, title, homepage, options, schedule } = registration
  const { owners, discover, visibility, staleAfterSeconds } = registration
  return {
    id,
    type,
    title,
    homepage,
    options,
    schedule,
    owners,
    discover,
    visibility,
    staleAfterSeconds,
  }
}

/** Names alone: values may be secrets that somebody wrote in the wrong place. */
function changedFields(before: RegisteredSource, after: Registration): string[] {
  const fields = (Object.keys(after) as (keyof Registration)[]).flatMap((field) => {
    if (field !== 'options') return isDeepStrictEqual(before[field], after[field]) ? [] : [field]
    const names = new Set([...Object.keys(before.options), ...Object.keys(after.options)])
    return [...names]
      .filter((name) => !isDeepStrictEqual(before.options[name], after.options[name]))
      .map((name) => `options.${name}`)
  })
  return fields.sort()
}
