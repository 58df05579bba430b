import { openStore } from '../../src/store/open-store.ts'
import { quickHarvest } from './quick-harvest.ts'
import { libraryConnector } from './shelf.ts'

/** Harvests the library into a catalogue, to the end or until it is killed. */
const [file = '', baseUrl = '', ...shelves] = process.argv.slice(2)
const store = openStore(file, 'write')
await quickHarvest(store, {
  connector: libraryConnector,
  options: { baseUrl, shelves },
  allowRemovals: true,
})
await store.close()
