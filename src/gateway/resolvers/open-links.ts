import { GatewayError } from '../../model/index.ts'
import type { LinkRequest } from '../../resolve/index.ts'
import type { LinkCost } from '../../sdk/links.ts'
import type { GatewayContext } from '../context.ts'
import type { LinkedAsset } from '../parents.ts'
import { assetBy } from './asset.ts'

/** Long enough that nobody guesses another's. */
const keyShape = /^[\x21-\x7e]{16,128}$/

export interface OpenRequest {
  ids: readonly string[]
  consent: boolean
  idempotencyKey: string
}

/**
 * Links that the operator's accounts pay for, after the reader has agreed.
 *
 * @throws {GatewayError} `BAD_INPUT` without consent or a proper key; `NOT_FOUND` when one of the assets is absent or hidden:
 *   nothing is paid then; and what `Resolver.open` throws.
 */
export async function openLinks(
  { ids, consent, idempotencyKey }: OpenRequest,
  context: GatewayContext,
): Promise<{ links: LinkedAsset[]; spent: LinkCost | null }> {
  if (!consent) {
    const message = 'Nothing is paid for without consent.'
    throw new GatewayError('BAD_INPUT', { argument: 'consent', message })
  }
  if (!keyShape.test(idempotencyKey)) {
    const message = '`idempotencyKey` has 16 to 128 printable characters without spaces.'
    throw new GatewayError('BAD_INPUT', { argument: 'idempotencyKey', message })
  }
  const requests = await Promise.all(
    ids.map(async (id): Promise<LinkRequest> => {
      const asset = await assetBy(id, context)
      const record = asset === null ? null : await context.loaders.record.load(asset.record)
      if (asset === null || record === null)
        throw new GatewayError('NOT_FOUND', { argument: 'ids' })
      return { asset, record }
    }),
  )
  const { resolver, reader, gone } = context
  const { links, spent } = await resolver.open(reader, requests, idempotencyKey, gone)
  const linked = requests.flatMap(({ asset }, at) => {
    const link = links[at]
    return link === undefined ? [] : [{ asset, link }]
  })
  return { links: linked, spent }
}
