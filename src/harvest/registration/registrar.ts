import { isDeepStrictEqual } from 'node:util'
import { GatewayError, operator } from '../../model/index.ts'
import type { AnyConnector } from '../../sdk/connector.ts'
import type { Log } from '../../sdk/log.ts'
import type { RecordReader } from '../../store/record-store.ts'
import type { RegisteredSource, Registration, SourceRegistry } from '../../store/registry.ts'
import type { TokenStore } from '../../store/tokens/token-store.ts'
import { particulars } from '../log-error.ts'
import { type CheckedDraft, checkDraft } from './check-draft.ts'
import type { SourceChange, SourceCheck, SourceDraft, SourceProblem } from './draft.ts'
import { type FileSource, managedOfFile, managedRegistered } from './managed-sources.ts'
import { originsOf } from './reach.ts'
import { signsOf } from './signposts.ts'
import { type CheckOrder, failedCheck } from './source-checker.ts'
import type { SourceRoll } from './source-roll.ts'

/** A change of a source, or what stood in its way. */
export interface SourceOutcome {
  /** Null when `problems` says why there is none. */
  source: RegisteredSource | null
  problems: readonly SourceProblem[]
}

export interface RegistrarRequest {
  store: SourceRegistry & Pick<RecordReader, 'sources'>
  roll: SourceRoll
  tokens: Pick<TokenStore, 'putSecrets' | 'hasSecrets' | 'secretNames' | 'forgetSecrets' | 'forget'>
  /** Whether there is a key that secrets are kept under. */
  keepsSecrets: boolean
  connectors: ReadonlyMap<string, AnyConnector>
  privateOrigins: readonly string[]
  fromFile: readonly FileSource[]
  /** Reads a sample in the harvest thread. */
  check: (order: CheckOrder) => Promise<SourceCheck>
  log: Log
}

/** Milliseconds that a check is answered in, and what the harvest thread has of them. */
const answerWithin = 14_900
const checkTime = 14_000

/** Registers, changes and removes sources; see `SourceControl`. Rights are checked by its callers. */
export class Registrar {
  readonly #request: RegistrarRequest
  readonly #inFile: ReadonlySet<string>
  /** Of each source one change at a time. */
  readonly #changing = new Map<string, Promise<unknown>>()

  constructor(request: RegistrarRequest) {
    this.#request = request
    this.#inFile = new Set(request.fromFile.map(({ id }) => id))
  }

