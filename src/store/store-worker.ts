import { type MessagePort, parentPort } from 'node:worker_threads'
import { openStore } from './open-store.ts'
import type { RecordReader } from './record-store.ts'
import { refuse, serve } from './rpc.ts'

/** What a store thread is told, first to open the catalogue, last to close it and end. */
export type StoreThreadOrder =
  | { order: 'open'; path: string; mode: 'write' | 'read' }
  | { order: 'serve'; port: MessagePort }
  | { order: 'close' }

const orders = parentPort as MessagePort
const clients = new Set<MessagePort>()
let store: RecordReader | undefined
let fault: unknown

orders.on('message', async (order: StoreThreadOrder) => {
  if (order.order === 'open') {
    try {
      store =
        order.mode === 'write' ? openStore(order.path, 'write') : openStore(order.path, 'read')
    } catch (thrown) {
      // Every client is told why; there is nothing else to do but wait for the end.
      fault = thrown
    }
  } else if (order.order === 'serve') {
    const { port } = order
    clients.add(port)
    if (store === undefined) refuse(port, fault)
    else serve(port, store, () => clients.delete(port))
  } else {
    await store?.close()
    for (const client of clients) client.close()
    orders.close()
  }
})
