/** What differs from server to server. May be changed while it runs. */
export interface Quirks {
  /** Rows of a page at most, whatever is asked for; Spring's own default. Default 2000. */
  pageCap: number
  /** Time zones of the dates in the index: `+00:00`, or `+0000` as on old servers. Default `colon`. */
  dates: 'colon' | 'plain'
  /** Where a subject tells its study: in a field of its own, or in a join table as on old servers. Default `field`. */
  subjectStudy: 'field' | 'join'
  /** Birth dates as a text, or as a list of three numbers. Default `text`. */
  birthDates: 'text' | 'list'
  /**
   * Whether `rights/all` tells rights of a member who has not signed the agreement yet; the source of 2.12 does,
   * though nothing comes of them. Default true.
   */
  tellsUnconfirmedRights: boolean
  /**
   * Status of a study or dataset that is not there, for those who are no administrators. In the source the check of
   * rights throws inside an expression, and the catch-all makes 500 of it. Default 500.
   */
  unknownThing: 500 | 404
  /** What becomes of a refresh token that was used: nothing, as in the realm that is shipped, or it is void. */
  rotation: 'kept' | 'revoked'
  /** Where used tokens are void: what happens when one comes again. Default `ends-session`. */
  reuse: 'refused' | 'ends-session'
  /** Seconds for which an access token is good. Default 900. */
  accessLifespan: number
  /** Requests after which an access token has run out already, as in the middle of a long read; null: never. */
  tokenUses: number | null
  /** Seconds that a session may stay unused. Default 1800. */
  onlineIdle: number
  /** The same of an offline session. Default 30 days. */
  offlineIdle: number
  /** What `refresh_expires_in` says of an offline token: its seconds, or 0 for no end, by version. Default `seconds`. */
  offlineExpiry: 'seconds' | 'zero'
  /** Wrong logins that lock an account for good. Default 5. */
  failureFactor: number
  /** Seconds without login after two wrong ones in less than a second. Default 60. */
  quickLoginWait: number
  /** What a login to an account locked by wrong passwords is told; in Keycloak 25 it is as if the password was wrong. */
  lockedSays: 'credentials' | 'disabled'
  /** Whether counts of subjects and examinations are 0, as where nobody counted. Default false. */
  countsNothing: boolean
  /** Whether names of users, birth dates, notes, addresses and headers are sent with all that is personal. Default true. */
  plants: boolean
  /** Whether examination comments speak of people, too. Default false. */
  plantsComments: boolean
}

export const shipped: Quirks = {
  pageCap: 2000,
  dates: 'colon',
  subjectStudy: 'field',
  birthDates: 'text',
  tellsUnconfirmedRights: true,
  unknownThing: 500,
  rotation: 'kept',
  reuse: 'ends-session',
  accessLifespan: 900,
  tokenUses: null,
  onlineIdle: 1800,
  offlineIdle: 2_592_000,
  offlineExpiry: 'seconds',
  failureFactor: 5,
  quickLoginWait: 60,
  lockedSays: 'credentials',
  countsNothing: false,
  plants: true,
  plantsComments: false,
}
