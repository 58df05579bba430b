import { createHash } from 'node:crypto'
import { GatewayError } from '../model/index.ts'
import type { LinkCost, ResolvedLink } from '../sdk/links.ts'
import { encodedKey } from '../sdk/s3/address.ts'
import { createLinkSigner } from '../sdk/s3/link-signer.ts'
import { parseS3Locator } from '../sdk/s3/locator.ts'
import { s3Credentials } from '../sdk/s3/login.ts'
import { anyRegion } from '../sdk/s3/resolve.ts'
import type { S3Credentials } from '../sdk/s3/s3.ts'
import type { SpendingLedger, SpendingPart } from '../store/spending-ledger.ts'
import type { LinkRequest } from './linked-source.ts'
import { type PayerAccount, paysFor } from './payer.ts'
import type { Reader } from './reader.ts'

/** Seconds that a link lasts which the operator pays for: whoever holds it may use it until then. */
export const paidSeconds = 900

export interface OpenedLinks {
  /** In the order asked for, as many. */
  links: ResolvedLink[]
  /** What this call has put on the operator's account at most; null when nothing. */
  spent: LinkCost | null
}

/** Who pays for a source. */
export interface Paying {
  account: PayerAccount
  /** Root of the service that holds a bucket; null: AWS. */
  endpointOf(bucket: string): string | null
}

export interface OpenParts {
  reader: Reader
  requests: readonly LinkRequest[]
  /** Links to `requests` as anybody gets them: those that need consent are opened. */
  links: readonly ResolvedLink[]
  /** What somebody made up for this one wish, so that repeating it never pays again. */
  idempotencyKey: string
  /** Null: nobody. */
  payingFor(source: string): Paying | null
  ledger: SpendingLedger
  now: Date
}

/**
 * Puts what the links will cost at most on the operator's account, all or nothing and before anything is signed, and signs
 * them. The same key with the same wish gives the same links again while they last, and never pays twice.
 *
 * @throws {GatewayError} `FORBIDDEN` when nobody knows the reader and an account does not pay for such; `BUDGET_EXCEEDED`;
 *   `CONFLICT` when the key stood for another wish, or its links have ended.
 */
export async function openLinks(parts: OpenParts): Promise<OpenedLinks> {
  const { reader, requests, links, now, ledger } = parts
  const { subject } = reader.viewer
  const places = [...links.keys()].filter((at) => links[at]?.state === 'NEEDS_CONSENT')
  // Asked for twice in one call, an asset is opened once.
  const wanted = new Map(places.map((at) => [idOf(requests[at] as LinkRequest), at]))
  if (wanted.size === 0) return { links: [...links], spent: null }
  const payers = await payersOf(parts, [...wanted.values()])

  const reserved = await ledger.reserveSpending({
    opening: hashOf([subject, parts.idempotencyKey]),
    request: hashOf([...wanted].map(([id, at]) => [id, statedOf(requests[at] as LinkRequest)])),
    subject,
    at: now.toISOString(),
    until: new Date(startOf(now) + paidSeconds * 1_000).toISOString(),
    parts: partsOf([...wanted.values()], parts, payers),
  })
  const start = new Date(reserved.at)
  if (Date.parse(reserved.until) <= now.getTime()) {
    const message =
      'The links that this key has paid for have ended; agree anew, with another key, to pay again.'
    throw new GatewayError('CONFLICT', { argument: 'idempotencyKey', message })
  }

  // From the same moment, the same signature: what was signed is kept nowhere.
  const signers = new Map(
    [...payers].map(([source, { keys: credentials }]) => [
      source,
      createLinkSigner({ credentials, now: start, expiresIn: paidSeconds }),
    ]),
  )
  const opened = [...links]
  for (const at of places) {
    const [{ asset, record }, link] = [requests[at] as LinkRequest, links[at] as ResolvedLink]
    const { bucket: name, key, versionId = null } = parseS3Locator(asset.locator) ?? none()
    const region = link.region ?? anyRegion
    const endpoint = payers.get(record.source)?.endpointOf(name) ?? null
    const bucket = { name, region, endpoint, requesterPays: true }
    const path = encodedKey(key) ?? none()
    const url = signers.get(record.source)?.({ bucket, region, path, versionId }) ?? none()
    opened[at] = { ...link, state: 'READY', url, expiresAt: reserved.until, requirements: [] }
  }
  const costs = [...wanted.values()].map((at) => links[at]?.cost as LinkCost)
  return { links: opened, spent: reserved.isNew ? sumOf(costs) : null }
}

interface KnownPayer {
  account: PayerAccount
  keys: S3Credentials
  endpointOf: Paying['endpointOf']
}

/** By source. Their keys are read before anything is put on their account. */
async function payersOf(
  { requests, payingFor, reader }: OpenParts,
  wanted: readonly number[],
): Promise<Map<string, KnownPayer>> {
  const sources = new Set(wanted.map((at) => (requests[at] as LinkRequest).record.source))
  const found = [...sources].map(async (source): Promise<[string, KnownPayer]> => {
    const { account, endpointOf } = payingFor(source) ?? none()
    if (!paysFor(account, reader.viewer)) {
      const message = 'The operator pays for readers who are known here, and this one is not.'
      throw new GatewayError('FORBIDDEN', { message })
    }
    return [
      source,
      { account, endpointOf, keys: (await s3Credentials(account.credentials)) ?? none() },
    ]
  })
  return new Map(await Promise.all(found))
}

function none(): never {
  throw new GatewayError('INTERNAL', { cause: 'a link asks for consent, and nobody would pay' })
}

/** One part a source, each with the limits of its own account. */
function partsOf(
  wanted: readonly number[],
  { requests, links }: OpenParts,
  payers: ReadonlyMap<string, KnownPayer>,
): SpendingPart[] {
  const bySource = Map.groupBy(wanted, (at) => (requests[at] as LinkRequest).record.source)
  return [...bySource].map(([source, places]) => {
    const { account: payer } = payers.get(source) as KnownPayer
    return {
      source,
      dollars: places.reduce((sum, at) => sum + (links[at]?.cost?.amount ?? 0), 0),
      assets: places.map((at) => {
        const { asset } = requests[at] as LinkRequest
        return { record: asset.record, key: asset.key }
      }),
      budget: payer.budget,
      budgetPerReader: payer.budgetPerReader,
      periodSeconds: payer.periodSeconds,
    }
  })
}

/** Signatures count from the whole second. */
const startOf = (time: Date) => Math.floor(time.getTime() / 1_000) * 1_000

const idOf = ({ asset }: LinkRequest) => JSON.stringify([asset.record, asset.key])
const statedOf = ({ asset }: LinkRequest) => [asset.locator, asset.size, asset.region]

function hashOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url')
}

function sumOf(costs: readonly LinkCost[]): LinkCost {
  const [first] = costs as [LinkCost]
  return {
    amount: costs.reduce((sum, { amount }) => sum + amount, 0),
    currency: 'USD',
    basis: `The most that reading what was opened (${costs.length}) once may cost, put on the operator's account.`,
    asOf: first.asOf,
  }
}
