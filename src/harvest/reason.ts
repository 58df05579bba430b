import { z } from 'zod'
import { GatewayError } from '../model/index.ts'

/** Why something was not taken: where, and in types. Never a value, never a key that may be one. */
export interface Reason {
  path: string | null
  reason: string
}

const keysOf = new WeakMap<z.ZodType, ReadonlySet<string>>()

/** The first issue in words of types. `value` is what was checked against `shape`. */
export function reasonOf(error: z.ZodError, value: unknown, shape: z.ZodType): Reason {
  const issue = error.issues[0]
  if (issue === undefined) return { path: null, reason: 'not valid' }
  const received = typeOf(at(value, issue.path))
  return {
    path: writtenPath(issue.path, knownKeys(shape)),
    reason:
      issue.code === 'unrecognized_keys'
        ? expectation(issue)
        : `expected ${expectation(issue)}, received ${received}`,
  }
}

/**
 * What a thrown value says without saying a value. Only a `GatewayError` promises a safe message; of others
 * the built-in class is told.
 */
export function reasonOfThrown(thrown: unknown): string {
  if (thrown instanceof GatewayError) return thrown.message
  const builtIn = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError]
  const kind = builtIn.find((type) => thrown instanceof type)
  return `the row could not be mapped (${kind?.name ?? 'Error'})`
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected
    case 'invalid_format':
      return `a string in the form ${issue.format}`
    case 'invalid_value':
      return 'one of the known values'
    case 'invalid_union':
      return 'one of several shapes'
    case 'too_small':
      return `${issue.origin} of at least ${issue.minimum}`
    case 'too_big':
      return `${issue.origin} of at most ${issue.maximum}`
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return 'keys that are not expected'
    default:
      return 'something else'
  }
}

function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (Number.isNaN(value)) return 'not a number'
  return typeof value
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined
    here = (here as Record<PropertyKey, unknown>)[step]
  }
  return here
}

/** A key that the shape does not name came with the row, and may be somebody's name: it becomes `*`. */
function writtenPath(path: readonly PropertyKey[], known: ReadonlySet<string>): string | null {
  if (path.length === 0) return null
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return typeof step === 'string' && known.has(step) ? `.${step}` : '.*'
  })
  return steps.join('').replace(/^\./, '')
}

/** Every key that an object anywhere inside the shape names. */
function knownKeys(shape: z.ZodType): ReadonlySet<string> {
  const cached = keysOf.get(shape)
  if (cached !== undefined) return cached
  const keys = new Set<string>()
  const visited = new Set<unknown>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || visited.has(node)) return
    visited.add(node)
    if (Array.isArray(node)) {
      for (const inner of node) visit(inner)
      return
    }
    if (!(node instanceof z.ZodType)) return
    if (node instanceof z.ZodObject) {
      for (const [key, inner] of Object.entries(node.shape)) {
        keys.add(key)
        visit(inner)
      }
    }
    const def: Record<string, unknown> = { ...node.def }
    if (typeof def.getter === 'function') visit(def.getter())
    for (const key of [
      'innerType',
      'element',
      'items',
      'rest',
      'options',
      'left',
      'right',
      'in',
      'out',
      'valueType',
      'keyType',
    ]) {
      visit(def[key])
    }
  }
  visit(shape)
  keysOf.set(shape, keys)
  return keys
}
