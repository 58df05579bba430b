import { isDeepStrictEqual } from 'node:util'
import { GatewayError, type HarvestRun, type HarvestState } from '../../model/index.ts'
import type { GatewayContext } from '../context.ts'
import { keyOf } from '../ids.ts'
import type { SubscriptionResolvers } from '../schema.generated.ts'

const ended: readonly HarvestState[] = ['SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED']

/** What is thrown between events is told to nobody: the last one may be an error. */
interface Event {
  harvest: HarvestRun | GatewayError
}

export const Subscription: SubscriptionResolvers = {
  harvest: {
    async subscribe(_, { id }, context) {
      const harvest = await context.loaders.harvest.load(keyOf('harvest', id))
      if (harvest === null) throw new GatewayError('NOT_FOUND', { argument: 'id' })
      return events(harvest, context)
    },
    resolve: ({ harvest }: Event) => {
      if (harvest instanceof GatewayError) throw harvest
      return harvest
    },
  },
}

/** How the harvest stands, then every change of it, until it ends, nobody listens, or who listens may not any more. */
async function* events(now: HarvestRun, context: GatewayContext): AsyncGenerator<Event> {
  const { harvests, loaders, gone } = context
  yield { harvest: now }
  if (ended.includes(now.state)) return
  let told = now
  const { lost, end } = context.standing()
  try {
    for await (const harvest of until(AbortSignal.any([gone, lost]), harvests.progress(now.id))) {
      if (isDeepStrictEqual(harvest, told)) continue
      told = harvest
      // What an event is told with is as new as the event.
      loaders.forget()
      yield { harvest }
      if (ended.includes(harvest.state)) return
    }
    if (lost.aborted) yield { harvest: lost.reason }
  } finally {
    end()
  }
}

/** The items of `source`, up to the moment when `signal` is aborted. */
async function* until<Item>(signal: AbortSignal, source: AsyncIterable<Item>) {
  const stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
    const stop = () => resolve({ done: true, value: undefined })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  const iterator = source[Symbol.asyncIterator]()
  try {
    for (;;) {
      // In this order: an item that is there already does not pass an end.
      const next = await Promise.race([stopped, iterator.next()])
      if (next.done) return
      yield next.value
    }
  } finally {
    // Not awaited: it may wait for an item that never comes.
    void iterator.return?.()
  }
}
