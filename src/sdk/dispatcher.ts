import type { LookupFunction } from 'node:net'
import { Agent, type Dispatcher } from 'undici'
import { connectorFor } from './addresses.ts'
import type { HttpPolicy } from './http.ts'

export interface DispatcherOptions {
  policy: HttpPolicy
  allowPrivateAddresses: boolean
  lookup?: LookupFunction | undefined
}

/** Told when a request is about to be written to its connected socket; goes along as undici's `opaque`. */
export interface Watch {
  onSent(): void
}

/** A pool of connections an origin, which opens them to allowed addresses only and sets no deadlines for requests. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { policy, allowPrivateAddresses, lookup } = options
  const agent = new Agent({
    connections: policy.concurrency,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: connectorFor({ timeout: policy.connectTimeout, allowPrivateAddresses, lookup }),
  })
  return agent.compose(
    (dispatch) => (request, handler) => dispatch(request, announcing(handler, watchOf(request))),
  )
}

function watchOf(request: Dispatcher.DispatchOptions): Watch | null {
  return 'opaque' in request ? (request.opaque as Watch) : null
}

/** The same handler, which also says when its request starts. */
function announcing(
  handler: Dispatcher.DispatchHandler,
  watch: Watch | null,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      watch?.onSent()
      handler.onRequestStart?.(controller, context)
    },
    onRequestUpgrade: (...told) => handler.onRequestUpgrade?.(...told),
    onResponseStart: (...told) => handler.onResponseStart?.(...told),
    onResponseData: (...told) => handler.onResponseData?.(...told),
    onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
    onResponseError: (...told) => handler.onResponseError?.(...told),
  }
}
