import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Figure, figure, watchMemory } from './measure.ts'
import { service } from './rig.ts'

const [few, many] = [100_000, 1_000_000]

/** Harvests of a bucket with so many keys, in a process without an index: once, and once more with nothing changed. */
export async function s3Bench(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-bench-'))
  try {
    // Compiles the code, which is kept: it is not what is measured.
    await harvested(folder, 1_000)
    const small = await harvested(folder, few)
    const large = await harvested(folder, many)
    const rate = many / (large.firstMs / 1_000)
    const growth = large.memory / small.memory
    return [
      figure(
        `harvest of a bucket with ${many} keys`,
        `${Math.round(rate)} keys/s (${(large.firstMs / 1_000).toFixed(1)} s)`,
        '≥ 20,000 keys/s',
        rate >= 20_000,
      ),
      figure(
        `the same bucket with nothing changed, ${many} keys`,
        `${(large.againMs / 1_000).toFixed(1)} s, ${(large.firstMs / large.againMs).toFixed(1)}× faster`,
      ),
      figure(
        `memory of that process, peak`,
        `${large.memory.toFixed(0)} MB`,
        '≤ 250 MB',
        large.memory <= 250,
      ),
      figure(
        `and against ${few} keys`,
        `+${((growth - 1) * 100).toFixed(0)} % (${small.memory.toFixed(0)} MB)`,
        '≤ +20 %',
        growth <= 1.2,
      ),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

interface Harvested {
  firstMs: number
  againMs: number
  /** Peak, in megabytes. */
  memory: number
}

async function harvested(folder: string, keys: number): Promise<Harvested> {
  const upstream = await service('./s3-upstream.ts', [String(keys)])
  const data = await mkdtemp(join(folder, 'data-'))
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./s3-harvest.ts', import.meta.url)), data, upstream.url, '2'],
    {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(folder, 'compiled') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const memory = watchMemory(child.pid ?? 0)
    const times: number[] = []
    let most = Number.NaN
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue
      const { state, error, ms } = JSON.parse(line)
      if (state !== 'SUCCEEDED') throw new Error(`the harvest ended ${state}: ${error}`)
      times.push(ms)
      // A process that has ended has no memory to tell of.
      if (times.length === 2) most = memory.stop()
    }
    const [firstMs = Number.NaN, againMs = Number.NaN] = times
    return { firstMs, againMs, memory: most }
  } finally {
    child.kill()
    await upstream.stop()
    await rm(data, { recursive: true, force: true, maxRetries: 3 })
  }
}
