/*
 * Texts with places in them: `{name}` stands for a field of the row, `{parent.name}` for one of the row above, `{base}` and
 * `{web}` for the addresses of the source. In addresses values are escaped; `{+name}` leaves slashes as they are.
 */

export type Scalar = string | number | boolean

export interface Place {
  name: string
  keepsSlashes: boolean
}

export interface Template {
  readonly text: string
  readonly parts: readonly (string | Place)[]
  readonly places: readonly Place[]
}

/** What stands for a place: no value, one, or several. */
export type Values = (name: string) => readonly Scalar[]

const place = /\{(\+?)([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)?)\}/g

const parsed = new Map<string, Template>()

/** The template of a manifest that was checked; each text is parsed once. */
export function templateOf(text: string): Template {
  const known = parsed.get(text) ?? parseTemplate(text)
  if (known === null) throw new TypeError('a template that was not checked')
  parsed.set(text, known)
  return known
}

/** The template that a text says; null when it has a brace that belongs to no place. */
export function parseTemplate(text: string): Template | null {
  const parts: (string | Place)[] = []
  let at = 0
  for (const match of text.matchAll(place)) {
    if (match.index > at) parts.push(text.slice(at, match.index))
    parts.push({ name: match[2] ?? '', keepsSlashes: match[1] === '+' })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push(text.slice(at))
  if (parts.some((part) => typeof part === 'string' && /[{}]/.test(part))) return null
  return { text, parts, places: parts.filter((part) => typeof part !== 'string') }
}

/** Whether it is one place and nothing else, so that its values keep their types and their number. */
export function isBare({ parts, places }: Template): boolean {
  return parts.length === 1 && places.length === 1
}

/**
 * All that a template stands for. Where a place has several values there are as many texts; where any has none, there is
 * nothing: half a text is worse than none.
 */
export function filled(template: Template, values: Values, asAddress = false): Scalar[] {
  const { parts, places } = template
  if (isBare(template)) return [...values(places[0]?.name ?? '')]
  let texts = ['']
  for (const part of parts) {
    const found = typeof part === 'string' ? [part] : values(part.name).flatMap(writtenIn(part))
    texts = texts.flatMap((text) => found.map((next) => text + next))
  }
  return texts

  function writtenIn({ name, keepsSlashes }: Place): (value: Scalar) => string[] {
    const isRoot = name === 'base' || name === 'web'
    return (value) => {
      if (!asAddress || isRoot) return [String(value)]
      const text = escaped(String(value), keepsSlashes)
      return text === null ? [] : [text]
    }
  }
}

/** A value as a part of an address; null when a step of it would climb out of the place that it is meant for. */
export function escaped(value: string, keepsSlashes: boolean): string | null {
  const steps = keepsSlashes ? value.split('/') : [value]
  if (steps.some((step) => /^\.{1,2}$/.test(step))) return null
  return steps.map((step) => encodeURIComponent(step.toWellFormed())).join('/')
}
