import { asList, isObject, type Json } from '../documents/rows.ts'

/** Namespaces whose terms are read by their local names. */
const namespaces = [
  'http://schema.org/',
  'https://schema.org/',
  'http://mlcommons.org/croissant/RAI/',
  'http://mlcommons.org/croissant/1.0/',
  'http://mlcommons.org/croissant/1.1/',
  'http://mlcommons.org/croissant/',
  'https://mlcommons.org/croissant/',
  'http://purl.org/dc/terms/',
]

/** Prefixes that documents use without declaring them. */
const usual: Readonly<Record<string, string>> = {
  sc: 'https://schema.org/',
  schema: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  dct: 'http://purl.org/dc/terms/',
}

export type Context = ReadonlyMap<string, string>

/** The terms that a `@context` gives names of their own. Contexts at other addresses are not read: nothing is fetched. */
export function contextOf(document: Json): Context {
  const terms = new Map<string, string>(Object.entries(usual))
  for (const part of asList(document['@context']).flatMap(asList)) {
    if (!isObject(part)) continue
    for (const [term, meaning] of Object.entries(part)) {
      const iri = isObject(meaning) ? meaning['@id'] : meaning
      if (typeof iri === 'string' && !['@language', '@vocab', '@base'].includes(term)) {
        terms.set(term, iri)
      }
    }
  }
  return terms
}

/**
 * The local name that a key stands for: `name` for `sc:name`, `https://schema.org/name`, and for an alias of either;
 * `@id` for an alias of that. Other vocabularies' terms keep their prefix.
 */
export function localName(key: string, context: Context): string {
  let iri = key
  // An alias may name a term with a prefix that is itself declared: two steps, and a third for good measure.
  for (let step = 0; step < 3; step += 1) {
    const direct = context.get(iri)
    if (direct !== undefined && direct !== iri && !iri.includes(':')) iri = direct
    const [, prefix = '', rest = ''] = /^([^:/]+):(?!\/\/)(.+)$/.exec(iri) ?? []
    const namespace = context.get(prefix)
    if (namespace === undefined || rest === '') break
    iri = `${namespace}${rest}`
  }
  const namespace = namespaces.find((one) => iri.startsWith(one))
  return namespace === undefined ? iri : iri.slice(namespace.length).replace(/^#/, '')
}

/** A node with its keys as local names; the first of two keys for one name counts. */
export function named(node: Json, context: Context): Json {
  const found: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(node)) {
    const name = localName(key, context)
    if (!(name in found)) found[name] = value
  }
  return found
}

/** The types of a node, by local name. */
export function typesOf(node: Json, context: Context): string[] {
  return asList(node['@type']).flatMap((type) =>
    typeof type === 'string' ? [localName(type, context)] : [],
  )
}

/** The text of a literal: itself, `{ "@value": … }`, or the English one of several languages, else the first. */
export function literal(value: unknown): string | null {
  const values = asList(value)
  const english = values.find((one) => isObject(one) && /^en\b/i.test(String(one['@language'])))
  const one = english ?? values[0]
  if (typeof one === 'string') return one
  if (typeof one === 'number' && Number.isFinite(one)) return String(one)
  if (!isObject(one)) return null
  const own = one['@value']
  if (own !== undefined) return typeof own === 'string' || typeof own === 'number' ? `${own}` : null
  const texts = Object.values(one).filter((text) => typeof text === 'string')
  // A map of languages: every key is a tag of BCP 47, not a term.
  const isMap = Object.keys(one).every((key) => /^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/.test(key))
  return isMap ? (typeof one.en === 'string' ? one.en : (texts[0] ?? null)) : null
}

/** All literals of a list. */
export function literals(value: unknown): string[] {
  return asList(value).flatMap((one) => literal(one) ?? [])
}

/** What a property refers to: an address as text, or the `@id` of a node. */
export function reference(value: unknown): string | null {
  const [one] = asList(value)
  if (isObject(one) && typeof one['@id'] === 'string') return one['@id']
  return literal(one)
}
