import { onTestFinished } from 'vitest'
import {
  createResolver,
  type LinkRequest,
  type PayerAccount,
  type ResolverOptions,
} from '../../src/resolve/index.ts'
import { s3Locator } from '../../src/sdk/s3/locator.ts'
import { request } from '../support/link-request.ts'
import cellar from './connectors/cellar/index.ts'

export { cellar }

/** Keys of nobody. */
export const readerKeys = { accessKeyId: 'READERKEY', secretAccessKey: 'reader-secret-planted' }

export const payer: PayerAccount = {
  credentials: { accessKeyId: 'PAYERKEY', secretAccessKey: 'payer-secret-planted' },
  budgetPerReader: 10,
  budget: 25,
  periodSeconds: 86_400,
  anonymous: false,
}

export const gigabyte = 2 ** 30

/** An object of a requester-pays bucket in us-west-2, unless said otherwise. */
export function bottle(
  key: string,
  { asset = {}, record = {} }: Parameters<typeof request>[2] = {},
): LinkRequest {
  return request('cellar', key, {
    asset: {
      locator: s3Locator('wine-1', key),
      region: 'us-west-2',
      payer: 'CALLER',
      size: gigabyte,
      sizeIsExact: true,
      ...asset,
    },
    record: { access: 'REQUESTER_PAYS', ...record },
  })
}

/** The same in an open bucket. */
export function openBottle(key: string, asset: Partial<LinkRequest['asset']> = {}): LinkRequest {
  return bottle(key, { asset: { payer: null, ...asset }, record: { access: 'OPEN' } })
}

export interface CellarOptions extends Partial<ResolverOptions> {
  endpoint?: string | null
  origins?: string[]
  payer?: PayerAccount | null
  allowPrivateAddresses?: boolean
}

/** A resolver of the cellar, closed with the test. */
export function cellarOf(given: CellarOptions = {}) {
  const { endpoint = null, origins = [], payer = null, allowPrivateAddresses = false } = given
  const resolver = createResolver({
    resolveName: async () => ['93.184.216.34'],
    ...given,
    sources: [
      {
        id: 'cellar',
        connector: cellar,
        options: { endpoint, origins, bottles: [] },
        allowPrivateAddresses,
        payer,
      },
    ],
  })
  onTestFinished(() => resolver.close())
  return resolver
}
