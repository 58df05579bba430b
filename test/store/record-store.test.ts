import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import { afterAll } from 'vitest'
import { connect, openStore, type RecordStore } from '../../src/store/index.ts'
import { testRecordStore } from './record-store.suite.ts'

testRecordStore('store in this thread', async (path) => {
  const store = openStore(path, 'write')
  return { store, close: () => store.close() }
})

// Starting threads is most of the time that a test of `startStoreWorker` takes: worker.test.ts has some of those.
const thread = new Worker(new URL('./served-store.ts', import.meta.url))
afterAll(() => thread.terminate())

testRecordStore('store in another thread', async (path) => {
  const { port1, port2 } = new MessageChannel()
  thread.postMessage({ path, port: port1 }, [port1])
  const store = connect<RecordStore>(port2)
  return {
    store,
    async close() {
      const closed = once(thread, 'message')
      await store.close()
      await closed
    },
  }
})
