import { defineConnector } from '#sdk'
import { readDatasetRules } from './dataset-rules.ts'
import { harvest } from './harvest.ts'
import { login } from './login.ts'
import { mapDataset, mapExamination, mapSite, mapStudy } from './map.ts'
import { Credentials, Options, publicRoot } from './options.ts'
import { ReaderToken, resolve } from './resolve.ts'
import { Dataset, Examination, Site, Study } from './rows.ts'
import { version } from './version.ts'

/**
 * Any server of Shanoir-NG, from its release 2.11 on: cards of its public studies, and with an account the studies,
 * examinations and datasets that this may see. Reads lists and the search index only, never a file, and accepts nothing on
 * anybody's behalf.
 */
export default defineConnector({
  type: 'shanoir',
  title: 'Shanoir',
  version,
  options: Options,
  credentials: Credentials,
  readerCredentials: ReaderToken,
  resolve,
  login,
  // Readers reach it by the address that links have.
  linkOptions: (options) => ({ baseUrl: publicRoot(options) }),
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],
  // It has no rate limit of its own; its own clients wait four minutes, and a page elsewhere is no answer.
  http: {
    concurrency: 2,
    headersTimeout: 240_000,
    bodyTimeout: 60_000,
    totalTimeout: 600_000,
    // One list of all datasets of a study comes unpaged.
    maxBytes: 256 * 1024 * 1024,
    redirects: 0,
  },
  rules: readDatasetRules,
  rows: { site: Site, study: Study, examination: Examination, dataset: Dataset },
  harvest,
  map: { site: mapSite, study: mapStudy, examination: mapExamination, dataset: mapDataset },
})
