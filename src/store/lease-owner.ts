import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** A new owner of leases, which others can tell dead: `<host>:<process>:<random>`. */
export function leaseOwner(): string {
  return `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`
}

/** When the owner's process started, as this machine counts it; null when that cannot be told from here. */
export function processMark(owner: string): string | null {
  const pid = localProcess(owner)
  return pid === null ? null : startOf(pid)
}

/** True only when the owner was a process of this machine and that process is no more. */
export function isDead(owner: string, mark: string | null): boolean {
  const pid = localProcess(owner)
  if (pid === null) return false
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    // Otherwise it lives and is somebody else's.
    return (thrown as NodeJS.ErrnoException).code === 'ESRCH'
  }
  // The number may have been given to another process: always so in a container that was restarted.
  const start = startOf(pid)
  return mark !== null && start !== null && mark !== start
}

function localProcess(owner: string): number | null {
  const match = /^(.+):(\d+):[^:]*$/.exec(owner)
  return match?.[1] === hostname() ? Number(match[2]) : null
}

/** Linux: clock ticks since the machine started, field 22 of proc(5)'s stat. Null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
