import type { Viewer } from '../model/index.ts'
import type { Credentials } from '../sdk/connector.ts'
import type { AssetToLink, Requirement, ResolvedLink } from '../sdk/links.ts'
import { encodedKey } from '../sdk/s3/address.ts'
import { dearestCost } from '../sdk/s3/cost.ts'
import { parseS3Locator } from '../sdk/s3/locator.ts'
import type { S3Prices } from '../sdk/s3/prices.ts'

/** An account of the operator's that pays for readers of one source, after they have agreed, within its budgets. */
export interface PayerAccount {
  /** Of the form `S3Login`. They sign, and leave this process never. */
  readonly credentials: Credentials
  /** US dollars that one reader may spend in a period. */
  readonly budgetPerReader: number
  /** US dollars that all readers together may. */
  readonly budget: number
  /** Length of the period, which ends now. */
  readonly periodSeconds: number
  /** Whether it pays for readers whom nobody knows; all of them are one reader then. */
  readonly anonymous: boolean
}

export interface Offer {
  payer: PayerAccount
  viewer: Viewer
  prices: S3Prices
  /** Root of the service that holds the asset's bucket; null: AWS. */
  endpoint: string | null
}

/** Whether the account pays for somebody. */
export function paysFor(payer: PayerAccount, { subject }: Viewer): boolean {
  return subject !== null || payer.anonymous
}

/**
 * The same link, or one that asks for consent where the operator's account may pay: for an object of known size that its
 * price alone bars. The command stays: readers may still pay themselves.
 */
export function withOffer(
  link: ResolvedLink,
  asset: AssetToLink,
  { payer, viewer, prices, endpoint }: Offer,
): ResolvedLink {
  const cost = dearestCost(asset, prices)
  if (cost === null || !isPayable(asset, link, endpoint)) return link
  const login: Requirement = {
    kind: 'LOGIN',
    text: 'The operator of this gateway pays for readers who are known to it: log in here.',
    url: null,
  }
  const consent: Requirement = {
    kind: 'CONSENT',
    text: 'Reading this is billed. The mutation openLinks gives a link that the operator of this gateway pays for, once you agree; the command is for keys of your own.',
    url: null,
  }
  return {
    ...link,
    state: 'NEEDS_CONSENT',
    payer: 'OPERATOR',
    cost,
    requirements: paysFor(payer, viewer) ? [consent] : [login, consent],
  }
}

function isPayable(asset: AssetToLink, link: ResolvedLink, endpoint: string | null): boolean {
  const place = parseS3Locator(asset.locator)
  return (
    link.state === 'NEEDS_CREDENTIALS' &&
    link.payer === 'CALLER' &&
    link.requirements.every(({ kind }) => kind === 'CLOUD_ACCOUNT') &&
    asset.role !== 'DIRECTORY' &&
    // What cannot be signed is not paid for.
    (link.region !== null || endpoint !== null) &&
    place !== null &&
    encodedKey(place.key) !== null
  )
}
