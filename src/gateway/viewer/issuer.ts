import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { GatewayError, type Viewer } from '../../model/index.ts'
import type { Log } from '../../sdk/log.ts'
import { type ClaimRules, viewerByClaims } from './claims.ts'
import { issuerKeys, type KeyTimes } from './issuer-keys.ts'

export interface IssuerOptions extends ClaimRules {
  /** As tokens say it in `iss`, to the letter. */
  issuer: string
  /** What tokens must name in `aud`. */
  audience: string
  times?: Partial<KeyTimes>
}

export interface IssuerParts {
  installationKey: () => Promise<string>
  log: Pick<Log, 'warn'>
  now: () => Date
}

/** Where bearer tokens come from that are not ours. */
export interface Issuer {
  /**
   * On whose behalf a token was issued.
   *
   * @throws {GatewayError} `UNAUTHENTICATED`; `SOURCE_UNREACHABLE` when that cannot be said while the issuer does not answer.
   */
  viewer(token: string): Promise<Viewer>
  close(): void
}

/** With a key that the issuer publishes: a secret that it shares with somebody proves nothing here. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]
/** RFC 9068, and what issuers wrote before it; other types are not for bearers: those of logouts, say. */
const types = [undefined, 'jwt', 'at+jwt', 'application/at+jwt']
/** Seconds by which the clocks of issuer and gateway may differ. */
const clockTolerance = 30

/** Whether a bearer token has the form of a signed JWT. */
export function isJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)
}

export function createIssuer(
  options: IssuerOptions,
  { installationKey, log, now }: IssuerParts,
): Issuer {
  const { issuer, audience } = options
  const keys = issuerKeys(issuer, log, options.times)

  async function claimsOf(token: string): Promise<JWTPayload> {
    const { typ } = decodeProtectedHeader(token)
    // jose asks for the key before it reads claims: tokens of others must not cause requests.
    const isOurs = types.includes(typ?.toLowerCase()) && decodeJwt(token).iss === issuer
    if (!isOurs) throw new GatewayError('UNAUTHENTICATED')
    const { payload } = await jwtVerify(token, keys.find, {
      issuer,
      audience,
      algorithms,
      clockTolerance,
      currentDate: now(),
      requiredClaims: ['exp', 'sub'],
    })
    return payload
  }

  return {
    async viewer(token) {
      const claims = await claimsOf(token).catch((thrown: unknown) => {
        throw thrown instanceof GatewayError ? thrown : refused(thrown)
      })
      // A token that is bound to a key of its bearer (RFC 7800): nobody here looks whether the bearer has it.
      if (claims.cnf !== undefined) throw new GatewayError('UNAUTHENTICATED')
      const viewer = viewerByClaims(claims, options, await installationKey())
      if (viewer === null) throw new GatewayError('UNAUTHENTICATED')
      return viewer
    },
    close: keys.close,
  }
}

/** What is wrong with a genuine token goes to the log: by name, since its claims are somebody's own. */
function refused(thrown: unknown): GatewayError {
  if (!(thrown instanceof errors.JWTClaimValidationFailed)) {
    return new GatewayError('UNAUTHENTICATED')
  }
  const cause = new Error(`The claim ${thrown.claim} of a token: ${thrown.reason}.`)
  return new GatewayError('UNAUTHENTICATED', { cause })
}
