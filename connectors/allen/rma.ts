import { z } from 'zod'
import { GatewayError, type HttpClient } from '#sdk'
import { below } from './options.ts'

/** An object as the service sends it, before any shape let it through. */
export interface WireRow {
  readonly id: number
  readonly [field: string]: unknown
}

export interface Ask {
  model: string
  /** Filters and associations, in RMA: `[failed$eq'false'],products[id$eq1]`. */
  criteria?: string
  include?: string
  only?: string
  startRow?: number
  numRows: number
}

export interface Page {
  rows: WireRow[]
  /** Rows of this page; joined rows where associations are included. Null when it is not said. */
  numRows: number | null
  /** The same for the whole query. */
  totalRows: number | null
}

const Count = z.int().nonnegative().nullish()
/** `msg` is a text where something went wrong, whatever the status says, and `{}` where a service has nothing to say. */
const Envelope = z.object({
  success: z.boolean(),
  msg: z.union([z.array(z.unknown()), z.string(), z.strictObject({})]),
  num_rows: Count,
  total_rows: Count,
})
const WithId = z.looseObject({ id: z.int() })

/** Reads the warehouse: https://community.brain-map.org/t/restful-model-access-rma/2868. */
export interface Rma {
  /**
   * A page of a model's objects, always in the order of their ids.
   *
   * @throws {GatewayError} `ANSWER_INVALID` when the service refuses the query (`success` false, under any status) or
   *   a row has no id; else as `HttpClient.json`.
   */
  query(ask: Ask): Promise<Page>
  /** The rows of a structure graph, its root first, children nested; throws like `query`. */
  structureGraph(id: number): Promise<unknown[]>
}

export function createRma(http: HttpClient, baseUrl: string): Rma {
  async function read(path: string) {
    // A refused query comes with 400 as well as with 200, and says the same in both.
    const answer = await http.json(below(baseUrl, `/api/v2${path}`), Envelope, { statuses: [400] })
    if (!answer.success || typeof answer.msg === 'string') {
      const text = typeof answer.msg === 'string' ? answer.msg : 'success is false'
      throw new GatewayError('ANSWER_INVALID', {
        message: 'The source refused the query.',
        cause: new Error(text.slice(0, 500)),
      })
    }
    return { ...answer, msg: Array.isArray(answer.msg) ? answer.msg : [] }
  }

  return {
    async query({ model, criteria, include, only, startRow = 0, numRows }) {
      const parameters = new URLSearchParams({
        ...(criteria ? { criteria } : {}),
        ...(include ? { include } : {}),
        ...(only ? { only } : {}),
        order: 'id',
        start_row: String(startRow),
        num_rows: String(numRows),
      })
      const answer = await read(`/data/${model}/query.json?${parameters}`)
      const rows = answer.msg.map((row) => {
        const parsed = WithId.safeParse(row)
        if (parsed.success) return parsed.data
        throw new GatewayError('ANSWER_INVALID', { message: 'A row of the source has no id.' })
      })
      return { rows, numRows: answer.num_rows ?? null, totalRows: answer.total_rows ?? null }
    },
    async structureGraph(id) {
      return (await read(`/structure_graph_download/${id}.json`)).msg
    },
  }
}
