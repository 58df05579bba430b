import type { S3Credentials } from './s3.ts'
import { signedHeaders } from './sign.ts'

/** The keys that one client signs with. */
export interface Keyring {
  /** Null when nothing is signed. */
  readonly keys: S3Credentials | null
  /** `headers` and those that sign them, for a request without a body. */
  sign(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    region: string,
  ): Promise<Record<string, string>>
  /** New keys in place of `used`, once for all who met their end; false when there are none to be had. */
  renew(used: S3Credentials | null): Promise<boolean>
}

export interface KeyringOptions {
  readonly credentials: S3Credentials | null
  readonly renew: (() => Promise<S3Credentials | null>) | undefined
  readonly now: () => Date
}

export function createKeyring({ credentials, renew, now }: KeyringOptions): Keyring {
  let keys = credentials
  let derived = new Map<string, ArrayBuffer>()
  let renewal: Promise<void> | null = null
  /** Keys that came of a renewal: when these end too, asking at once for others would go on for ever. */
  let renewed: S3Credentials | null = null

  async function replace(used: S3Credentials): Promise<void> {
    const fresh = (await renew?.()) ?? null
    if (fresh === null || isSame(fresh, used)) return
    renewed = fresh
    keys = fresh
    derived = new Map()
  }

  return {
    get keys() {
      return keys
    },
    async sign(method, url, headers, region) {
      if (keys === null) return { ...headers }
      return signedHeaders(method, url, headers, { credentials: keys, region, now: now(), derived })
    },
    async renew(used) {
      if (keys !== used) return true
      if (used === null || used === renewed) return false
      renewal ??= replace(used).finally(() => {
        renewal = null
      })
      await renewal
      return keys !== used
    },
  }
}

function isSame(a: S3Credentials, b: S3Credentials): boolean {
  return a.accessKeyId === b.accessKeyId && a.sessionToken === b.sessionToken
}
