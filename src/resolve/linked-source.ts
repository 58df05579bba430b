import type { StoredRecord } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import type { StoredAsset } from '../store/record-store.ts'
import type { PayerAccount } from './payer.ts'

/** A source as links to its assets are made from it. */
export interface LinkedSource {
  id: string
  connector: AnyConnector
  options: Record<string, unknown>
  allowPrivateAddresses: boolean
  /** The operator's account that pays for readers who agree; null: there is none. Default null. */
  payer?: PayerAccount | null
}

/** An asset whose link is asked for, with its record. */
export interface LinkRequest {
  asset: StoredAsset
  record: StoredRecord
}
