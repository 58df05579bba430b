import { parentPort, workerData } from 'node:worker_threads'
import { loadSetups } from './load-setups.ts'
import { promisesOf } from './promises.ts'
import { deadlineOf } from './setup.ts'
import { type CertifyTask, type FromWorker, type ListedPromise, reasonOf } from './worker-words.ts'

/*
 * Checks promises of one setup when told to. A thread of its own: a connector that never gives the processor back, or that ends
 * the process it runs in, ends with it and nothing else.
 */

const { folder, setup: index, scratch } = workerData as CertifyTask
const tell = (words: FromWorker) => parentPort?.postMessage(words)

try {
  const { connector, setups } = await loadSetups(folder)
  const setup = setups[index]
  const promises = setup ? promisesOf(connector, { ...setup, folder: scratch }) : []
  const listed = promises.map(
    ({ name, group, waits, skip }): ListedPromise => ({ name, group, waits, skip }),
  )
  parentPort?.on('message', async (nth: number) => {
    const before = performance.now()
    const why = await promises[nth]?.check().then(() => null, reasonOf)
    tell({ ended: nth, why: why ?? null, milliseconds: Math.round(performance.now() - before) })
  })
  tell({
    connector: connector.type,
    setups: setups.map(({ name }) => name ?? null),
    promises: listed,
    deadline: setup ? deadlineOf(setup) : 0,
  })
} catch (thrown) {
  tell({ failed: reasonOf(thrown) })
}
