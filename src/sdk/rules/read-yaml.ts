import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Fault } from './check-rules.ts'

/** A fault as people find it in a file. */
export interface PlacedFault {
  /** `rules.3.when.all.0.operator`; empty for the whole. */
  path: string
  problem: string
  /** Null where it is not known. */
  line: number | null
}

/**
 * A text in YAML, checked whole: every fault at once, each with its path and line. `<<` shares what parts have in common.
 *
 * @param check What `shape` cannot tell; asked only where it is met.
 */
export function readYaml<T>(
  text: string,
  shape: z.ZodType<T>,
  check: (value: T) => readonly Fault[] = () => [],
): { value: T } | { faults: PlacedFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
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
  const placed = ({ path, problem }: Fault): PlacedFault => ({
    path: path.map(String).join('.'),
    problem,
    line: lineOf(path),
  })
  const parsed = shape.safeParse(content)
  if (!parsed.success) return { faults: parsed.error.issues.flatMap(plainIssues).map(placed) }
  const faults = check(parsed.data).map(placed)
  return faults.length > 0 ? { faults } : { value: parsed.data }

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

/** `lists.items.pager: expected … (line 12)`. */
export function printedFault({ path, problem, line }: PlacedFault): string {
  return `${path === '' ? '' : `${path}: `}${problem}${line === null ? '' : ` (line ${line})`}`
}

/** Of a union the alternative is told that came nearest: "invalid input" helps nobody. */
function plainIssues(issue: z.core.$ZodIssue): Fault[] {
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
  const far = (issues: Fault[]) => Math.max(0, ...issues.map(({ path }) => path.length))
  const [nearest = []] = tried.toSorted((a, b) => far(b) - far(a) || a.length - b.length)
  return nearest.map(({ path, problem }) => ({ path: [...issue.path, ...path], problem }))
}
