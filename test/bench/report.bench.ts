import { join } from 'node:path'
import { openStore } from '../../src/store/index.ts'
import type { Filled } from './filled.ts'
import { words } from './generate.ts'
import { type Figure, figure, median, timed } from './measure.ts'

const report = `
query { sourceReport(source: "bench") { completeness findability missing { field records } unanswered { words records } } }`
/** Searches that found nothing, of two words each. */
const inVain = 400
const rounds = 7

/** A source's report over GraphQL, as its owner asks for it. */
export async function reportBench(filled: Filled): Promise<Figure[]> {
  const rig = await filled.start()
  try {
    const store = openStore(join(rig.data, 'catalogue.db'), 'write')
    try {
      for (let nth = 0; nth < inVain; nth++) {
        const pair = [words[50 + nth], words[1_050 + nth]].filter((word) => word !== undefined)
        await store.noteUnanswered(pair, '2026-01-01')
      }
    } finally {
      await store.close()
    }
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const { ms, value } = await timed(() => rig.ask(report))
      if (!JSON.stringify(value).includes('"unanswered":[{')) throw new Error('nothing in vain')
      times.push(ms)
    }
    const ms = median(times)
    return [
      figure(
        `owner's report, ${filled.size} records, ${inVain} searches in vain, median of ${rounds}`,
        `${(ms / 1_000).toFixed(2)} s (slowest ${(Math.max(...times) / 1_000).toFixed(2)} s)`,
        '≤ 5 s',
        ms <= 5_000,
      ),
    ]
  } finally {
    await rig.stop()
  }
}
