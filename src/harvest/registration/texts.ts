import { isSecretName } from '../../sdk/redact.ts'

export type Step = string | number

/** Texts among what somebody has written, with their paths. */
export function* textsIn(
  value: unknown,
  path: Step[] = [],
): Generator<{ path: Step[]; text: string }> {
  if (typeof value === 'string') yield { path, text: value }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    yield* textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
}

/** Whether something lies deeper than `most` objects and lists inside one another. */
export function isDeeperThan(most: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (most === 0) return true
  return Object.values(value).some((inner) => isDeeperThan(most - 1, inner))
}

/** Whether a text has an address in it that bears a login: before its host, or in its query. */
export function bearsLogin(text: string): boolean {
  if (/[a-z][a-z0-9+.-]*:[\\/]{2}[^\s\\/?#]*@/i.test(text)) return true
  const url = /:\/\//.test(text) ? URL.parse(text) : null
  return url !== null && [...url.searchParams.keys()].some(isSecretName)
}

const longest = 60

/**
 * `options.places[0].bucket`. A step that is no plain name came with what was written, and may be a secret: it is left
 * out with all that follows.
 */
export function writtenPath(path: readonly Step[]): string {
  let written = ''
  for (const step of path) {
    if (typeof step === 'string' && !isPlain(step)) break
    written += typeof step === 'number' ? `[${step}]` : `.${step.slice(0, longest)}`
  }
  return written.replace(/^\./, '')
}

export function isPlain(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name)
}
