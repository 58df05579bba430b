import type { StandinRequest } from '../routes.ts'
import { parameter, type S3Address } from './address.ts'
import type { S3StandinKey } from './buckets.ts'
import { canonicalRequest, type Signed, sha256, signatureOf, stringToSign } from './canonical.ts'
import { type Claim, fromHeader, fromQuery } from './claim.ts'
import { S3Failure } from './failures.ts'

const minute = 60_000
/** How far the clocks may be apart. */
const mostSkew = 15 * minute

export interface Gate {
  keys: ReadonlyMap<string, S3StandinKey>
  /** Epoch milliseconds. */
  now: number
  /** Region to have signed for; null: any. */
  region: string | null
}

/**
 * Whose keys signed a request; null when nobody's did.
 *
 * @throws {S3Failure} when the signature is not one, or not one any more.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function authenticate(
  request: StandinRequest,
  address: S3Address,
  gate: Gate,
): S3StandinKey | null {
  const inHeader = request.headers.authorization !== undefined
  const inQuery = ['X-Amz-Algorithm', 'X-Amz-Signature', 'X-Amz-Credential'].some(
    (name) => parameter(address, name) !== undefined,
  )
  if (!inHeader && !inQuery) return null
  if (inHeader && inQuery) {
    throw new S3Failure(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      { ArgumentName: 'Authorization' },
    )
  }
  const claim = inQuery ? fromQuery(address) : fromHeader(request.headers)
  checkScope(claim, gate)
  checkTime(claim, gate.now)
  const key = gate.keys.get(claim.accessKeyId)
  if (key === undefined || (key.sessionToken !== undefined && tokenOf(request, address) === null)) {
    throw new S3Failure(
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      { AWSAccessKeyId: claim.accessKeyId },
    )
  }
  checkHeaders(claim, request.headers)
  checkSignature(claim, key, request, address)
  checkToken(key, tokenOf(request, address), gate.now)
  return key
}

function checkScope({ scope, kind }: Claim, { region }: Gate): void {
  if (region === null || scope.region === region) return
  const wrong = `the region '${scope.region}' is wrong; expecting '${region}'`
  if (kind === 'QUERY') {
    throw new S3Failure(
      400,
      'AuthorizationQueryParametersError',
      `Error parsing the X-Amz-Credential parameter; ${wrong}`,
      { Region: region },
    )
  }
  throw new S3Failure(
    400,
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; ${wrong}`,
    { Region: region },
  )
}

function checkTime(claim: Claim, now: number): void {
  const { time, expires } = claim
  const server = { ServerTime: seconds(now) }
  if (expires === null) {
    if (Math.abs(time - now) <= mostSkew) return
    throw new S3Failure(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { RequestTime: claim.date, ...server, MaxAllowedSkewMilliseconds: String(mostSkew) },
    )
  }
  const end = { Expires: seconds(time + expires * 1000), ...server }
  if (time - now > mostSkew) {
    const details = { 'X-Amz-Date': String(time), ...end }
    throw new S3Failure(403, 'AccessDenied', 'Request is not yet valid', details)
  }
  if (now > time + expires * 1000) {
    const details = { 'X-Amz-Expires': String(expires), ...end }
    throw new S3Failure(403, 'AccessDenied', 'Request has expired', details)
  }
}

/** All that S3 goes by has to be signed; it lets the hash of the body pass, which the signature covers anyway. */
function checkHeaders({ signedHeaders }: Claim, headers: Record<string, string>): void {
  const unsigned = Object.keys(headers).filter(
    (name) =>
      (name === 'host' || (name.startsWith('x-amz-') && name !== 'x-amz-content-sha256')) &&
      !signedHeaders.includes(name),
  )
  if (unsigned.length === 0) return
  throw new S3Failure(
    403,
    'AccessDenied',
    'There were headers present in the request which were not signed',
    { HeadersNotSigned: unsigned.join(', ') },
  )
}

function checkSignature(
  claim: Claim,
  key: S3StandinKey,
  { method, headers, body }: StandinRequest,
  address: S3Address,
): void {
  const hash = headers['x-amz-content-sha256'] ?? parameter(address, 'X-Amz-Content-Sha256')
  if (hash === undefined && claim.kind === 'HEADER') {
    throw new S3Failure(
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    )
  }
  const payload = hash ?? 'UNSIGNED-PAYLOAD'
  const { signedHeaders, date } = claim
  const scope = [claim.scope.day, claim.scope.region, 's3', 'aws4_request'].join('/')
  const signed: Signed = { method, address, headers, signedHeaders, payload, date, scope }
  const canonical = canonicalRequest(signed)
  const text = stringToSign(canonical, signed)
  if (signatureOf(text, key.secretAccessKey, scope) !== claim.signature) {
    throw new S3Failure(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        AWSAccessKeyId: key.accessKeyId,
        StringToSign: text,
        SignatureProvided: claim.signature,
        StringToSignBytes: spaced(text),
        CanonicalRequest: canonical,
        CanonicalRequestBytes: spaced(canonical),
      },
    )
  }
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) {
    throw new S3Failure(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256: payload, S3ComputedContentSHA256: sha256(body) },
    )
  }
}

function tokenOf({ headers }: StandinRequest, address: S3Address): string | null {
  return headers['x-amz-security-token'] ?? parameter(address, 'X-Amz-Security-Token') ?? null
}

function checkToken(key: S3StandinKey, token: string | null, now: number): void {
  if (token !== (key.sessionToken ?? null)) {
    throw new S3Failure(
      400,
      'InvalidToken',
      'The provided token is malformed or otherwise invalid.',
      { 'Token-0': token ?? '' },
    )
  }
  if (key.expires !== undefined && now >= key.expires) {
    const details = { 'Token-0': token ?? '' }
    throw new S3Failure(400, 'ExpiredToken', 'The provided token has expired.', details)
  }
}

function spaced(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
}

function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, '')
}
