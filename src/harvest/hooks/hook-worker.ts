import { parentPort, workerData } from 'node:worker_threads'
import { faultOf, HookCalls, placesOf } from './hook-calls.ts'
import type { HookCall, HookMessage, HookName, HookThreadData } from './hook-messages.ts'
import { HookRefused, loadHook } from './load-hook.ts'

const { module, sdk, name, options, deadline, finishDeadline, pulse } = workerData as HookThreadData
// Kept from the hook, which may ask for it, too.
const port = parentPort
const tell = (message: HookMessage) => port?.postMessage(message)

try {
  const loaded = await loadHook(module, sdk, options)
  const lanes = new Int32Array(pulse)
  const calls = new HookCalls({ loaded, name, deadline, finishDeadline, lanes })
  port?.on('message', async (call: HookCall) => {
    const answer = call.hook === 'onHarvestFinished' ? calls.finished(call) : calls.records(call)
    tell({ call: call.call, outcomes: await answer })
  })
  const hooks = Object.keys(loaded.hooks) as HookName[]
  tell({ ready: { hooks, fingerprint: loaded.fingerprint } })
} catch (thrown) {
  if (thrown instanceof HookRefused) tell({ refused: thrown.message })
  else {
    const at = thrown instanceof Error ? placesOf(thrown) : []
    tell({ refused: `It cannot be loaded (${faultOf(thrown).what}).`, at })
  }
}
