import { GatewayError } from '../model/index.ts'
import type { Credentials, Tokens } from '../sdk/connector.ts'
import type { RecordReader, RecordWriter } from '../store/record-store.ts'
import { loginKey } from './credentials-key.ts'

export interface RunLoginRequest {
  credentials?: Credentials | null
  tokens?: Tokens
  source: string
  store: Pick<RecordWriter, 'refusedCredentials'> & Pick<RecordReader, 'installationKey'>
}

/** What one run is logged in with: credentials of the source, and the token that is kept for it. */
export class RunLogin {
  readonly tokens: Tokens
  readonly #request: RunLoginRequest
  readonly #inUse: TokensInUse

  constructor(request: RunLoginRequest) {
    this.#request = request
    this.#inUse = new TokensInUse(request.tokens ?? unkeptTokens())
    this.tokens = this.#inUse
  }

  /**
   * What was refused is not tried again: some sources lock an account that is refused often.
   *
   * @throws {GatewayError} `NEEDS_LOGIN` when it was.
   */
  async check(): Promise<void> {
    const { store, source } = this.#request
    const refused = await store.refusedCredentials(source)
    if (refused === null) return
    // One that cannot be read is told by the connector that needs it.
    await this.#inUse.get().catch(() => null)
    if (refused !== (await this.key())) return
    const message = 'The source refused these credentials before. It is read again with others.'
    throw new GatewayError('NEEDS_LOGIN', { source, message })
  }

  /** A fingerprint of what is in use; null when that is nothing. */
  async key(): Promise<string | null> {
    const { credentials = null, store } = this.#request
    return loginKey(credentials, this.#inUse.newest, await store.installationKey())
  }
}

/** The tokens of one run. Remembers which one is in use: somebody may log in anew while it goes on. */
class TokensInUse implements Tokens {
  readonly #kept: Tokens
  #newest: string | null = null

  constructor(kept: Tokens) {
    this.#kept = kept
  }

  /** The last one that the run was given or has put in its place; null when there was none. */
  get newest(): string | null {
    return this.#newest
  }

  async get(): Promise<string | null> {
    this.#newest = await this.#kept.get()
    return this.#newest
  }

  async replace(used: string, next: string): Promise<boolean> {
    const isKept = await this.#kept.replace(used, next)
    if (isKept) this.#newest = next
    return isKept
  }
}

/** Tokens where nothing is kept: they last as long as this object. */
function unkeptTokens(): Tokens {
  let newest: string | null = null
  return {
    get: async () => newest,
    async replace(used, next) {
      if (newest !== null && newest !== used) return false
      newest = next
      return true
    },
  }
}
