import type { Account } from './accounts.ts'
import type { Clock } from './clock.ts'
import type { Quirks } from './quirks.ts'
import { stepOf } from './totp.ts'

/** How a login ended. `wrong` is said of nearly everything. */
export type LoginResult = { account: Account } | 'wrong' | 'disabled' | 'not set up' | 'code due'

export interface LoginRoom {
  /** Name and password, and the code where one is due; null: none was sent. */
  enter(username: string, password: string, code: string | null): LoginResult
  /** By name, in whatever case. */
  named(username: string): Account | null
  /** The second step, for one who has passed the first. */
  enterCode(account: Account, code: string): LoginResult
}

/** Two wrong logins closer than this, in milliseconds, are taken for a machine. */
const quick = 1000

/** Who gets in, and what becomes of those who try too often; as Keycloak 25 has it with the realm that is shipped. */
export function createLoginRoom(
  accounts: ReadonlyMap<string, Account>,
  clock: Clock,
  quirks: Quirks,
): LoginRoom {
  function fail(account: Account): LoginResult {
    const now = clock.now()
    account.failures += 1
    if (now - account.failedAt < quick) account.refusedUntil = now + quirks.quickLoginWait * 1000
    account.failedAt = now
    if (account.failures >= quirks.failureFactor) Object.assign(account, lockedOut)
    return 'wrong'
  }

  /** What keeps an account out before anything else is looked at. */
  function barred(account: Account): LoginResult | null {
    if (account.locked) return quirks.lockedSays === 'credentials' ? 'wrong' : 'disabled'
    if (account.refusedUntil > clock.now()) return 'wrong'
    return account.enabled ? null : 'disabled'
  }

  function admitted(account: Account): LoginResult {
    if (account.closesAt !== null && account.closesAt <= clock.now()) {
      account.enabled = false
      return 'disabled'
    }
    Object.assign(account, { failures: 0, failedAt: 0 })
    return account.passwordExpired ? 'not set up' : { account }
  }

  function enterCode(account: Account, code: string): LoginResult {
    const { totpSecret, usedSteps } = account
    const step = totpSecret === null ? null : stepOf(totpSecret, code, clock.now())
    if (step === null || usedSteps.has(step)) return fail(account)
    usedSteps.add(step)
    return admitted(account)
  }

  const named = (username: string) => accounts.get(username.toLowerCase()) ?? null

  return {
    named,
    enter(username, password, code) {
      const account = named(username)
      if (account === null) return 'wrong'
      const bar = barred(account)
      if (bar !== null) return bar
      if (account.password !== password) return fail(account)
      if (account.totpSecret === null) return admitted(account)
      return code === null ? 'code due' : enterCode(account, code)
    },
    enterCode: (account, code) => barred(account) ?? enterCode(account, code),
  }
}

/** For good: nothing but an administrator opens it again. */
const lockedOut = { locked: true, enabled: false }
