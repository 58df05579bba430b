import {
  type CryptoKey,
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
} from 'jose'
import { z } from 'zod'
import { GatewayError } from '../../model/index.ts'
import { createHttpClient } from '../../sdk/http-client.ts'
import type { Log } from '../../sdk/log.ts'

/** Milliseconds. */
export interface KeyTimes {
  /** For one reading: the discovery document and the keys. Default 5,000. */
  deadline: number
  /** Keys older than this are read again. Default 600,000. */
  maxAge: number
  /** Keys that cannot be read again serve as long as this. Default 86,400,000. */
  longest: number
  /** After a reading, until a token that names an unknown key causes another. Default 30,000. */
  cooldown: number
  /** After a reading that failed, until another is tried. Default 5,000. */
  pause: number
}

const defaultTimes: KeyTimes = {
  deadline: 5_000,
  maxAge: 600_000,
  longest: 86_400_000,
  cooldown: 30_000,
  pause: 5_000,
}

/** OpenID Connect Discovery 1.0, section 3: of what stands there, what is needed here. */
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

export interface IssuerKeys {
  /**
   * The key that the header of a token names, for `jwtVerify`.
   *
   * @throws {GatewayError} `SOURCE_UNREACHABLE` when the key is not known and the issuer does not tell its keys.
   * @throws {errors.JWKSNoMatchingKey} When the issuer has no such key; several that match throw likewise.
   */
  find(header: JWTHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey>
  /** Ends a reading that is under way. */
  close(): void
}

/**
 * The keys of an issuer, read when a token needs them first. While it does not answer, those that were read before serve
 * on: a login that hangs slows one request, and then none.
 *
 * @param issuer Its address, as the operator configured it; a private one is allowed for that reason.
 */
export function issuerKeys(
  issuer: string,
  log: Pick<Log, 'warn'>,
  times: Partial<KeyTimes> = {},
): IssuerKeys {
  const { deadline, maxAge, longest, cooldown, pause } = { ...defaultTimes, ...times }
  const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const closing = new AbortController()
  /** Of the last reading that ended well, and of the last one that did not since then. */
  let readAt: number | null = null
  let failure: { at: number; cause: unknown } | null = null

  async function json<T>(url: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const { origin } = new URL(url)
    const isConfigured = origin === new URL(issuer).origin
    if (!isConfigured && !url.startsWith('https:')) throw invalid('its keys lie open to anybody')
    const http = createHttpClient({
      origins: [origin],
      policy: { connectTimeout: Math.min(deadline, 2_000), maxBytes: 262_144, attempts: 1 },
      allowPrivateAddresses: isConfigured,
      signal: closing.signal,
    })
    try {
      return await http.json(url, shape, { signal })
    } finally {
      await http.close()
    }
  }

  async function read(signal: AbortSignal): Promise<Response> {
    const { issuer: named, jwks_uri } = await json(discovery, Discovery, signal)
    // Section 4.3: else the keys of one issuer would serve for another.
    if (named !== issuer) throw invalid('it names itself otherwise than it is configured')
    return Response.json(await json(jwks_uri, KeySet, signal))
  }

  // jose asks for one address; ours is found on the way to it.
  const fetchKeys: FetchImplementation = async (_, { signal }) => {
    if (failure !== null && performance.now() - failure.at < pause) throw failure.cause
    try {
      const answer = await read(signal)
      readAt = performance.now()
      failure = null
      return answer
    } catch (cause) {
      failure = { at: performance.now(), cause }
      if (!closing.signal.aborted) log.warn('the keys of the issuer cannot be read', { cause })
      throw cause
    }
  }
  const keys = createRemoteJWKSet(new URL(discovery), {
    timeoutDuration: deadline,
    cooldownDuration: cooldown,
    // It would rather have none than old ones.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    [customFetch]: fetchKeys,
  })

  async function refresh(): Promise<void> {
    const age = readAt === null ? 0 : performance.now() - readAt
    if (age <= maxAge) return
    const reading = keys.reload()
    if (age > longest) return reading
    const isDown = failure !== null
    const settled = reading.catch(() => {})
    if (!isDown) await settled
  }

  return {
    async find(header, token) {
      try {
        await refresh()
        return await keys(header, token)
      } catch (thrown) {
        if (thrown instanceof errors.JWKSNoMatchingKey) throw thrown
        if (thrown instanceof errors.JWKSMultipleMatchingKeys) throw thrown
        const message = 'The issuer of these credentials does not answer; try again later.'
        // A reading that failed is in the log already, once for all who wait for it.
        const cause = thrown === failure?.cause ? undefined : thrown
        throw new GatewayError('SOURCE_UNREACHABLE', { message, cause })
      }
    },
    close: () => closing.abort(),
  }
}

function invalid(what: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { cause: new Error(`The issuer: ${what}.`) })
}
