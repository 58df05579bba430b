import { createHmac } from 'node:crypto'
import { isGroupName, PUBLIC, type Viewer } from '../../model/index.ts'

/** What the claims of an issuer mean here. */
export interface ClaimRules {
  /** The claim that names groups: its name, or a path with dots, `realm_access.roles`. */
  groupsClaim: string
  /** Whoever is in it is an owner, or an operator; null: nobody is. */
  ownerGroup: string | null
  operatorGroup: string | null
}

/**
 * The viewer of claims that were proved; null without a subject.
 *
 * @param installationKey Under which whoever it is gets a name here.
 */
export function viewerByClaims(
  claims: Readonly<Record<string, unknown>>,
  rules: ClaimRules,
  installationKey: string,
): Viewer | null {
  const { iss, sub } = claims
  if (typeof iss !== 'string' || typeof sub !== 'string' || sub === '') return null
  const groups = groupsIn(claims, rules.groupsClaim)
  const isIn = (group: string | null) => group !== null && groups.includes(group)
  const role = isIn(rules.operatorGroup) ? 'operator' : isIn(rules.ownerGroup) ? 'owner' : 'reader'
  return {
    subject: subjectOf(iss, sub, installationKey),
    groups: [PUBLIC, ...groups],
    roles: [role],
  }
}

/** A list of names, or a text with spaces between them. What names no group is left out. */
export function groupsIn(claims: Readonly<Record<string, unknown>>, path: string): string[] {
  // Some issuers name claims by addresses, which have dots.
  const found = Object.hasOwn(claims, path) ? claims[path] : at(claims, path.split('.'))
  const names: unknown[] = typeof found === 'string' ? found.split(' ') : listOf(found)
  return [
    ...new Set(
      names.filter((name): name is string => typeof name === 'string' && isGroupName(name)),
    ),
  ]
}

function at(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return at((value as Record<string, unknown>)[step], rest)
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Names somebody of an issuer, and cannot be guessed from: many use addresses as subjects. 96 bits. */
function subjectOf(issuer: string, subject: string, installationKey: string): string {
  const text = JSON.stringify(['oidc', issuer, subject])
  return `oidc_${createHmac('sha256', installationKey).update(text).digest('base64url').slice(0, 16)}`
}
