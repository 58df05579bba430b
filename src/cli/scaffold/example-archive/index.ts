import { z } from 'zod'
import { defineConnector, GatewayError, type HarvestItem } from '#sdk'
import { toRecord } from './map.ts'
import { Scan } from './rows.ts'

/*
 * Example Archive, an invented repository: pages of scans at `GET /scans?limit=…&cursor=…`, for everybody or with a token.
 */

/** The envelope of a page. Rows stay `unknown`: the gateway checks them one by one, so that a bad one does not cost the page. */
const Page = z.object({ scans: z.array(z.unknown()), next: z.string().nullable() })

/** A partition is what is swept as a whole; larger sources have one for each project. */
const partition = 'scans'

export default defineConnector({
  // The folder's name.
  type: 'example-archive',
  title: 'Example Archive',
  // Raise it when `map` changes, so that records of unchanged rows are made anew.
  version: 1,

  // Strict, so that a misspelt option is an error that names it. Each one says its unit, default, and what absence means.
  options: z.strictObject({
    /** Root of the API, without a slash at its end. */
    baseUrl: z.url({ protocol: /^https?$/ }),
    /** Rows asked for at a time. Default 100. */
    pageSize: z.int().positive().max(1_000).default(100),
  }),
  // Apart from the options, which are shown and hashed. A source without credentials is read anonymously.
  credentials: z.strictObject({ token: z.string().min(1) }),
  // The only hosts that it may ever call.
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],

  // Allow-lists, one for each kind of row: what they do not list is gone before anything is kept or logged.
  rows: { scan: Scan },

  async *harvest({ options, credentials, http, from, full, known }): AsyncGenerator<HarvestItem> {
    const headers: Record<string, string> =
      credentials === null ? {} : { authorization: `Bearer ${credentials.token}` }
    // Undefined: from the start. Null: an interrupted harvest had come to the end already.
    const left = from(partition)
    const firsts = new Set<string | null>()
    for (let cursor = left === undefined ? '' : (left as string | null); cursor !== null; ) {
      const url = new URL(`${options.baseUrl}/scans`)
      url.searchParams.set('limit', String(options.pageSize))
      if (cursor !== '') url.searchParams.set('cursor', cursor)
      // The client waits, retries, and refuses what is no JSON of this shape. What it throws ends the harvest, as it should.
      const page: z.infer<typeof Page> = await http.json(url.href, Page, { headers })
      // A page that was there before, or one without rows that is not the only one: such paging is not to be trusted.
      const isLost = page.scans.length === 0 && (cursor !== '' || page.next !== null)
      const first = idOf(page.scans[0])
      if (isLost || (first !== null && firsts.has(first))) throw new GatewayError('ANSWER_INVALID')
      firsts.add(first)
      for (const row of page.scans) {
        const nativeId = idOf(row)
        const etag = changedOf(row)
        // What has not changed need not be mapped and written again. A full harvest looks at everything.
        const isSame =
          !full && nativeId !== null && etag !== null && (await known(nativeId))?.etag === etag
        if (isSame) yield { same: nativeId }
        else yield { row, entity: 'scan', nativeId, ...(etag === null ? {} : { etag }) }
      }
      cursor = page.next
      // What was yielded so far is safe: an interrupted harvest goes on with the next page.
      yield { checkpoint: cursor, partition }
    }
    // Only now may records be removed that were not met.
    yield { partitionDone: partition }
  },

  // Pure: the same row gives the same record, whenever and wherever.
  map: { scan: toRecord },
  // No `resolve`: files are links over https that everybody opens alike.
})

/** Read before the row is checked, so that a rejected row is not taken for one that is gone. */
function idOf(row: unknown): string | null {
  const { id } = Object(row) as { id?: unknown }
  return typeof id === 'string' && id !== '' ? id : null
}

function changedOf(row: unknown): string | null {
  const { changed } = Object(row) as { changed?: unknown }
  return typeof changed === 'string' ? changed : null
}
