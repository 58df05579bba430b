import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { until } from './until.ts'

export interface Running {
  child: ChildProcess
  /** What it has written so far. */
  out: () => string
  err: () => string
  /** Its end: the exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>
  /** Waits until stdout or stderr matches. */
  says: (pattern: RegExp, timeout?: number) => Promise<RegExpMatchArray>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Compiled code is kept from one start to the next: there are many in a run of the tests. */
const compiled = join(root, 'node_modules', '.cache', 'atlas-compiled')

/**
 * Runs a file of the project as a process of its own, without the test runner's environment. `input` is typed in, as it comes
 * where it is a stream; `from` is the folder of the project.
 */
export function run(
  file: 'src/main.ts' | 'src/cli/main.ts',
  args: readonly string[],
  environment: Record<string, string> = {},
  input: string | Readable | null = null,
  from = root,
): Running {
  const child = spawn(process.execPath, [join(from, file), ...args], {
    cwd: from,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  if (typeof input === 'string') child.stdin?.end(input)
  else if (child.stdin !== null) input?.pipe(child.stdin)
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk
  })
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    out: () => out,
    err: () => err,
    ended,
    says: async (pattern, timeout) => {
      try {
        return await until(String(pattern), () => (out + err).match(pattern), timeout)
      } catch (cause) {
        throw new Error(`It did not say ${pattern}, but:\n${out}\n${err}`, { cause })
      }
    },
  }
}

/** Runs a command to its end. */
export async function command(
  args: readonly string[],
  environment: Record<string, string> = {},
  input: string | null = null,
  from = root,
): Promise<{ code: number | string; out: string; err: string }> {
  const running = run('src/cli/main.ts', args, environment, input, from)
  const code = await running.ended
  return { code, out: running.out(), err: running.err() }
}
