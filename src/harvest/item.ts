import { z } from 'zod'
import { GatewayError, Visibility } from '../model/index.ts'
import type { Checkpoint, HarvestItem } from '../sdk/connector.ts'

/** Longest native id, partition, scope or etag that is taken, in UTF-16 units. */
const longest = 1024
const name = z.string().min(1).max(longest)

const Position: z.ZodType<Checkpoint> = z.json()

/** Every kind but `row`, whose own shape is looked at by hand: there is one for each of a million rows. */
const kinds = {
  same: z.strictObject({ same: name, partition: name.optional() }),
  assets: z.strictObject({
    assets: name,
    chunk: z.array(z.unknown()),
    etag: z.string().max(longest).optional(),
  }),
  rights: z.strictObject({ rights: name, visibility: Visibility.nullable() }),
  gone: z.strictObject({ gone: name, proof: z.string().min(1) }),
  term: z.strictObject({ term: z.unknown() }),
  checkpoint: z.strictObject({ checkpoint: Position, partition: name }),
  partitionDone: z.strictObject({ partitionDone: name }),
  partitionFailed: z.strictObject({ partitionFailed: name, error: z.instanceof(GatewayError) }),
  spent: z.strictObject({ spent: z.number().nonnegative() }),
  expected: z.strictObject({ expected: z.int().nonnegative() }),
} as const

export type ItemKind = 'row' | keyof typeof kinds
export type ItemOf<Kind extends ItemKind> = Extract<HarvestItem, { [key in Kind]: unknown }>

/**
 * Which of the closed union's kinds `item` is.
 *
 * @throws {GatewayError} `INTERNAL` when it is none of them: the connector is at fault, not the source.
 */
export function kindOf(item: unknown): ItemKind {
  if (typeof item !== 'object' || item === null) throw strange(`a ${typeof item}`)
  if ('row' in item) {
    checkRow(item as Record<string, unknown>)
    return 'row'
  }
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    if (!(kind in item)) continue
    const checked = kinds[kind].safeParse(item)
    if (checked.success) return kind
    const path = checked.error.issues[0]?.path[0]
    throw strange(
      `\`${kind}\` with ${path === undefined ? 'more than it has' : `a bad \`${String(path)}\``}`,
    )
  }
  throw strange('an object of no known kind')
}

function checkRow(item: Record<string, unknown>): void {
  const { nativeId, entity, etag, scope, partition } = item
  if (typeof entity !== 'string') throw strange('`row` with a bad `entity`')
  if (nativeId !== null && typeof nativeId !== 'string')
    throw strange('`row` with a bad `nativeId`')
  if (etag !== undefined && typeof etag !== 'string') throw strange('`row` with a bad `etag`')
  if (scope !== undefined && (typeof scope !== 'string' || scope === '')) {
    throw strange('`row` with a bad `scope`')
  }
  if (partition !== undefined && typeof partition !== 'string') {
    throw strange('`row` with a bad `partition`')
  }
}

function strange(what: string): GatewayError {
  return new GatewayError('INTERNAL', {
    message: `The connector yielded ${what}, which no harvest may yield.`,
  })
}

/** Null for what cannot name a record: empty, overlong, or with control characters in it. */
export function readableId(nativeId: string | null): string | null {
  if (nativeId === null || nativeId === '' || nativeId.length > longest) return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f]/.test(nativeId) ? null : nativeId
}
