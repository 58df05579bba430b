/*
 * The small, strict part of JSONPath that manifests use. Steps: `name`, `["any key"]`, `[0]`, `[*]` for every element of a
 * list, `.*` for every value of an object. `.` alone is the value itself. No filters, no slices, no scripts.
 */

export type Step = { key: string } | { index: number } | { every: 'element' | 'value' }

export interface Path {
  readonly text: string
  readonly steps: readonly Step[]
  /** Whether it may lead to several values. */
  readonly isMany: boolean
}

/** A value that a path leads to; `key` is where it stood, when the last step was `.*`. */
export interface Found {
  value: unknown
  key: string | null
}

export interface Walked {
  found: Found[]
  /** What stood in the way, in types; null when nothing did. */
  fault: { expected: string; received: string } | null
}

const step =
  /\.?(?<name>[A-Za-z_@$][\w@$-]*)|\[(?<index>0|[1-9]\d{0,5})\]|\["(?<quoted>[^"\\]+)"\]|(?<element>\[\*\])|(?<value>\.?\*)/y

const parsed = new Map<string, Path>()

/** The path of a manifest that was checked; each text is parsed once. */
export function pathOf(text: string): Path {
  const known = parsed.get(text) ?? parsePath(text)
  if (known === null) throw new TypeError('a path that was not checked')
  parsed.set(text, known)
  return known
}

/** The path that a text says; null when it is none. */
export function parsePath(text: string): Path | null {
  if (text === '.') return { text, steps: [], isMany: false }
  const steps: Step[] = []
  for (let at = 0; at < text.length; at = step.lastIndex) {
    step.lastIndex = at
    const groups = step.exec(text)?.groups
    if (groups === undefined) return null
    const { name, index, quoted, element } = groups
    // A dot parts two steps, and none stands before the first.
    const isDotted = text[at] === '.'
    if (isDotted === (at === 0) && (name !== undefined || isDotted)) return null
    if (name !== undefined || quoted !== undefined) steps.push({ key: name ?? quoted ?? '' })
    else if (index !== undefined) steps.push({ index: Number(index) })
    else steps.push({ every: element === undefined ? 'value' : 'element' })
  }
  if (steps.length === 0) return null
  return { text, steps, isMany: steps.some((one) => 'every' in one) }
}

/**
 * What a path leads to. Null and absent on the way are nothing; a value of another type than the step needs is a fault:
 * the upstream has changed, or the path is wrong.
 */
export function walk({ steps }: Path, root: unknown): Walked {
  let here: Found[] = [{ value: root, key: null }]
  let fault: Walked['fault'] = null
  for (const one of steps) {
    const next: Found[] = []
    for (const { value } of here) {
      if (value === null || value === undefined) continue
      // PHP writes an object without keys as a list.
      if ('every' in one && Array.isArray(value) && value.length === 0) continue
      const expected = 'key' in one || ('every' in one && one.every === 'value') ? 'object' : 'list'
      if (typeOf(value) !== expected) {
        fault ??= { expected, received: typeOf(value) }
        continue
      }
      if ('every' in one) {
        const entries = Object.entries(value)
        next.push(
          ...entries.map(([key, inner]) => ({
            value: inner,
            key: one.every === 'value' ? key : null,
          })),
        )
      } else if ('index' in one) {
        next.push({ value: (value as unknown[])[one.index], key: null })
      } else if (Object.hasOwn(value, one.key)) {
        next.push({ value: (value as Record<string, unknown>)[one.key], key: null })
      }
    }
    here = next
  }
  return { found: here, fault }
}

/** The only value that a path leads to; undefined when there is none, or something stood in the way. */
export function valueAt(path: Path, root: unknown): unknown {
  const { found, fault } = walk(path, root)
  return fault === null ? found[0]?.value : undefined
}

/** A type in words that say no value. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  return typeof value === 'object' ? 'object' : typeof value
}
