import { isDeepStrictEqual } from 'node:util'
import { GatewayError } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import { expectAbove, expectNone } from './check.ts'
import type { Trial } from './trial.ts'

export interface MappedOnce {
  entity: string
  row: unknown
}

export async function mapsPurely(trial: Trial) {
  const rows: MappedOnce[] = []
  await trial.harvest({ connector: watched(trial.connector, rows) })
  expectAbove(rows.length, 0, 'rows mapped')
  const options = frozen(trial.options)
  const rules = trial.connector.rules?.()
  const impure = rows.flatMap(({ entity, row }) => {
    const map = () => trial.connector.map[entity]?.(frozen(structuredClone(row)), options, rules)
    try {
      const first = trapped(map)
      const kept = JSON.parse(JSON.stringify(row))
      if (!isDeepStrictEqual(trapped(map), first)) return [`${entity}: maps one row in two ways`]
      // What the catalogue keeps of a row is its JSON; a later version of the mapping starts from that.
      const replayed = trapped(() => trial.connector.map[entity]?.(frozen(kept), options, rules))
      return isDeepStrictEqual(replayed, first)
        ? []
        : [`${entity}: maps the kept row in another way`]
    } catch (thrown) {
      // A row may be refused as it stands; that is no trap.
      if (thrown instanceof GatewayError && thrown.code === 'ROW_INVALID') return []
      return [`${entity}: ${thrown instanceof Error ? thrown.message : String(thrown)}`]
    }
  })
  expectNone(impure, 'mapping that is not pure')
}

export function watched(connector: AnyConnector, rows: MappedOnce[]): AnyConnector {
  const map = Object.fromEntries(
    Object.keys(connector.map).map((entity) => [
      entity,
      (row: unknown, options: unknown, rules: unknown) => {
        rows.push({ entity, row: structuredClone(row) })
        return connector.map[entity]?.(row, options, rules) ?? null
      },
    ]),
  )
  return { ...connector, map }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

/** Calls `map` where clock, chance and network are traps. */
function trapped<T>(map: () => T): T {
  const trap = (name: string) => () => {
    throw new Error(`mapping calls ${name}`)
  }
  const RealDate = Date
  class TrappedDate extends RealDate {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) trap('new Date()')()
      super(...(parts as [string]))
    }
    static override now = trap('Date.now')
  }
  const globals = globalThis as unknown as Record<string, unknown>
  const { fetch } = globalThis
  const { random } = Math
  const performanceNow = performance.now
  globals.Date = TrappedDate
  globals.fetch = trap('fetch')
  Math.random = trap('Math.random')
  performance.now = trap('performance.now')
  try {
    return map()
  } finally {
    globals.Date = RealDate
    globals.fetch = fetch
    Math.random = random
    performance.now = performanceNow
  }
}
