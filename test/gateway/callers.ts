import { anonymous, operator, PUBLIC, type Role, type Viewer } from '../../src/model/index.ts'
import { ownerSubject } from './catalogue.ts'

/** Those whom the gateway tells apart. `stranger` owns sources, too, but none of the test's. */
export type Caller = 'anonymous' | 'reader' | 'stranger' | 'owner' | 'operator'

const somebody = (subject: string, roles: Role[], groups: string[] = []): Viewer => ({
  subject,
  groups: [PUBLIC, ...groups],
  roles,
})

const viewers: Record<Caller, Viewer> = {
  anonymous,
  // Of the owner's name, but not of its role.
  reader: somebody(ownerSubject, ['reader']),
  stranger: somebody('another-team', ['owner'], ['elsewhere']),
  owner: somebody(ownerSubject, ['owner']),
  operator,
}
export const callers = Object.keys(viewers) as Caller[]

/** Headers by which `callerOf` knows who asks. */
export const as = (caller: Caller) => ({ 'x-caller': caller })

export function callerOf(request: Request): Viewer {
  return viewers[request.headers.get('x-caller') as Caller] ?? anonymous
}
