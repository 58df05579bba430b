import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { baselineOf, writeBaseline } from './baseline.ts'
import { type Collection, readCollection } from './collection.ts'
import { embedded, type MeasuredEngine, meilisearchEngine } from './engines.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { type Half, halfOf, ownCollection } from './own.ts'
import { corporaCollection } from './own-corpora.ts'
import { figuresOf, figuresTable, partOf, remarks } from './report.ts'

/**
 * Measures rankings: `npm run relevance -- [--json] [folder…]`. Folders are collections as `readCollection` takes
 * them; left out: those beside the checkout. Our own judged sets come after them, unless `--no-own` leaves them out.
 * `--write-baseline` makes today's figure of our own set the one that the tests hold HYBRID to.
 */
const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    own: { type: 'boolean', default: true },
    'write-baseline': { type: 'boolean', default: false },
  },
  allowPositionals: true,
  allowNegative: true,
})

/** Judged collections that lie beside the checkout. */
const beside = fileURLToPath(new URL('../../../shared/relevance', import.meta.url))

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function collections(): Promise<Collection[]> {
  const folders = positionals.length > 0 ? positionals : foldersBeside()
  const given = await Promise.all(folders.map(readCollection))
  if (!values.own) return given
  const corpora = await corporaCollection()
  return [...given, await ownCollection(), ...(corpora === null ? [] : [corpora])]
}

function foldersBeside(): string[] {
  if (!existsSync(beside)) return []
  return readdirSync(beside, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(beside, entry.name, 'docs.jsonl')))
    .map((entry) => join(beside, entry.name))
    .sort()
}

/** Our own queries by halves: weights are chosen on one, and reported on the other. */
function halvesOf(evaluation: Evaluation): Evaluation[] {
  if (!evaluation.collection.startsWith('own')) return []
  const half = (name: Half) => partOf(evaluation, name, (query) => halfOf(query) === name)
  return [half('tuning'), half('held-out')]
}

const engines: MeasuredEngine[] = [embedded]
const meilisearch = await meilisearchEngine()
if (meilisearch === null) {
  say('Meilisearch is left out: MEILI_URL and MEILI_BIN are not set, and none is on the PATH.')
} else engines.push(meilisearch)

const evaluations: Evaluation[] = []
try {
  for (const collection of await collections()) {
    say(`${collection.name}: ${collection.queries.length} queries`)
    evaluations.push(...(await evaluate(collection, engines)))
  }
} finally {
  await meilisearch?.close()
}
const halves = evaluations.flatMap(halvesOf)
const all = [...evaluations, ...halves]
if (values.json) console.log(JSON.stringify(all.map(figuresOf), null, 2))
else {
  console.log(figuresTable(all))
  for (const remark of remarks(evaluations, halves)) console.log(`\n${remark}.`)
}
if (values['write-baseline']) await writeBaseline(baselineOf(evaluations))