  /** Every configured source as those see it who may manage it. */
  async managed() {
    const { fromFile, roll, tokens, connectors } = this.#request
    const registered = roll.registered.filter(({ id }) => !this.#inFile.has(id))
    return [
      ...fromFile.map(managedOfFile),
      ...registered.map((source) => managedRegistered(source, tokens, connectors)),
    ]
  }

  /** Answers within 15 s, whatever the source or the harvest thread does. */
  async check(draft: SourceDraft, request: { sample: number }): Promise<SourceCheck> {
    const startedAt = performance.now()
    const took = () => Math.round(performance.now() - startedAt)
    const { problems, checked } = checkDraft(draft, { ...this.#rules, keepsSecrets: true })
    if (checked === null) return failedCheck(problems, took())
    const { type, discover, visibility } = draft
    const { options, credentials, origins, allowPrivateAddresses } = checked
    const order: CheckOrder = {
      source: draft.id,
      type,
      options,
      credentials,
      origins,
      allowPrivateAddresses,
      rights: { discover, visibility },
      sample: Math.min(100, Math.max(1, Math.trunc(request.sample))),
      time: checkTime,
      signs: signsOf(draft, checked),
    }
    const late = Promise.withResolvers<SourceCheck>()
    const timer = setTimeout(() => {
      const message =
        'The harvests of this gateway kept it too busy to check a source in time: try again.'
      late.resolve(failedCheck([{ code: 'TIMEOUT', path: null, message }], took()))
    }, answerWithin)
    try {
      const answer = await Promise.race([this.#request.check(order), late.promise])
      return { ...answer, took: took() }
    } finally {
      clearTimeout(timer)
    }
  }

  async register(draft: SourceDraft, by: string): Promise<SourceOutcome> {
    return this.#alone(draft.id, async () => {
      const { problems } = checkDraft(draft, this.#rules)
      if (this.#inFile.has(draft.id)) problems.push(taken)
      if (problems.length > 0) return { source: null, problems }
      const { store } = this.#request
      let source: RegisteredSource
      try {
        source = await store.registerSource(registrationOf(draft), by)
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown
        return { source: null, problems: [{ ...taken, message: thrown.message }] }
      }
      try {
        this.#keep(draft.id, draft.secrets)
      } catch (thrown) {
        // It has not been harvested: nobody has approved it.
        await store.removeSource(draft.id, { confirmRecords: 0, by })
        throw thrown
      }
      await this.#request.roll.refresh()
      return { source, problems: [] }
    })
  }

  async update(
    id: string,
    change: SourceChange,
    request: { by: string; isOperator: boolean },
  ): Promise<SourceOutcome> {
    return this.#alone(id, async () => {
      if (this.#inFile.has(id)) return ofFile
      const before = await this.#find(id)
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      const draft: SourceDraft = { ...before, secrets: null, ...Object.fromEntries(given) }
      const { problems, checked } = checkDraft({ ...draft, id, type: before.type }, this.#rules)
      if (checked === null) return { source: null, problems }
      try {
        return await this.#change(before, draft, change, { ...request, checked })
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown
        const { code, message } = thrown
        return { source: null, problems: [{ code, path: null, message }] }
      } finally {
        await this.#request.roll.refresh()
      }
    })
  }

  async approve(id: string, by: string, revision?: number | null): Promise<SourceOutcome> {
    return this.#alter(id, () => this.#request.store.approveSource(id, by, revision))
  }

  async pause(id: string, by: string): Promise<SourceOutcome> {
    return this.#alter(id, () => this.#request.store.pauseSource(id, true, by))
  }

  async resume(id: string, by: string): Promise<SourceOutcome> {
    return this.#alter(id, () => this.#request.store.pauseSource(id, false, by))
  }

  async remove(
    id: string,
    { confirmRecords, by }: { confirmRecords: number; by: string },
  ): Promise<{ removed: number | null; problems: readonly SourceProblem[] }> {
    return this.#alone(id, async () => {
      if (this.#inFile.has(id)) return { removed: null, problems: ofFile.problems }
      await this.#find(id)
      const { store, roll, tokens } = this.#request
      const refused = (message: string) => {
        const problem: SourceProblem = { code: 'CONFLICT', path: 'confirmRecords', message }
        return { removed: null, problems: [problem] }
      }
      // Before a harvest under way is cancelled for a number that is not right.
      const records = await this.#recordsOf(id)
      if (records !== confirmRecords) return refused(unconfirmed(records))
      await roll.withdraw(id)
      try {
        const removed = await store.removeSource(id, { confirmRecords, by })
        tokens.forgetSecrets(id)
        tokens.forget(id)
        return { removed, problems: [] }
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown
        const now = await this.#recordsOf(id)
        return refused(now === confirmRecords ? thrown.message : unconfirmed(now))
      } finally {
        await roll.restore(id)
      }
    })
  }

  async #change(
    before: RegisteredSource,
    draft: SourceDraft,
    change: SourceChange,
    { by, isOperator, checked }: { by: string; isOperator: boolean; checked: CheckedDraft },
  ): Promise<SourceOutcome> {
    const { store, tokens } = this.#request
    const { id } = before
    const hadSecrets = tokens.hasSecrets(id)
    const isNewSecret = change.secrets !== undefined && (hadSecrets || !isNone(change.secrets))
    const goesElsewhere = this.#isElsewhere(before, checked)
    if (goesElsewhere && hadSecrets && !isNewSecret && !isOperator) {
      const message =
        'The source is read at another address now: give its secrets again, since they are sent there.'
      return { source: null, problems: [{ code: 'BAD_INPUT', path: 'secrets', message }] }
    }
    const isReadOtherwise = isNewSecret || !isDeepStrictEqual(before.options, draft.options)
    // Until new secrets are kept nobody sends the old ones to new addresses.
    const needsApproval = isReadOtherwise && (isNewSecret || !isOperator)
    // Another process may have changed it since it was read: what needs approval was judged by that.
    const { revision } = before
    const request = { needsApproval, by, revision }
    let source = await store.replaceSource(registrationOf(draft), request)
    if (isNewSecret) this.#keep(id, change.secrets ?? null)
    if (goesElsewhere && !isOperator) tokens.forget(id)
    if (needsApproval && isOperator && before.approvedAt !== null) {
      source = await this.#approveOwn(source, by)
    }
    return { source, problems: [] }
  }

  /** What an operator has changed waits for nobody, unless another process has changed it since. */
  async #approveOwn({ id, revision }: RegisteredSource, by: string): Promise<RegisteredSource> {
    try {
      return await this.#request.store.approveSource(id, by, revision)
    } catch (thrown) {
      if (!isConflict(thrown)) throw thrown
      return this.#find(id)
    }
  }

  /** Whether it goes where it did not go before. */
  #isElsewhere(before: RegisteredSource, { connector, origins }: CheckedDraft): boolean {
    const old = originsOf(connector, before.options)
    return origins.some((origin) => old === null || !old.includes(origin))
  }

  #alter(id: string, work: () => Promise<RegisteredSource>): Promise<SourceOutcome> {
    return this.#alone(id, async () => {
      if (this.#inFile.has(id)) return ofFile
      try {
        return { source: await work(), problems: [] }
      } finally {
        // What was refused, too: another process has changed it.
        await this.#request.roll.refresh()
      }
    })
  }

  #keep(id: string, secrets: Record<string, string> | null): void {
    const { tokens } = this.#request
    if (isNone(secrets)) tokens.forgetSecrets(id)
    else tokens.putSecrets(id, secrets ?? {})
  }

  /** @throws {GatewayError} `NOT_FOUND`. */
  async #find(id: string): Promise<RegisteredSource> {
    const found = (await this.#request.store.registeredSources()).find((one) => one.id === id)
    if (found === undefined) throw new GatewayError('NOT_FOUND', { argument: 'id' })
    return found
  }

  async #recordsOf(id: string): Promise<number> {
    const sources = await this.#request.store.sources(operator)
    return sources.find((one) => one.id === id)?.records ?? 0
  }

  async #alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#changing.get(id) ?? Promise.resolve()
    const mine = before.then(work, work)
    const over = mine.then(
      () => {},
      (thrown: unknown) => {
        this.#request.log.debug('a source was not changed', particulars(thrown))
      },
    )
    this.#changing.set(id, over)
    try {
      return await mine
    } finally {
      if (this.#changing.get(id) === over) this.#changing.delete(id)
    }
  }

  get #rules() {
    const { connectors, privateOrigins, keepsSecrets } = this.#request
    return { connectors, privateOrigins, keepsSecrets }
  }
}

const taken: SourceProblem = {
  code: 'CONFLICT',
  path: 'id',
  message: 'A source has this id already.',
}
const ofFile: SourceOutcome = {
  source: null,
  problems: [
    {
      code: 'CONFLICT',
      path: 'id',
      message: 'The source stands in the sources file, and is changed there.',
    },
  ],
}

function unconfirmed(records: number): string {
  return `${records} records go with it: confirmRecords has to say that number.`
}

function isConflict(thrown: unknown): thrown is GatewayError {
  return thrown instanceof GatewayError && thrown.code === 'CONFLICT'
}

function isNone(secrets: Record<string, string> | null | undefined): boolean {
  return secrets == null || Object.keys(secrets).length === 0
}

function registrationOf(draft: Omit<SourceDraft, 'secrets'>): Registration {
  const { id, type, title, homepage, options, schedule } = draft
  const { visibility, owners, discover, staleAfterSeconds } = draft
  const when = schedule === 'manual' ? null : schedule
  const registration = { id, type, title, homepage, options, visibility, owners }
  return { ...registration, discover: [...discover], staleAfterSeconds, schedule: when }
}
