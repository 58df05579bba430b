import { z } from 'zod'
import { isGroupName } from '../model/viewer.ts'
import { type Faults, isServer } from './variables.ts'

/** Whose bearer tokens make viewers, besides those of the catalogue. The gateway has no secret in common with it. */
export interface OidcConfig {
  /** As its tokens say it in `iss`, to the letter; the discovery document stands below it. */
  issuer: string
  /** What its tokens must name in `aud`. */
  audience: string
  /** The claim that names groups, with dots between the steps of a path. Default `groups`. */
  groupsClaim: string
  /** Whoever is in it registers sources and owns them; null: nobody does by a token of the issuer. */
  ownerGroup: string | null
  /** Whoever is in it is an operator; null: nobody is by a token of the issuer. */
  operatorGroup: string | null
}

const Group = z
  .string()
  .refine(isGroupName, 'expected the name of a group, without spaces, other than public')
  .nullable()
  .default(null)

export const oidcVariables = {
  ATLAS_OIDC_ISSUER: z
    .string()
    .refine(
      (text) => isServer(text) && isSafe(text),
      'expected an https address without a user name, ? or #; http on this machine only',
    )
    .nullable()
    .default(null),
  ATLAS_OIDC_AUDIENCE: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, 'expected at most 500 printable characters without spaces')
    .nullable()
    .default(null),
  ATLAS_OIDC_GROUPS_CLAIM: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'expected at most 200 printable characters without spaces')
    .nullable()
    .default(null),
  ATLAS_OIDC_OWNER_GROUP: Group,
  ATLAS_OIDC_OPERATOR_GROUP: Group,
}

type Environment = z.infer<z.ZodObject<typeof oidcVariables>>

/** Null without an issuer, and when what is missing stands in `faults`. */
export function oidcOf(environment: Environment, faults: Faults): OidcConfig | null {
  const { ATLAS_OIDC_ISSUER: issuer, ATLAS_OIDC_AUDIENCE: audience } = environment
  if (issuer === null) {
    // Somebody who names an audience believes that logins are checked.
    const names = Object.keys(oidcVariables) as (keyof Environment)[]
    if (names.some((name) => environment[name] !== null)) {
      faults.set('ATLAS_OIDC_ISSUER', 'expected the issuer beside the others of ATLAS_OIDC')
    }
    return null
  }
  if (audience === null) {
    faults.set('ATLAS_OIDC_AUDIENCE', 'expected what tokens for this gateway name as audience')
    return null
  }
  return {
    issuer,
    audience,
    groupsClaim: environment.ATLAS_OIDC_GROUPS_CLAIM ?? 'groups',
    ownerGroup: environment.ATLAS_OIDC_OWNER_GROUP,
    operatorGroup: environment.ATLAS_OIDC_OPERATOR_GROUP,
  }
}

/** Whether nobody on the way can change what an address answers: https, or a server of this machine. */
export function isSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}
