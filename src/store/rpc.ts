import { inspect } from 'node:util'
import type { MessagePort, Transferable } from 'node:worker_threads'
import { MessageChannel } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { GatewayError } from '../model/error.ts'
import type { ErrorCode } from '../model/index.ts'

/*
 * Calls between threads over a MessagePort. One side `serve`s an object, the other `connect`s to it and gets an
 * object with the same methods:
 *
 *   const { port1, port2 } = new MessageChannel()
 *   serve(port1, { double: async (n: number) => 2 * n })                // in one thread
 *   const doubler = connect<Doubler>(port2); await doubler.double(21)   // in another, that port2 was sent to
 *
 * Arguments and results are copied as `structuredClone` does. A `GatewayError` arrives as it was thrown; every
 * other error arrives as INTERNAL with a description of the original as its cause. An `AbortSignal` may be an
 * argument: aborting it aborts the signal that the served method got.
 */

/** What a port says first, so that its other end knows where to send calls. */
type Greeting =
  | { greeting: 'ready' }
  | { greeting: 'refused'; error: PlainError }
  | { greeting: 'routes'; routes: Route[] }

/** Some methods, and the port of the thread that serves them. */
export interface Route {
  methods: readonly string[]
  port: MessagePort
}

interface PlainError {
  code: ErrorCode
  message: string
  source: string | undefined
  argument: string | undefined
  cause: string | undefined
}

interface Answer {
  t: string
  e?: unknown
}

/**
 * Answers calls that come in at `port` with the methods of `target`, until the port is closed.
 *
 * @param onClose Called once when the other side is gone.
 */
export function serve(port: MessagePort, target: object, onClose?: () => void): void {
  const methods = target as Record<string, unknown>
  const aborts = new Map<number, AbortController>()
  port.on('message', (message: { abort?: number }) => {
    if (message.abort !== undefined) aborts.get(message.abort)?.abort()
  })
  const rpc = createBirpc<object, object>(target, {
    ...channelOf(port),
    timeout: -1,
    serialize: (answer: Answer) =>
      answer.e === undefined ? answer : { ...answer, e: toPlain(answer.e) },
    // True: an answer that cannot be copied becomes an error answer, not an unhandled rejection.
    onGeneralError: () => true,
    resolver: (name) => {
      const method = methods[name]
      if (typeof method !== 'function') return undefined
      return async (...values: unknown[]) => {
        const signals = values.filter(isSignalMark).map(({ signal }) => signal)
        try {
          return await method.apply(
            target,
            values.map((value) => unmark(value, aborts)),
          )
        } finally {
          for (const signal of signals) aborts.delete(signal)
        }
      }
    },
  })
  port.on('close', () => {
    for (const abort of aborts.values()) abort.abort()
    rpc.$close()
    onClose?.()
  })
  port.postMessage({ greeting: 'ready' } satisfies Greeting)
}

/** Answers every call that comes in at `port` with `error`: what should have been served could not be started. */
export function refuse(port: MessagePort, error: unknown): void {
  port.postMessage({ greeting: 'refused', error: toPlain(error) } satisfies Greeting)
}

/** One port in place of several: who connects to it calls each route's methods over that route's own port. */
export function bundle(routes: readonly Route[]): MessagePort {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(
    { greeting: 'routes', routes: [...routes] } satisfies Greeting,
    routes.map(({ port }) => port as Transferable),
  )
  port1.unref()
  return port2
}

/**
 * The object that is served at the other end of `port`. All its methods have to return promises. Its `close()` is
 * never sent: it closes this connection, and the object at the other end goes on.
 *
 * Calls fail with `INTERNAL` when the connection is closed or the other thread is gone, those under way too.
 */
export function connect<Served extends object>(port: MessagePort): Served {
  const connection = new Connection(port)
  return new Proxy({} as Served, {
    get: (_, name) => {
      // Whoever awaits the object itself asks for `then`.
      if (typeof name !== 'string' || name === 'then') return undefined
      if (name === 'close') return async () => connection.close()
      return (...values: unknown[]) => connection.call(name, values)
    },
  })
}

class Connection {
  readonly #port: MessagePort
  readonly #rpc
  readonly #greeted = Promise.withResolvers<void>()
  readonly #routes = new Map<string, Connection>()
  #signals = 0
  #lost: GatewayError | undefined

