import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Recorded } from './recorder.ts'

/** Asks a server for what others have asked it, over connections that are kept, and does nothing else. */
export class BareClient {
  readonly #client: Pool

  constructor(url: string, { connections = 1 } = {}) {
    this.#client = new Pool(url, {
      connections,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 600_000,
    })
  }

  /** Sends a request and reads the answer to its end. */
  async send({ method, path, headers, body }: Recorded): Promise<Buffer> {
    const answer = await this.#client.request({ method, path, headers, body })
    const read = Buffer.from(await answer.body.arrayBuffer())
    if (answer.statusCode > 299) throw new Error(`${path}: ${answer.statusCode} ${read}`)
    return read
  }

  /** One after the other. Milliseconds they took together. */
  async replay(requests: readonly Recorded[]): Promise<number> {
    const started = performance.now()
    for (const request of requests) await this.send(request)
    return performance.now() - started
  }

  /** Those at once that were sent at once, and each such group after the other. Milliseconds. */
  async replayAtOnce(requests: readonly Recorded[]): Promise<number> {
    const started = performance.now()
    const group: Promise<Buffer>[] = []
    for (const request of requests) {
      if (!request.isBeside) await Promise.all(group.splice(0))
      group.push(this.send(request))
    }
    await Promise.all(group)
    return performance.now() - started
  }

  /** Adds documents to an index by the bodies they were sent in, `atOnce` tasks at most waiting at the server. */
  async load(uid: string, bodies: readonly Recorded[], atOnce: number): Promise<void> {
    const waiting: number[] = []
    for (const body of bodies) {
      if (waiting.length === atOnce) await this.#settled(waiting.shift(), body.headers)
      const path = `/indexes/${uid}/documents?primaryKey=id`
      const { taskUid } = JSON.parse(String(await this.send({ ...body, path })))
      waiting.push(taskUid)
    }
    for (const task of waiting) await this.#settled(task, bodies[0]?.headers ?? {})
  }

  close(): Promise<void> {
    return this.#client.destroy()
  }

  async #settled(task: number | undefined, headers: Recorded['headers']): Promise<void> {
    const { authorization } = headers
    for (;;) {
      const answer = await this.#client.request({
        method: 'GET',
        path: `/tasks/${task}`,
        headers: authorization === undefined ? {} : { authorization },
      })
      const { status, error } = (await answer.body.json()) as { status: string; error: unknown }
      if (status === 'succeeded') return
      if (status !== 'enqueued' && status !== 'processing') throw new Error(JSON.stringify(error))
      await pause(20)
    }
  }
}
