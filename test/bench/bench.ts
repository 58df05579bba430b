import { parseArgs } from 'node:util'
import { exportBench } from './export.bench.ts'
import { Filled } from './filled.ts'
import { hangingBench, harvestBench, memoryBench, unchangedBench } from './harvest.bench.ts'
import { hooksBench } from './hooks.bench.ts'
import { linksBench } from './links.bench.ts'
import { type Figure, figuresTable, machine } from './measure.ts'
import { meilisearchBench } from './meilisearch.bench.ts'
import { meilisearchIndexingBench } from './meilisearch-indexing.bench.ts'
import { reportBench } from './report.bench.ts'
import { s3Bench } from './s3.bench.ts'
import { scheduleBench, scheduleHangingBench } from './schedule.bench.ts'
import { healthBench, searchBench, startBench } from './search.bench.ts'
import { suggestBench } from './suggest.bench.ts'
import { trainingBench } from './training.bench.ts'

/**
 * Takes the figures of the budgets: `npm run bench -- --size 100000 --only search,start`. Prints a table as each is
 * done, and ends with 1 when a budget is missed. `--keep <folder>` holds the filled catalogue for another run.
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100000' },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
})
const size = Number(values.size)
const benches: Record<string, (filled: Filled) => Promise<Figure[]>> = {
  harvest: harvestBench,
  search: searchBench,
  suggest: suggestBench,
  start: startBench,
  health: healthBench,
  memory: memoryBench,
  export: exportBench,
  links: linksBench,
  unchanged: unchangedBench,
  hanging: hangingBench,
  hooks: hooksBench,
  report: reportBench,
  schedule: scheduleBench,
  'schedule-hanging': scheduleHangingBench,
  meilisearch: meilisearchBench,
  'meilisearch-indexing': meilisearchIndexingBench,
  s3: s3Bench,
  training: trainingBench,
}
const only = values.only?.split(',') ?? Object.keys(benches)
const unknown = only.filter((name) => !(name in benches))
if (unknown.length > 0 || !Number.isInteger(size) || size < 1) {
  console.error(`Benches are ${Object.keys(benches).join(', ')}; --size is a number of records.`)
  process.exit(2)
}

console.log(`${machine()}; ${size} records\n`)
const filled = new Filled(size, values.keep ?? null)
const figures: Figure[] = []
try {
  for (const name of only) {
    const taken = await benches[name]?.(filled)
    for (const one of taken ?? []) {
      console.error(`${name}: ${one.what}: ${one.measured}`)
      figures.push(one)
    }
  }
} finally {
  await filled.close()
}
console.log(figuresTable(figures))
process.exitCode = figures.some(({ met }) => met === false) ? 1 : 0
