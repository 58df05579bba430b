import { hash } from 'node:crypto'
import type { ErrorCode } from '../model/index.ts'
import type { Credentials } from '../sdk/connector.ts'
import type { RecordReader, RecordWriter } from '../store/record-store.ts'
import type { TokenStore } from '../store/tokens/token-store.ts'
import { loginKey } from './credentials-key.ts'

type Store = Pick<RecordWriter, 'refusedCredentials'> & Pick<RecordReader, 'installationKey'>

/** Looks whether sources that wanted another login have got one. */
export class LoginWatch {
  readonly #store: Store
  readonly #tokens: TokenStore | undefined
  /** Fingerprints by source; they take their time to make. */
  readonly #keys = new Map<string, { of: string; key: string | null }>()

  constructor(store: Store, tokens: TokenStore | undefined) {
    this.#store = store
    this.#tokens = tokens
  }

  /** Whether a source has the login that it refused last, a new one, or none. */
  async of(source: {
    id: string
    credentials?: Credentials | null
  }): Promise<'refused' | 'new' | null> {
    const { id, credentials = null } = source
    const kept = this.#tokens?.of(id, credentials).get()
    // One that cannot be read is none.
    const token = (await kept?.catch(() => null)) ?? null
    const of = hash('sha256', JSON.stringify([credentials, token]))
    let known = this.#keys.get(id)
    if (known?.of !== of) {
      known = { of, key: await loginKey(credentials, token, await this.#store.installationKey()) }
      this.#keys.set(id, known)
    }
    if (known.key === null) return null
    return known.key === (await this.#store.refusedCredentials(id)) ? 'refused' : 'new'
  }
}

export function isAboutLogin(code: ErrorCode | null | undefined): boolean {
  return code === 'SOURCE_REFUSED' || code === 'NEEDS_LOGIN'
}
