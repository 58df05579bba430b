import { isOperator, mayManage } from '../../model/index.ts'
import type { GatewayContext } from '../context.ts'
import { needOwner, sourceToManage } from '../may.ts'
import { checkFirst, pageSizes } from '../page-size.ts'
import type { AuditPage } from '../parents.ts'
import type {
  AuditConnectionResolvers,
  AuditEntryResolvers,
  QueryAuditArgs,
} from '../schema.generated.ts'
import { openCursor, sealCursor } from '../sealed-cursor.ts'
import { edgesOf, pageInfoOf } from './page.ts'

/**
 * Who changed what, of the sources that the viewer may manage.
 *
 * @throws {GatewayError} as `sourceToManage`; `BAD_INPUT` for a cursor of another list.
 */
export async function readAudit(args: QueryAuditArgs, context: GatewayContext): Promise<AuditPage> {
  const { first, after = null } = args
  const { store, read } = context
  needOwner(context)
  checkFirst(first, pageSizes.audit)
  const sources = await audited(args.source ?? null, context)
  const key = await read(store.installationKey())
  const before = after === null ? null : openCursor(after, key)
  const { entries, hasNext } = await read(store.audit({ sources, first, before }))
  const cursors = entries.map(({ cursor }) => sealCursor(cursor, key))
  return { items: entries, cursors, hasNext, after }
}

/** Names of the sources; null: everything, for operators. */
async function audited(source: string | null, context: GatewayContext): Promise<string[] | null> {
  const { viewer, loaders } = context
  if (source !== null) return [(await sourceToManage(source, 'source', context)).id]
  if (isOperator(viewer)) return null
  const sources = await loaders.sources()
  return sources.filter(({ owners }) => mayManage(viewer, owners)).map(({ id }) => id)
}

export const AuditConnection: AuditConnectionResolvers = {
  edges: edgesOf,
  pageInfo: pageInfoOf,
}

export const AuditEntry: AuditEntryResolvers = {
  source: ({ source }, _, { loaders }) => (source === null ? null : loaders.source(source)),
}
