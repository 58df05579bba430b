import { defineConnector } from '#sdk'
import { harvest } from './harvest.ts'
import { mapRow } from './map.ts'
import { Login, loginAddress, Options, rootOf } from './options.ts'
import { isShippedName, shippedName } from './read-manifest.ts'
import { ReaderLogin, resolve } from './resolve.ts'
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
  local: ({ manifest }) =>
    typeof manifest === 'string' && !isShippedName(manifest) ? ['options.manifest'] : [],
  readerCredentials: ReaderLogin,
  resolve,
  linkOptions: (options) => {
    const manifest = shippedName(options.manifest)
    if (manifest === null) return null
    const { baseUrl, loginUrl } = options
    return { manifest, baseUrl, loginUrl }
  },
  // Files that lie beside the API. What a manifest says of other hosts is not known to be a file.
  mayCheck: ({ locator, role }, options) => {
    const root = rootOf(options)
    const isFile = role !== 'ARCHIVE' && role !== 'DIRECTORY'
    return isFile && root !== null && URL.parse(locator)?.origin === new URL(root).origin
  },
  origins: (options) => {
    const addresses = [rootOf(options), loginAddress(options)].filter((one) => one !== null)
    return [...new Set(addresses.map((address) => new URL(address).origin))]
  },
  http: { concurrency: 4, requestsPerSecond: 10, redirects: 3 },
  rows: { record: Row },
  harvest,
  map: { record: (row, options) => mapRow(row, options) },
})
