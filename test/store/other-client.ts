import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { anonymous } from '../../src/model/viewer.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { connect } from '../../src/store/rpc.ts'

/** Reads and writes through a port that it was given, and closes its connection. */
const store = connect<RecordStore>(workerData as MessagePort)
const [record] = await store.records(anonymous, ['one:a'])
const error = await store
  .beginHarvest('nothing', { full: true, owner: 'elsewhere:3:x', leaseSeconds: 1 })
  .catch((thrown: { code: string }) => thrown.code)
await store.close()
parentPort?.postMessage({ title: record?.title, error })
