import { alternatesOf } from '../alternates.ts'
import type { AccessLinkResolvers } from '../schema.generated.ts'

export const AccessLink: AccessLinkResolvers = {
  asset: ({ asset }) => asset,
  state: ({ link }) => link.state,
  url: ({ link }) => link.url,
  method: ({ link }) => link.method,
  headers: ({ link }) => [...link.headers],
  expiresAt: ({ link }) => link.expiresAt,
  revokeUrl: ({ link }) => link.revokeUrl,
  supportsRange: ({ link }) => link.supportsRange,
  packedAs: ({ link }) => link.packedAs,
  payer: ({ link }) => link.payer,
  cost: ({ link }) => link.cost,
  region: ({ link }) => link.region,
  requirements: ({ link }) => [...link.requirements],
  command: ({ link }) => link.command,
  alternates: (linked, { region }, context) => alternatesOf(linked, region ?? null, context),
  error: ({ link }) => link.error,
}
