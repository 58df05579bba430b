import { defineConnector } from '#sdk'
import { harvest } from './harvest.ts'
import { mapRow } from './map.ts'
import { Login, loginAddress, Options, rootOf } from './options.ts'
import { Row } from './rows.ts'

/**
 * Any repository with a JSON API that a manifest describes: LORIS, SciTran, Girder, DANDI, OpenNeuro, the EBRAINS Knowledge
 * Graph, and what an owner writes one for. Reads only the fields that the manifest declares.
 */
export default defineConnector({
  type: 'rest',
  title: 'REST repository',
  version: 2,
  options: Options,
  credentials: Login,
  origins: (options) => {
    const addresses = [rootOf(options), loginAddress(options)].filter((one) => one !== null)
    return [...new Set(addresses.map((address) => new URL(address).origin))]
  },
  http: { concurrency: 4, requestsPerSecond: 10, redirects: 3 },
  rows: { record: Row },
  harvest,
  map: { record: (row, options) => mapRow(row, options) },
})
