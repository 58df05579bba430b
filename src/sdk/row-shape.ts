import type { z } from 'zod'

/** Something in a shape that lets through what is not listed. */
export interface ShapeFault {
  path: string
  /** What is wrong and what to write instead. */
  problem: string
}

/** The parts of zod's own definitions that matter here; a kind that is not listed is refused. */
type Definition =
  | { type: 'object'; shape: Record<string, Schema>; catchall?: Schema }
  | { type: 'array'; element: Schema }
  | { type: 'union'; options: Schema[] }
  | { type: 'intersection'; left: Schema; right: Schema }
  | { type: 'tuple'; items: Schema[]; rest: Schema | null }
  | { type: 'record'; keyType: Schema; valueType: Schema; mode?: 'loose' }
  | { type: Wrapper; innerType: Schema }
  | { type: 'pipe'; in: Schema; out: Schema }
  | { type: 'lazy'; getter: () => Schema }
  | { type: Leaf }
  | { type: 'any' | 'unknown' | 'transform' | 'custom' | 'map' | 'set' | 'promise' | 'file' }
type Schema = z.core.$ZodType
type Wrapper = (typeof wrappers)[number]
type Leaf = (typeof leaves)[number]

const wrappers = [
  'optional',
  'nullable',
  'default',
  'prefault',
  'nonoptional',
  'catch',
  'readonly',
] as const
const leaves = [
  'string',
  'number',
  'int',
  'boolean',
  'bigint',
  'date',
  'literal',
  'enum',
  'template_literal',
  'null',
  'undefined',
  'void',
  'nan',
  'never',
] as const

/**
 * Every place in a row's shape that is no allow-list: an object that keeps or refuses unknown keys instead of
 * stripping them, a value of any kind, a record with keys of any kind. Empty when the shape keeps only what it
 * lists.
 */
export function openPlaces(shape: Schema, path: string): ShapeFault[] {
  return walk(shape, path, [])
}

function walk(shape: Schema, path: string, above: readonly Schema[]): ShapeFault[] {
  // A shape inside itself is judged once, where it starts.
  if (above.includes(shape)) return []
  const definition = shape._zod.def as unknown as Definition
  const below = (next: Schema, name: string) => walk(next, `${path}${name}`, [...above, shape])

  if (isOneOf(leaves, definition.type)) return []
  switch (definition.type) {
    case 'object':
      return [
        ...(definition.catchall === undefined
          ? []
          : [{ path, problem: keeps(definition.catchall) }]),
        ...Object.entries(definition.shape).flatMap(([key, next]) => below(next, `.${key}`)),
      ]
    case 'array':
      return below(definition.element, '[]')
    case 'union':
      return definition.options.flatMap((option) => below(option, ''))
    case 'intersection':
      return [...below(definition.left, ''), ...below(definition.right, '')]
    case 'tuple':
      return [
        ...definition.items.flatMap((item, index) => below(item, `[${index}]`)),
        ...(definition.rest === null ? [] : below(definition.rest, '[]')),
      ]
    case 'record':
      return [
        ...(definition.mode !== 'loose' && hasListedKeys(definition.keyType)
          ? []
          : [{ path, problem: 'takes any key: list the keys in an object or an enum' }]),
        ...below(definition.valueType, '{}'),
      ]
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'catch':
    case 'readonly':
      return below(definition.innerType, '')
    case 'lazy':
      return below(definition.getter(), '')
    case 'pipe': {
      // Either end that is a list makes the whole one: a transform of what was let through adds nothing.
      const first = below(definition.in, '')
      const last = below(definition.out, '')
      if (first.length === 0 || last.length === 0) return []
      return typeOf(definition.in) === 'transform' ? last : first
    }
    default:
      return [{ path, problem: `${definition.type} takes anything: say what is kept` }]
  }
}

function keeps(catchall: Schema): string {
  return typeOf(catchall) === 'never'
    ? 'refuses rows with keys that are not listed: use z.object, which strips them'
    : 'keeps keys that are not listed: use z.object, which strips them'
}

function hasListedKeys(keys: Schema): boolean {
  return ['enum', 'literal'].includes(typeOf(keys))
}

function typeOf(shape: Schema): string {
  return shape._zod.def.type
}

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return (list as readonly string[]).includes(value)
}

/** Every object in an options' shape that would swallow a misspelt option. */
export function swallowingPlaces(shape: Schema, path: string): ShapeFault[] {
  const definition = shape._zod.def as unknown as Definition
  if (isOneOf(wrappers, definition.type) && 'innerType' in definition) {
    return swallowingPlaces(definition.innerType, path)
  }
  if (definition.type === 'array') return swallowingPlaces(definition.element, `${path}[]`)
  if (definition.type === 'union') {
    return definition.options.flatMap((option) => swallowingPlaces(option, path))
  }
  if (definition.type === 'pipe') return swallowingPlaces(definition.in, path)
  if (definition.type !== 'object') return []
  const strict = definition.catchall !== undefined && typeOf(definition.catchall) === 'never'
  return [
    ...(strict
      ? []
      : [{ path, problem: 'swallows options that are misspelt: use z.strictObject' }]),
    ...Object.entries(definition.shape).flatMap(([key, next]) =>
      swallowingPlaces(next, `${path}.${key}`),
    ),
  ]
}
