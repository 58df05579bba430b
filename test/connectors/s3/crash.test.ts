import { spawn } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import s3 from '../../../connectors/s3/index.ts'
import { sampleLogin } from '../../../connectors/s3/standin.ts'
import type { HarvestRun } from '../../../src/model/index.ts'
import { startS3Standin } from '../../../src/sdk/standin/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { RecordStore } from '../../../src/store/record-store.ts'
import { configure, contents } from '../../harvest/catalogue.ts'
import { quickHarvest } from '../../harvest/quick-harvest.ts'
import { tempFolder } from '../../support/temp.ts'
import { bucket, objects } from './world.ts'

const script = fileURLToPath(new URL('crash-child.ts', import.meta.url))
const keys = 3_000
const limits = { pageSize: 50, keysAhead: 1_000 }
/** Pages until each kill: in the first look at the keys, before a checkpoint; behind it; and soon after going on. */
const kills = [10, 30, 8]

async function withStore<T>(file: string, use: (store: RecordStore) => Promise<T>): Promise<T> {
  const store = openStore(file, 'write')
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

const files = (folder: string) =>
  Object.fromEntries(
    Array.from({ length: keys / 2 }, (_, at) => [
      `${folder}/sub-${String(at).padStart(4, '0')}/anat/T1w.nii.gz`,
      at + 1,
    ]),
  )

test('s3: a harvest whose process is killed goes on at its last checkpoint, and ends as an undisturbed one', async () => {
  const folder = await tempFolder()
  const service = await startS3Standin({
    buckets: [bucket(objects({ ...files('one'), ...files('two') }))],
  })
  onTestFinished(() => service.close())
  const options = {
    places: [{ bucket: 'data', endpoint: service.url, region: 'us-east-1' }],
    maxCost: 1,
    limits,
  }
  const harvestHere = (file: string) =>
    withStore(file, (store) =>
      quickHarvest(store, {
        connector: s3,
        credentials: sampleLogin,
        vocabulary: createVocabulary(seedTerms),
        options: s3.options.parse(options),
      }),
    )
  const undisturbed = join(folder, 'undisturbed.db')
  const killed = join(folder, 'killed.db')
  await withStore(undisturbed, (store) => configure(store))
  await copyFile(undisturbed, killed)
  const wanted = await harvestHere(undisturbed)
  const pages = service.requests.length

  /** Harvests in a process of its own, until so many requests have come; gives the signal that ended it. */
  const killedAfter = async (requests: number): Promise<NodeJS.Signals | null> => {
    const child = spawn(process.execPath, [script, killed, JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const until = service.requests.length + requests
    const watch = setInterval(() => {
      if (service.requests.length >= until) child.kill('SIGKILL')
    }, 1)
    const [, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.once('close', (...end) => resolve(end)),
    )
    clearInterval(watch)
    return signal
  }

  const signals: (NodeJS.Signals | null)[] = []
  for (const requests of kills) signals.push(await killedAfter(requests))
  const before = service.requests.length
  const run = await harvestHere(killed)
  const left = service.requests.length - before

  expect(signals).toEqual(kills.map(() => 'SIGKILL'))
  const counts = ({ state, seen, written, rejected, removed }: HarvestRun) => {
    return { state, seen, written, rejected, removed }
  }
  expect(counts(run)).toEqual({ ...counts(wanted), state: 'SUCCEEDED' })
  const held = (file: string) => withStore(file, contents)
  expect(await held(killed)).toEqual(await held(undisturbed))
  // It did not begin anew: what is left to ask is less than all by what was written before the last kill.
  expect(left).toBeLessThan(pages * 0.6)
}, 60_000)
