import type { z } from 'zod'
import { GatewayError, sourceIdPattern } from '../model/index.ts'
import type { Connector, RowShape } from './connector.ts'
import { HttpPolicyShape } from './http-policy.ts'
import { openPlaces, type ShapeFault, swallowingPlaces } from './row-shape.ts'

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * The connector itself, with its types inferred: `options` and the rows' shapes give those of `harvest` and `map`.
 * Checked once, when its module loads, so that a shape that would keep more than it lists never sees a row.
 *
 * @throws {GatewayError} `CONFIG_INVALID` that lists every fault with its path, `argument` being the first path.
 */
export function defineConnector<
  OptionsShape extends z.ZodObject,
  Rows extends Record<string, RowShape>,
  Rules = undefined,
>(connector: Connector<OptionsShape, Rows, Rules>): Connector<OptionsShape, Rows, Rules> {
  const faults = faultsOf(connector as unknown as Connector)
  const [first] = faults
  if (first === undefined) return connector
  throw new GatewayError('CONFIG_INVALID', {
    argument: first.path,
    message: `The connector is not valid: ${faults.map(({ path, problem }) => `${path} ${problem}`).join('; ')}.`,
  })
}

function faultsOf(connector: Connector): ShapeFault[] {
  const { type, version, options, rows, map, http, rightsMaxAge } = connector
  const entities = Object.keys(rows)
  return [
    ...(kebabCase.test(type) && sourceIdPattern.test(type)
      ? []
      : [{ path: 'type', problem: 'must be kebab-case, like the folder' }]),
    ...(Number.isInteger(version) && version > 0
      ? []
      : [{ path: 'version', problem: 'must be a whole number above 0' }]),
    ...(rightsMaxAge === undefined || rightsMaxAge > 0
      ? []
      : [{ path: 'rightsMaxAge', problem: 'must be a number of seconds above 0' }]),
    ...swallowingPlaces(options, 'options'),
    ...(entities.length > 0 ? [] : [{ path: 'rows', problem: 'must have a shape at least' }]),
    ...entities.flatMap((entity) => rowFaults(rows[entity], `rows.${entity}`)),
    ...entities
      .filter((entity) => typeof map[entity] !== 'function')
      .map((entity) => ({ path: `map.${entity}`, problem: 'must be a function' })),
    ...Object.keys(map)
      .filter((entity) => !entities.includes(entity))
      .map((entity) => ({ path: `map.${entity}`, problem: 'has no shape in rows' })),
    ...policyFaults(http),
  ]
}

function rowFaults(shape: RowShape | undefined, path: string): ShapeFault[] {
  if (shape?._zod?.def.type !== 'object') return [{ path, problem: 'must be a z.object' }]
  return openPlaces(shape, path)
}

function policyFaults(http: Connector['http']): ShapeFault[] {
  const parsed = HttpPolicyShape.partial().safeParse(http ?? {})
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => ({
    path: ['http', ...issue.path].join('.'),
    problem: 'is not a setting of the HTTP policy, or out of its range',
  }))
}
