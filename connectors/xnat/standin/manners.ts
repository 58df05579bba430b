/** What differs from server to server, by version or by what its owner has set. May be changed while it runs. */
export interface Quirks {
  /** Whether `limit` and `offset` do anything; they do since 1.8.9. */
  pages: boolean
  /** Whether rows come in another order each time, so that pages repeat some and miss others. Default false. */
  shiftsOrder: boolean
  /** `totalRecords` of lists that carry one: as it is, one that is wrong, or none at all. Default `true`. */
  totalRecords: 'true' | 'wrong' | 'absent'
  /** Whether time cells have milliseconds; they have on newer servers. */
  milliseconds: boolean
  /**
   * Which project a row of a project's experiment list names when it is shared into that project: its owner, as in
   * older versions, or the project that lists it.
   */
  sharedRowsName: 'owner' | 'lister'
  /**
   * Whether `/data/projects` lists protected projects to those who are no members. In the source of 1.8 their id is
   * readable by everybody, and so they are there; a user's groups may keep them out.
   */
  listsProtected: boolean
  /** Where the version is told: `/xapi/siteConfig/buildInfo` is there since 1.7, `/data/version` up to it. */
  dataVersion: boolean
  /** Status of a login by an alias token that is none any more. Default 401; some answer 403. */
  deadToken: 401 | 403
  /** Logins refused in a row that lock the account. Default 20. */
  lockAfter: number
  /** Sessions that one account may have open; more logins are refused. Default 1000. */
  maxSessions: number
  /**
   * Whether a load balancer stands before two servers: a request without the cookie that it gave out meets the other
   * one, where its session is not known. Default false.
   */
  balanced: boolean
  /** Whether demographics, dates and headers are sent with all that is personal in them. Default true. */
  plants: boolean
}

export const versions = ['1.7.6', '1.8.6', '1.8.11', '1.9.2'] as const
export type Version = (typeof versions)[number]

export function quirksOf(version: Version): Quirks {
  const old = version === '1.7.6'
  return {
    pages: version === '1.8.11' || version === '1.9.2',
    shiftsOrder: false,
    totalRecords: 'true',
    milliseconds: version === '1.8.11' || version === '1.9.2',
    sharedRowsName: old ? 'owner' : 'lister',
    listsProtected: true,
    dataVersion: old,
    deadToken: old ? 403 : 401,
    lockAfter: 20,
    maxSessions: 1000,
    balanced: false,
    plants: true,
  }
}
