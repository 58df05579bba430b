import { defineConnector } from '#sdk'
import archive from '../bench/index.ts'

/** The synthetic archive, given up sooner: after two attempts of two seconds each, and half a second between them. */
export default defineConnector({
  ...archive,
  type: 'bench-hasty',
  http: { ...archive.http, headersTimeout: 2_000, attempts: 2, backoff: 500 },
})
