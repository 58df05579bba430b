import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import s3 from '../../connectors/s3/index.ts'
import { startHarvestWorker } from '../../src/harvest/index.ts'
import { startStoreWorker } from '../../src/store/index.ts'

/**
 * Harvests the bucket at an address, as a gateway does but without an index: `node s3-harvest.ts <folder> <address>
 * <times>`. Prints a line once it is ready, then a line of JSON for each harvest.
 */
const [folder = '', endpoint = '', times = '1'] = process.argv.slice(2)
const options = s3.options.parse({
  places: [{ endpoint, bucket: 'bench', region: 'us-east-1', prefix: 'tiles/' }],
})
const source = {
  id: 'bench',
  type: 's3',
  title: 'bench',
  homepage: null,
  discover: ['public'],
  staleAfterSeconds: null,
  visibility: null,
}
const stores = await startStoreWorker(join(folder, 'catalogue.db'))
await stores.store.configureSources([source])
const harvests = await startHarvestWorker({
  storePort: stores.connect(),
  connectorsFolder: join(dirname(fileURLToPath(import.meta.url)), '../../connectors'),
  sources: [
    {
      ...source,
      options,
      credentials: null,
      schedule: null,
      allowPrivateAddresses: true,
    },
  ],
  scheduled: false,
  logLevel: 'silent',
})
console.log('ready')
for (let time = 0; time < Number(times); time++) {
  const started = performance.now()
  let run = await harvests.start('bench')
  for await (run of harvests.progress(run.id)) {
    // The last one says how it ended.
  }
  const { state, error } = run
  console.log(JSON.stringify({ state, error, ms: performance.now() - started }))
}
await harvests.close()
await stores.close()
