import { MessageChannel, Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { GatewayError } from '../../src/model/index.ts'
import { bundle, connect, refuse, serve } from '../../src/store/index.ts'

class Sample {
  readonly base = 10
  async add(one: number, other: number) {
    return this.base + one + other
  }
  async refuse() {
    throw new GatewayError('BAD_INPUT', {
      source: 'one',
      argument: 'filter.species',
      message: 'No such species.',
      cause: new Error('the log’s'),
    })
  }
  async fail() {
    throw new TypeError('secret path /etc')
  }
  async uncopyable() {
    return () => 'a function'
  }
  async wait(signal: AbortSignal): Promise<string> {
    if (signal.aborted) return 'aborted before'
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')))
  }
  async forever() {
    return new Promise(() => {})
  }
  async close() {
    throw new Error('must not be called from afar')
  }
}

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function served(target: object = new Sample()) {
  const { port1, port2 } = new MessageChannel()
  let closed = false
  serve(port1, target, () => {
    closed = true
  })
  const client = connect<Sample>(port2)
  closers.push(() => client.close())
  return { client, port1, isClosed: () => closed }
}

test('rpc: a method is called on its object, and answers in its order', async () => {
  const { client } = served()
  expect(await Promise.all([client.add(1, 2), client.add(3, 4)])).toEqual([13, 17])
  // It can be awaited itself without being taken for a promise.
  expect(await (await Promise.resolve(client)).add(0, 0)).toBe(10)
})

test('rpc: a GatewayError arrives with its code, source, argument and message', async () => {
  const { client } = served()
  const error = await client.refuse().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(GatewayError)
  expect(error).toMatchObject({
    code: 'BAD_INPUT',
    source: 'one',
    argument: 'filter.species',
    message: 'No such species.',
  })
  expect((error as GatewayError).cause).toContain('the log’s')
})

test('rpc: any other error arrives as INTERNAL, the original only in its cause', async () => {
  const { client } = served()
  const error = (await client.fail().catch((thrown: unknown) => thrown)) as GatewayError
  expect(error).toMatchObject({ code: 'INTERNAL' })
  expect(error.message).not.toContain('secret')
  expect(error.cause).toContain('TypeError: secret path')
})

test('rpc: an unknown method, an argument or an answer that cannot be copied are INTERNAL', async () => {
  const { client } = served()
  const strange = client as unknown as Record<string, (value?: unknown) => Promise<unknown>>
  await expect(strange.nothing?.()).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(strange.base?.()).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(strange.add?.(() => 1)).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(client.uncopyable()).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(await client.add(0, 0)).toBe(10)
})

test('rpc: aborting a signal aborts the one that the method got', async () => {
  const { client } = served()
  const abort = new AbortController()
  const waiting = client.wait(abort.signal)
  await client.add(0, 0)
  abort.abort()
  expect(await waiting).toBe('aborted')
  expect(await client.wait(abort.signal)).toBe('aborted before')
})

test('rpc: closing ends the connection, not the object behind it', async () => {
  const { client, isClosed } = served()
  const waiting = client.forever()
  await client.add(0, 0)
  await client.close()
  await expect(waiting).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(client.add(0, 0)).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect.poll(isClosed).toBe(true)
})

test('rpc: what could not be started answers every call with the reason', async () => {
  const { port1, port2 } = new MessageChannel()
  closers.push(() => port1.close())
  const client = connect<Sample>(port2)
  const early = client.add(1, 1)
  refuse(port1, new GatewayError('CONFIG_INVALID', { message: 'Too new.' }))
  const expected = { code: 'CONFIG_INVALID', message: 'Too new.' }
  await expect(early).rejects.toMatchObject(expected)
  await expect(client.add(1, 1)).rejects.toMatchObject(expected)
})

test('rpc: a bundle sends each method to its own port', async () => {
  const route = (methods: string[], target: object) => {
    const { port1, port2 } = new MessageChannel()
    serve(port1, target)
    return { methods, port: port2 }
  }
  const client = connect<{
    one(): Promise<number>
    two(): Promise<number>
    close(): Promise<void>
  }>(bundle([route(['one'], { one: async () => 1 }), route(['two'], { two: async () => 2 })]))
  expect(await Promise.all([client.one(), client.two(), client.one()])).toEqual([1, 2, 1])
  await client.close()
  await expect(client.one()).rejects.toMatchObject({ code: 'INTERNAL' })
})

test.each(['process.exit(1)', 'throw new Error("out of order")', 'setTimeout(() => {}, 1e9)'])(
  'rpc: calls under way fail when the other thread ends by %s',
  async (end) => {
    const { port1, port2 } = new MessageChannel()
    // It greets as `serve` does, takes a call, and never answers it.
    const thread = new Worker(
      `const { workerData } = require('node:worker_threads')
       workerData.postMessage({ greeting: 'ready' })
       workerData.on('message', () => { ${end} })`,
      { eval: true, workerData: port1, transferList: [port1] },
    )
    thread.on('error', () => {})
    const client = connect<Sample>(port2)
    const waiting = client.forever()
    if (end.startsWith('setTimeout')) setTimeout(() => thread.terminate(), 50)
    await expect(waiting).rejects.toMatchObject({ code: 'INTERNAL' })
    await expect(client.add(1, 1)).rejects.toMatchObject({ code: 'INTERNAL' })
  },
)
