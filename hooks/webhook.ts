import { createHash, createHmac } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import type { HarvestRun, HttpClient, OnHarvestFinished } from '#sdk'

/*
 * Tells a receiver of each harvest that has ended, over HTTP. In the sources file:
 *
 *   hooks:
 *     - module: hooks/webhook.ts
 *       options: { url: 'https://hooks.example.org/atlas', key: '${WEBHOOK_KEY}', outbox: /data/webhook }
 *
 * The receiver gets `POST` with the body `{"event":"harvest.finished","delivery":…,"run":{…}}` and the headers
 *
 *   X-Atlas-Delivery    id of the delivery: the same whenever the same run is told again
 *   X-Atlas-Timestamp   seconds since 1970 at which it was signed
 *   X-Atlas-Signature   sha256= and, in hexadecimal, HMAC-SHA-256 with the key over the timestamp, a full stop and the body
 *
 * and has to compare the signature (in constant time, over the bytes of the body as they came), refuse timestamps that are
 * more than five minutes off, and pass over ids that it has had. Any status from 200 to 299 takes the delivery.
 */

const WebhookOptions = z
  .strictObject({
    /** Where to; `http:` only with `allowPrivateAddresses`. */
    url: z.url({ protocol: /^https?$/, error: 'expected an absolute http or https address' }),
    /** What deliveries are signed with: at least 16 characters. */
    key: z.string().min(16, 'expected at least 16 characters'),
    /** Whether it may lie on this machine or in a private network. Default false. */
    allowPrivateAddresses: z.boolean().default(false),
    /** Only runs that ended so. Default all. */
    states: z.array(z.enum(['SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'])).optional(),
    /** Attempts in all, as far as the hook's deadline lets them. Default 6. */
    attempts: z.int().min(1).max(20).default(6),
    /** Milliseconds of the first pause between two; doubles, with jitter. Default 500. */
    backoff: z.int().min(1).max(60_000).default(500),
    /** Milliseconds that an attempt may take. Default 10,000. */
    timeout: z.int().min(1).max(600_000).default(10_000),
    /**
     * Folder of deliveries that nobody has taken yet, as an absolute path: they are tried again with the next harvest that
     * ends, over restarts too. Default: none is kept, and what no attempt delivers is lost.
     */
    outbox: z.string().refine(isAbsolute, 'expected an absolute path').optional(),
  })
  .refine(({ url, allowPrivateAddresses }) => allowPrivateAddresses || url.startsWith('https:'), {
    path: ['url'],
    error: 'expected an https address, or allowPrivateAddresses',
  })
  .refine(({ url }) => !/^https?:\/\/[^/?#]*@/.test(url), {
    path: ['url'],
    error: 'expected an address without a user name',
  })
type WebhookOptions = z.output<typeof WebhookOptions>

/** Deliveries of an outbox that are tried again with each harvest, oldest first, and how many it holds. */
const triedAgain = 20
const mostKept = 1_000

export { WebhookOptions as options }

/** Ids of deliveries that a call of this thread is at. */
const underWay = new Set<string>()

export const onHarvestFinished: OnHarvestFinished<WebhookOptions> = async (run, context) => {
  const { hook, options } = context
  if (options.states !== undefined && !options.states.some((state) => state === run.state)) return
  const outbox = options.outbox === undefined ? null : new Outbox(options.outbox)
  const delivery = deliveryOf(hook, run)
  await outbox?.keep(delivery)
  // Not before it is needed: most of the time this thread has nothing to do.
  const { createHttpClient } = await import('#sdk')
  const http = createHttpClient({
    origins: [new URL(options.url).origin],
    allowPrivateAddresses: options.allowPrivateAddresses,
    signal: context.signal,
    policy: {
      attempts: options.attempts,
      backoff: options.backoff,
      totalTimeout: options.timeout,
      maxRetryAfter: context.deadline,
      redirects: 0,
      maxBytes: 1024 * 1024,
    },
  })
  try {
    await deliver(delivery, options, http, outbox)
    for (const older of (await outbox?.oldest()) ?? []) {
      await deliver(older, options, http, outbox)
    }
  } finally {
    await http.close()
  }
}

export interface Delivery {
  id: string
  body: string
}

/** The same for the same end of the same run. */
export function deliveryOf(hook: string, run: HarvestRun): Delivery {
  const name = JSON.stringify([hook, run.id, run.finishedAt])
  const id = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return { id, body: JSON.stringify({ event: 'harvest.finished', delivery: id, run }) }
}

/** @param timestamp Seconds since 1970. */
export function signatureOf(key: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`
}

/** Leaves the outbox when it was taken, or refused in a way that would not pass. */
async function deliver(
  { id, body }: Delivery,
  { url, key }: WebhookOptions,
  http: HttpClient,
  outbox: Outbox | null,
): Promise<void> {
  if (underWay.has(id)) return
  underWay.add(id)
  const timestamp = String(Math.floor(Date.now() / 1_000))
  let status = 0
  try {
    await http.request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-atlas-delivery': id,
        'x-atlas-timestamp': timestamp,
        'x-atlas-signature': signatureOf(key, timestamp, body),
      },
      body,
      // The receiver passes over what it has had.
      idempotent: true,
      statuses: [201, 202, 203, 204, 205, 206, 207, 208, 226],
      onHead: (head) => {
        status = head.status
      },
    })
    await outbox?.drop(id)
  } catch (thrown) {
    if (status >= 400 && status < 500 && !passing.includes(status)) await outbox?.drop(id)
    throw thrown
  } finally {
    underWay.delete(id)
  }
}

const passing = [408, 425, 429]

/** Deliveries as files, named so that they sort by age. */
class Outbox {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async keep({ id, body }: Delivery): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const name = `${Date.now().toString().padStart(15, '0')}-${id}.json`
    const file = join(this.#folder, name)
    await writeFile(`${file}.part`, body, { mode: 0o600 })
    // Whole or not at all.
    await rename(`${file}.part`, file)
    const names = await this.#names()
    for (const old of names.slice(0, -mostKept)) await rm(join(this.#folder, old), { force: true })
  }

  async drop(id: string): Promise<void> {
    const names = await this.#names()
    for (const name of names.filter((one) => one.endsWith(`-${id}.json`))) {
      await rm(join(this.#folder, name), { force: true })
    }
  }

  async oldest(): Promise<Delivery[]> {
    const names = (await this.#names()).filter((name) => !underWay.has(idOf(name)))
    return Promise.all(
      names.slice(0, triedAgain).map(async (name) => ({
        id: idOf(name),
        body: await readFile(join(this.#folder, name), 'utf8'),
      })),
    )
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#folder)
    return names.filter((name) => /^\d{15}-[0-9a-f]{32}\.json$/.test(name)).sort()
  }
}

function idOf(name: string): string {
  return name.slice(16, -'.json'.length)
}
