import { defineConnector } from '#sdk'
import { harvest } from './harvest.ts'
import { mapProject, mapSession } from './map.ts'
import { Login, Options, publicRoot } from './options.ts'
import { ReaderLogin, resolve } from './resolve.ts'
import { Project, Session } from './rows.ts'
import { readScanRules } from './rules.ts'
import { version } from './version.ts'

/**
 * Any XNAT site from 1.7 on, public or with an account: its projects and imaging sessions, with scans and resources as
 * assets. Reads listings and items only, never a file, and nothing of a person.
 */
export default defineConnector({
  type: 'xnat',
  title: 'XNAT',
  version,
  options: Options,
  credentials: Login,
  readerCredentials: ReaderLogin,
  resolve,
  // Readers reach it by the address that links have.
  linkOptions: (options) => ({ baseUrl: publicRoot(options) }),
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],
  // XNAT has no rate limit of its own, but large lists take it minutes, and a page elsewhere is no answer.
  http: {
    concurrency: 4,
    requestsPerSecond: 20,
    headersTimeout: 180_000,
    bodyTimeout: 60_000,
    totalTimeout: 600_000,
    maxBytes: 256 * 1024 * 1024,
    redirects: 0,
  },
  rules: readScanRules,
  rows: { project: Project, session: Session },
  harvest,
  map: { project: mapProject, session: mapSession },
})
