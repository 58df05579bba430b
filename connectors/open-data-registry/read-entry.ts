import { type Document, isScalar, parseDocument, visit } from 'yaml'
import type { HarvestItem } from '#sdk'
import type { Unreadable } from './rows.ts'

/** Largest file that is taken for an entry, in bytes. The registry's own are below 40,000. */
export const largestEntry = 1024 * 1024
/** Nodes that an alias may repeat. The registry has no aliases at all. */
const mostAliases = 100
/** Brackets open at once, those in texts included. */
const deepest = 100

/** A row for core, of an entry or of a file that is none. */
export type EntryItem = Extract<HarvestItem, { row: unknown }>

/** Name of a file without its ending; null for what is no entry's file. */
export function idOfFile(name: string): string | null {
  return name.startsWith('.') ? null : (/^(.+)\.yaml$/.exec(name)?.[1] ?? null)
}

/** The entry in the bytes of a file, as a row. What is no entry is a row too, of the kind that is always rejected. */
export function entryItem(id: string, bytes: Uint8Array, etag: string): EntryItem {
  const read = readEntry(bytes)
  if ('problem' in read) return unreadableItem(id, read.problem, read.line)
  const item = { row: { ...read.entry, id }, entity: 'dataset', nativeId: id }
  return etag === '' ? item : { ...item, etag }
}

export function unreadableItem(
  id: string,
  problem: Unreadable['problem'],
  line: number | null = null,
): EntryItem {
  return { row: { problem, line }, entity: 'unreadable', nativeId: id }
}

/** Parsed as YAML 1.2 without tags of its own: nothing in a file makes anything but plain values. */
function readEntry(bytes: Uint8Array): { entry: object } | Unreadable {
  if (bytes.length > largestEntry) return { problem: 'TOO_LARGE', line: null }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { problem: 'NOT_UTF8', line: null }
  }
  if (isNestedDeeply(text)) return { problem: 'NOT_YAML', line: null }
  try {
    // Its own check for keys that come twice takes minutes where there are 80,000.
    const document = parseDocument(text, { schema: 'core', logLevel: 'silent', uniqueKeys: false })
    const [error] = document.errors
    if (error !== undefined) return { problem: 'NOT_YAML', line: error.linePos?.[0].line ?? null }
    const { aliases, hasRepeatedKey } = counted(document)
    if (aliases > mostAliases) return { problem: 'TOO_MANY_ALIASES', line: null }
    if (hasRepeatedKey) return { problem: 'REPEATED_KEY', line: null }
    const entry: unknown = document.toJS({ maxAliasCount: mostAliases })
    if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) return { entry }
    return { problem: 'NOT_AN_ENTRY', line: null }
  } catch (thrown) {
    // A ReferenceError is thrown for aliases that multiply and for those of nothing; a RangeError for deep nesting.
    const multiplies = thrown instanceof ReferenceError && thrown.message.startsWith('Excessive')
    return { problem: multiplies ? 'TOO_MANY_ALIASES' : 'NOT_YAML', line: null }
  }
}

function counted(document: Document): { aliases: number; hasRepeatedKey: boolean } {
  let aliases = 0
  let hasRepeatedKey = false
  visit(document, {
    Alias() {
      aliases++
    },
    Map(_, { items }) {
      const keys = items.map(({ key }) => (isScalar(key) ? key.value : key))
      hasRepeatedKey ||= new Set(keys).size < keys.length
    },
  })
  return { aliases, hasRepeatedKey }
}

/** Seen before it is parsed: what is nested a million deep takes the parser seconds to give up on. */
function isNestedDeeply(text: string): boolean {
  if (text.includes('- '.repeat(deepest)) || text.includes('? '.repeat(deepest))) return true
  let depth = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1)
    if (depth > deepest) return true
  }
  return false
}
