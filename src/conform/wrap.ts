import { Interruption } from '../harvest/index.ts'
import type { AnyConnector, HarvestContext, HarvestItem } from '../sdk/connector.ts'

/** The same connector, whose items go through `change`. */
export function wrapped(
  connector: AnyConnector,
  change: (
    items: AsyncIterable<HarvestItem>,
    context: HarvestContext<unknown>,
  ) => AsyncIterable<HarvestItem>,
): AnyConnector {
  return { ...connector, harvest: (context) => change(connector.harvest(context), context) }
}

/** As if its upstream no longer had these records. */
export function without(connector: AnyConnector, ids: ReadonlySet<string>): AnyConnector {
  return wrapped(connector, async function* (items) {
    for await (const item of items) {
      const id = idOf(item)
      if (id === null || !ids.has(id)) yield item
    }
  })
}

/** Interrupted as soon as its `nth` checkpoint is safe, as by a process that goes down. */
export function cutAtCheckpoint(
  connector: AnyConnector,
  nth: number,
  abort: AbortController,
): AnyConnector {
  return wrapped(connector, async function* (items, { signal }) {
    let met = 0
    for await (const item of items) {
      yield item
      if (!('checkpoint' in item) || ++met < nth) continue
      abort.abort(new Interruption())
      // What is asked for after that is not to be read.
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      return
    }
  })
}

function idOf(item: HarvestItem): string | null {
  if ('row' in item) return item.nativeId
  if ('same' in item) return item.same
  return 'assets' in item ? item.assets : null
}
