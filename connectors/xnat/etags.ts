import { hash } from 'node:crypto'
import type { Place } from './compose.ts'
import type { Options } from './options.ts'
import type { ScanRules } from './rules.ts'
import { type TableRow, textOf } from './tables.ts'

/** Longest mark that is worth keeping, in UTF-16 units. */
const longest = 1000

/**
 * Marks of what a session was at, so that one that did not change is not read again: when the site says that it
 * changed last, what else its record is made of, and the projects that it was found to lie in.
 */
export interface Etags {
  /** Null for a session of which the site tells no time. */
  of(listed: TableRow, place: Place, projects: readonly string[]): string | null
  /** Whether a session that is listed like this, also in the list of `project`, is as it was at `etag`. */
  isSame(etag: string, listed: TableRow, place: Place, project: string): boolean
}

/** @param version The connector's; with it and the rules, a new mapping is applied to all. */
export function createEtags(options: Options, version: number, { rules }: ScanRules): Etags {
  const setting = digest([version, options, rules])

  function stateOf(listed: TableRow, { governs, accessibility, isOpen }: Place): string | null {
    const changed = textOf(listed.last_modified) ?? textOf(listed.insert_date)
    if (changed === null) return null
    const state = [setting, changed, textOf(listed.xsiType), governs, accessibility, isOpen]
    return digest(state)
  }

  return {
    of(listed, place, projects) {
      const state = stateOf(listed, place)
      const etag = [state, ...projects].join(' ')
      return state === null || etag.length > longest ? null : etag
    },
    isSame(etag, listed, place, project) {
      const [state, ...projects] = etag.split(' ')
      return state === stateOf(listed, place) && projects.includes(project)
    },
  }
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 27)
}
