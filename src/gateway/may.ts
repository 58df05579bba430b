import { GatewayError, isOperator, mayManage } from '../model/index.ts'
import type { SourceWithCount } from '../store/record-store.ts'
import type { GatewayContext } from './context.ts'
import { sourceName } from './ids.ts'

/*
 * Who may do what: the one place where field resolvers ask. Everybody else is refused, and of what the viewer may not know of
 * they learn no more than of what is not there.
 */

/** @throws {GatewayError} `FORBIDDEN` unless the viewer is an operator. */
export function needOperator({ viewer }: GatewayContext): void {
  if (!isOperator(viewer)) throw new GatewayError('FORBIDDEN')
}

/** @throws {GatewayError} `FORBIDDEN` unless the viewer is an operator, or an owner of whatever source. */
export function needOwner({ viewer }: GatewayContext): void {
  const isOwner = viewer.roles.includes('owner') && viewer.subject !== null
  if (!isOperator(viewer) && !isOwner) throw new GatewayError('FORBIDDEN')
}

/** Whether the viewer may change and watch a source, by its name: an operator, or one of its owners. */
export async function manages(source: string, context: GatewayContext): Promise<boolean> {
  const { viewer, loaders } = context
  if (isOperator(viewer)) return true
  if (!viewer.roles.includes('owner')) return false
  return mayManage(viewer, (await loaders.source(source))?.owners ?? [])
}

/** @throws {GatewayError} `FORBIDDEN` unless the viewer may change and watch the source of this name. */
export async function needManager(source: string, context: GatewayContext): Promise<void> {
  if (!(await manages(source, context))) throw new GatewayError('FORBIDDEN')
}

/**
 * The source of an argument, for whoever may change and watch it.
 *
 * @throws {GatewayError} `FORBIDDEN` for readers and anonymous, whatever they name, and for owners of others;
 *   `NOT_FOUND` (naming the argument) when it is absent or hidden.
 */
export async function sourceToManage(
  idOrName: string,
  argument: string,
  context: GatewayContext,
): Promise<SourceWithCount> {
  needOwner(context)
  const name = sourceName(idOrName)
  const source = name === null ? null : await context.loaders.source(name)
  if (source === null) throw new GatewayError('NOT_FOUND', { argument })
  await needManager(source.id, context)
  return source
}

/**
 * Whether the viewer may make these the owners of a source: an operator any, an owner only itself and groups it is in, so
 * that nobody is given what they did not ask for, and it cannot be left to nobody.
 */
export function mayGive(context: GatewayContext, owners: readonly string[]): boolean {
  const { viewer } = context
  if (isOperator(viewer)) return true
  return owners.length > 0 && owners.every((owner) => mayManage(viewer, [owner]))
}
