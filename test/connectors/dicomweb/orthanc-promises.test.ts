import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { afterAll, beforeAll, describe } from 'vitest'
import dicomweb from '../../../connectors/dicomweb/index.ts'
import { createWorld } from '../../../connectors/dicomweb/standin/world.ts'
import { pages, planted } from '../../../connectors/dicomweb/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'
import { type Standin, type StandinHandler, startStandin } from '../../../src/sdk/standin/index.ts'
import { type Orthanc, orthancMissing, startOrthanc } from '../../support/orthanc.ts'
import { makeFiles } from './dicom-files.ts'

/* The promises of every connector once more, with a real Orthanc behind the layer that misbehaves. */

/** Half of the sample: the kit harvests a hundred times. */
const studies = createWorld().slice(0, 6)
let orthanc: Orthanc

/** Asks Orthanc and hands its answer on as it is. */
const forward: StandinHandler = async ({ method, path, search, headers }) => {
  const answer = await request(orthanc.url + path + search, {
    method: method as 'GET',
    headers: { authorization: headers.authorization, accept: headers.accept },
  })
  const type = answer.headers['content-type']
  return {
    status: answer.statusCode,
    body: await answer.body.text(),
    ...(typeof type === 'string' ? { type } : {}),
  }
}

const why = orthancMissing === null ? '' : `, skipped: ${orthancMissing}`

describe.skipIf(orthancMissing !== null)(`dicomweb: a real Orthanc${why}`, () => {
  beforeAll(async () => {
    orthanc = await startOrthanc()
    const folder = await mkdtemp(join(tmpdir(), 'atlas-dicom-'))
    try {
      for (const file of await makeFiles(studies, folder)) await orthanc.store(file)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
  afterAll(() => orthanc?.stop())

  testConnector(dicomweb, {
    play: (): Promise<Standin> => startStandin({ handle: forward, pages }),
    options: (baseUrl) => ({
      baseUrl: `${baseUrl}/dicom-web`,
      series: 'assets',
      pageSize: 3,
    }),
    credentials: { user: 'atlas', password: 'orthanc-test-password' },
    ids: studies.length,
    // Two processes on the way, on a machine that may be busy.
    policy: {
      connectTimeout: 2_000,
      headersTimeout: 2_000,
      bodyTimeout: 2_000,
      totalTimeout: 2_500,
    },
    patience: 20_000,
    spared: {
      incremental: 'QIDO-RS cannot be asked what has changed since',
      evolution: 'one Orthanc serves all of these trials, and stays as it is',
      clocks: 'one Orthanc serves all of these trials, and stays as it is',
      larger: 'storing ten times as many files takes longer than all the rest',
    },
    planted: [...Object.values(planted), 'orthanc-test-password'],
  })
})
