import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { GatewayError } from '../model/index.ts'
import { Bench, type BenchList } from './bench.ts'
import type { PromiseGroup } from './setup.ts'
import type { Verdict } from './verdict.ts'

export interface CertifyRequest {
  /** Absolute paths of the folders of connectors. */
  folders: readonly string[]
  /** Told of each verdict as it comes. */
  onVerdict?: (verdict: Verdict) => void
  signal?: AbortSignal
  /** Only promises about these. Default: all. */
  about?: readonly PromiseGroup[] | undefined
  /** Milliseconds that one promise may take. Default: six times the patience of its setup. */
  deadline?: number
}

/** Promises that mostly wait and may do so side by side. */
const waitingAtOnce = 8

/**
 * Holds connectors to all promises, each setup in a thread of its own: offline, against the stand-ins that the connectors
 * bring. What one promise does to its thread harms no other. Verdicts come back in the order of folders, setups and promises.
 *
 * @throws {GatewayError} `CONFIG_INVALID` for a folder without a connector or a `conform.ts`; `CANCELLED`. Threads and temporary
 *   files are gone then too.
 */
export async function certify(request: CertifyRequest): Promise<Verdict[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'atlas-certify-'))
  const benches = new Set<Bench>()
  const { signal } = request
  const onAbort = () => void Promise.all([...benches].map((bench) => bench.close()))
  signal?.addEventListener('abort', onAbort)
  const opened = (folder: string, setup: number) => {
    const bench = new Bench({ folder, setup, scratch })
    benches.add(bench)
    return bench
  }
  try {
    const tasks = await setupsOf(request.folders, opened)
    const verdicts = await inPool(tasks, availableParallelism(), async ({ folder, setup }) => {
      signal?.throwIfAborted()
      const bench = opened(folder, setup)
      try {
        return await certifySetup(bench, setup, request)
      } finally {
        await bench.close()
        benches.delete(bench)
      }
    })
    return verdicts.flat()
  } catch (thrown) {
    if (signal?.aborted) throw new GatewayError('CANCELLED', { cause: thrown })
    throw thrown
  } finally {
    signal?.removeEventListener('abort', onAbort)
    await Promise.all([...benches].map((bench) => bench.close()))
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function setupsOf(
  folders: readonly string[],
  opened: (folder: string, setup: number) => Bench,
): Promise<{ folder: string; setup: number }[]> {
  const lists = await inPool(folders, availableParallelism(), async (folder) => {
    const bench = opened(folder, 0)
    const { setups } = await bench.start().finally(() => bench.close())
    return setups.map((_, setup) => ({ folder, setup }))
  })
  return lists.flat()
}

async function certifySetup(
  bench: Bench,
  setup: number,
  { onVerdict, signal, deadline, about }: CertifyRequest,
): Promise<Verdict[]> {
  const list = await bench.start()
  const { connector, setups, promises } = list
  const verdicts = new Map<number, Verdict>()
  const limit = deadline ?? list.deadline
  const say = (nth: number, what: Pick<Verdict, 'verdict' | 'milliseconds' | 'why'>) => {
    const { name: promise, group } = promises[nth] as BenchList['promises'][number]
    const verdict: Verdict = { connector, setup: setups[setup] ?? null, group, promise, ...what }
    verdicts.set(nth, verdict)
    onVerdict?.(verdict)
  }
  const numbers = promises.flatMap(({ group }, nth) =>
    about === undefined || about.includes(group) ? [nth] : [],
  )
  for (const nth of numbers) {
    const why = promises[nth]?.skip ?? null
    if (why !== null) say(nth, { verdict: 'SPARED', milliseconds: 0, why })
  }
  const todo = numbers.filter((nth) => !verdicts.has(nth))
  // Whose thread went down, and who measured time beside others, is tried alone: then there is no doubt about the fault.
  const again: number[] = []
  let isAlone = false
  const isDoubtful = (
    nth: number,
    { why, milliseconds }: { why: string | null; milliseconds: number },
  ) => !isAlone && why !== null && promises[nth]?.waits === true && milliseconds < limit
  const check = async (nth: number) => {
    signal?.throwIfAborted()
    const outcome = await bench.check(nth, limit)
    signal?.throwIfAborted()
    if (outcome === 'lost' || isDoubtful(nth, outcome)) again.push(nth)
    else say(nth, { verdict: outcome.why === null ? 'KEPT' : 'BROKEN', ...outcome })
  }
  await inPool(
    todo.filter((nth) => !promises[nth]?.waits),
    1,
    check,
  )
  await inPool(
    todo.filter((nth) => promises[nth]?.waits),
    waitingAtOnce,
    check,
  )
  isAlone = true
  for (const nth of again.splice(0)) {
    await check(nth)
    if (again.pop() === undefined) continue
    say(nth, { verdict: 'BROKEN', milliseconds: 0, why: 'it ends the thread that it runs in' })
  }
  return [...verdicts].sort(([a], [b]) => a - b).map(([, verdict]) => verdict)
}

/** At most `width` at once; results in the order of `items`. The first that throws ends all. */
async function inPool<Item, Result>(
  items: readonly Item[],
  width: number,
  use: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) {
      results[at] = await use(items[at] as Item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
  return results
}
