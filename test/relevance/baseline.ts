import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Evaluation } from './evaluate.ts'
import { figuresOf } from './report.ts'

/** What HYBRID of the embedded engine comes to over our own set. */
const Baseline = z.strictObject({ ndcg10: z.number().min(0).max(1) })
export type Baseline = z.infer<typeof Baseline>

const file = new URL('./own/baseline.json', import.meta.url)

export async function readBaseline(): Promise<Baseline> {
  return Baseline.parse(JSON.parse(await readFile(file, 'utf8')))
}

/** Four digits: more would change with every change of a score. */
export async function writeBaseline({ ndcg10 }: Baseline): Promise<void> {
  await writeFile(file, `${JSON.stringify({ ndcg10: Number(ndcg10.toFixed(4)) }, null, 2)}\n`)
}

/** @throws {Error} When our own set was not measured. */
export function baselineOf(evaluations: readonly Evaluation[]): Baseline {
  const own = evaluations.find(
    ({ collection, engine, ranking }) =>
      collection === 'own' && engine === 'embedded' && ranking === 'HYBRID',
  )
  const ndcg10 = own && figuresOf(own).ndcg10
  if (ndcg10 == null) throw new Error('Our own set was not measured.')
  return { ndcg10 }
}
