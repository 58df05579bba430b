import { type MessagePort, parentPort } from 'node:worker_threads'
import { openStore } from '../../src/store/open-store.ts'
import { serve } from '../../src/store/rpc.ts'

/** One thread for many tests: opens the catalogue at each path that it is sent, and serves it at the port beside it. */
parentPort?.on('message', ({ path, port }: { path: string; port: MessagePort }) => {
  const store = openStore(path, 'write')
  serve(port, store, async () => {
    await store.close()
    parentPort?.postMessage('closed')
  })
})