  constructor(port: MessagePort) {
    this.#port = port
    // Nobody may be calling at the moment when it is lost.
    this.#greeted.promise.catch(() => {})
    port.on('message', (message: Partial<Greeting>) => this.#greet(message))
    port.on('close', () => this.#lose(gone('the other thread is gone')))
    this.#rpc = createBirpc<Record<string, (...values: unknown[]) => unknown>, object>(
      {},
      {
        ...channelOf(port),
        timeout: -1,
        deserialize: (answer: Answer) =>
          answer.e === undefined ? answer : { ...answer, e: fromPlain(answer.e as PlainError) },
      },
    )
  }

  async call(name: string, values: unknown[]): Promise<unknown> {
    await this.#greeted.promise
    if (this.#lost !== undefined) throw this.#lost
    const route = this.#routes.get(name)
    if (route !== undefined) return route.call(name, values)
    const marked = values.map((value) => this.#mark(value))
    try {
      return await this.#rpc.$call(name, ...marked.map(({ value }) => value))
    } catch (thrown) {
      throw thrown instanceof GatewayError ? thrown : gone(thrown)
    } finally {
      for (const { release } of marked) release?.()
    }
  }

  close(): void {
    this.#lose(gone('the connection was closed'))
    for (const route of new Set(this.#routes.values())) route.close()
    this.#port.close()
  }

  #greet(message: Partial<Greeting>): void {
    if (message.greeting === 'refused') {
      this.#lose(fromPlain(message.error as PlainError))
    } else if (message.greeting === 'routes') {
      for (const { methods, port } of message.routes as Route[]) {
        const connection = new Connection(port)
        for (const method of methods) this.#routes.set(method, connection)
      }
      // It has done its work; the routes' own ports say when their threads are gone.
      this.#port.removeAllListeners('close')
      this.#port.close()
    }
    if (message.greeting !== undefined) this.#greeted.resolve()
  }

  #lose(error: GatewayError): void {
    this.#lost ??= error
    this.#greeted.reject(this.#lost)
    this.#rpc.$rejectPendingCalls(({ reject }) => reject(this.#lost))
  }

  /** A signal cannot be copied: a number goes in its place, and a message with that number when it is aborted. */
  #mark(value: unknown): { value: unknown; release?: () => void } {
    if (!(value instanceof AbortSignal)) return { value }
    this.#signals += 1
    const signal = this.#signals
    const abort = () => this.#port.postMessage({ abort: signal })
    value.addEventListener('abort', abort, { once: true })
    return {
      value: { signal, aborted: value.aborted } satisfies SignalMark,
      release: () => value.removeEventListener('abort', abort),
    }
  }
}

interface SignalMark {
  signal: number
  aborted: boolean
}

function isSignalMark(value: unknown): value is SignalMark {
  return (
    typeof value === 'object' &&
    value !== null &&
    'signal' in value &&
    'aborted' in value &&
    Object.keys(value).length === 2
  )
}

function unmark(value: unknown, aborts: Map<number, AbortController>): unknown {
  if (!isSignalMark(value)) return value
  const controller = new AbortController()
  aborts.set(value.signal, controller)
  if (value.aborted) controller.abort()
  return controller.signal
}

/** Birpc's messages over a port, apart from our own. */
function channelOf(port: MessagePort) {
  return {
    bind: 'functions' as const,
    post: (message: unknown) => port.postMessage(message),
    on: (listener: (message: unknown) => void) => {
      port.on('message', (message: object) => {
        if (!('greeting' in message) && !('abort' in message)) listener(message)
      })
    },
  }
}

function toPlain(thrown: unknown): PlainError {
  const known = thrown instanceof GatewayError
  const cause = known ? thrown.cause : thrown
  return {
    code: known ? thrown.code : 'INTERNAL',
    message: known ? thrown.message : new GatewayError('INTERNAL').message,
    source: known ? thrown.source : undefined,
    argument: known ? thrown.argument : undefined,
    cause: cause === undefined ? undefined : typeof cause === 'string' ? cause : inspect(cause),
  }
}

function fromPlain({ code, ...details }: PlainError): GatewayError {
  return new GatewayError(code, details)
}

function gone(cause: unknown): GatewayError {
  return new GatewayError('INTERNAL', { cause })
}
