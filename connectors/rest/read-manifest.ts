import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { faultsOfManifest } from './check-manifest.ts'
import { type Manifest, ManifestShape } from './manifest.ts'

export interface ManifestFault {
  /** `lists.items.fields.size`; empty for the whole. */
  path: string
  problem: string
  /** Null where it is not known. */
  line: number | null
}

export type ReadManifest = { manifest: Manifest } | { faults: ManifestFault[] }

/** The manifests that come with the connector, by name. */
const shipped = fileURLToPath(new URL('./manifests/', import.meta.url))

/** A manifest by its name among those shipped, or by the path of its file from the working directory. */
export function loadManifest(nameOrPath: string): ReadManifest {
  const isName = /^[a-z][a-z0-9-]*$/.test(nameOrPath)
  let text: string
  try {
    text = readFileSync(isName ? `${shipped}${nameOrPath}.yaml` : nameOrPath, 'utf8')
  } catch {
    const problem = isName ? 'no manifest of this name is shipped' : 'the file cannot be read'
    return { faults: [{ path: '', problem, line: null }] }
  }
  return readManifest(text)
}

/** A manifest's text, checked whole: every fault at once, each with its path. */
export function readManifest(text: string): ReadManifest {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // `<<` shares what lists have in common.
    merge: true,
  })
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ message, pos }) => ({
      path: '',
      problem: `not YAML: ${message}`,
      line: lines.linePos(pos[0]).line,
    }))
    return { faults }
  }
  let content: unknown
  try {
    content = document.toJS({ maxAliasCount: 100 })
  } catch {
    return { faults: [{ path: '', problem: 'has too many aliases', line: null }] }
  }
  const placed = ({ path, problem }: { path: readonly PropertyKey[]; problem: string }) => ({
    path: path.map(String).join('.'),
    problem,
    line: lineOf(path),
  })
  const parsed = ManifestShape.safeParse(content)
  if (!parsed.success) return { faults: parsed.error.issues.flatMap(plainIssues).map(placed) }
  const faults = faultsOfManifest(parsed.data).map(placed)
  return faults.length > 0 ? { faults } : { manifest: parsed.data }

  /** Of the deepest part of the path that the text has. */
  function lineOf(path: readonly PropertyKey[]): number | null {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth) as (string | number)[], true)
      const range = (node as { range?: [number, number, number] | null } | undefined)?.range
      if (range != null) return lines.linePos(range[0]).line
    }
    return null
  }
}

/** `lists.items.pager: expected …, line 12`. */
export function printedFault({ path, problem, line }: ManifestFault): string {
  return `${path === '' ? '' : `${path}: `}${problem}${line === null ? '' : ` (line ${line})`}`
}

interface PlainIssue {
  path: PropertyKey[]
  problem: string
}

/** Of a union the alternative is told that came nearest: "invalid input" helps nobody. */
function plainIssues(issue: z.core.$ZodIssue): PlainIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], problem: 'is not known here' }))
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path: issue.path, problem: message }))
  }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
    return [{ path: issue.path, problem: issue.message }]
  }
  const tried = issue.errors.map((issues) => issues.flatMap(plainIssues))
  const far = (issues: PlainIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length))
  const [nearest = []] = tried.toSorted((a, b) => far(b) - far(a) || a.length - b.length)
  return nearest.map(({ path, problem }) => ({ path: [...issue.path, ...path], problem }))
}
