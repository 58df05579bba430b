import { every, Harvester } from '../../src/harvest/index.ts'
import { openStore } from '../../src/store/open-store.ts'
import { libraryConnector } from './shelf.ts'

/** Keeps the schedule of sources, each with a shelf of its name, until it is ended; SIGUSR2 freezes it for a while. */
const [file = '', baseUrl = '', frozen = '', ...ids] = process.argv.slice(2)
const store = openStore(file, 'write')
const harvester = new Harvester({
  store,
  connectors: new Map([['library', libraryConnector]]),
  sources: ids.map((id) => ({
    id,
    type: 'library',
    options: { baseUrl, shelves: [id] },
    schedule: every(3_600),
    allowPrivateAddresses: true,
  })),
  scheduled: true,
  timing: { progress: 0, grace: 50, lease: 1_000 },
})
// The schedule itself keeps no process alive.
const alive = setInterval(() => {}, 60_000)
process.once('SIGUSR2', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(frozen))
})
process.once('SIGTERM', async () => {
  await harvester.close()
  await store.close()
  clearInterval(alive)
})
process.stdout.write('up\n')
