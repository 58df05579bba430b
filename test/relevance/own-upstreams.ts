import allen from '../../connectors/allen/index.ts'
import { startAllenBuckets, startAllenStandin } from '../../connectors/allen/standin.ts'
import dicomweb from '../../connectors/dicomweb/index.ts'
import { startDicomwebStandin } from '../../connectors/dicomweb/standin.ts'
import openDataRegistry from '../../connectors/open-data-registry/index.ts'
import { soundFiles, startRegistryStandin } from '../../connectors/open-data-registry/standin.ts'
import rest from '../../connectors/rest/index.ts'
import { startRestStandin, worlds } from '../../connectors/rest/standin.ts'
import s3 from '../../connectors/s3/index.ts'
import { sampleLogin, sampleOptions, startSample } from '../../connectors/s3/standin.ts'
import shanoir from '../../connectors/shanoir/index.ts'
import { startShanoirStandin } from '../../connectors/shanoir/standin.ts'
import tissueAtlas from '../../connectors/tissue-atlas/index.ts'
import { startTissueAtlasStandin } from '../../connectors/tissue-atlas/standin.ts'
import xnat from '../../connectors/xnat/index.ts'
import { startXnatStandin } from '../../connectors/xnat/standin.ts'
import type { Upstream } from './catalogue.ts'

/** Studies of Shanoir that are read: all would be half of the catalogue, with the same few names of series. */
const studies = [3, 7, 21, 30]

/** Every stand-in that comes with the gateway, read with an account that sees all of its sample. */
export const ownUpstreams: readonly Upstream[] = [
  { id: 'allen', connector: allen, start: () => startAllenStandin() },
  { id: 'allen-buckets', connector: allen, start: startBuckets },
  {
    id: 'xnat',
    connector: xnat,
    async start() {
      const standin = await startXnatStandin()
      const { user, password } = standin.admin
      return {
        options: { ...standin.options, publicUrl: 'https://xnat.example.org' },
        credentials: { user, password },
        close: () => standin.close(),
      }
    },
  },
  {
    id: 'shanoir',
    connector: shanoir,
    async start() {
      const standin = await startShanoirStandin()
      return {
        options: { ...standin.options, publicUrl: 'https://shanoir.example.org', studies },
        credentials: { refreshToken: standin.admin.offlineToken },
        close: () => standin.close(),
      }
    },
  },
  { id: 'dicomweb', connector: dicomweb, start: () => startDicomwebStandin() },
  ...Object.keys(worlds).map((manifest) => ({
    id: manifest,
    connector: rest,
    async start() {
      const standin = await startRestStandin(manifest)
      return Object.assign(standin, { credentials: standin.world.credentials })
    },
  })),
  {
    id: 'open-data',
    connector: openDataRegistry,
    start: async () => startRegistryStandin({ files: await soundFiles() }),
  },
  {
    id: 'buckets',
    connector: s3,
    async start() {
      const standin = await startSample()
      return {
        options: sampleOptions(standin.url),
        credentials: sampleLogin,
        close: () => standin.close(),
      }
    },
  },
  { id: 'tissue-atlas', connector: tissueAtlas, start: () => startTissueAtlasStandin() },
]

/** The open buckets of the Allen Institute; the warehouse is a source of its own. */
async function startBuckets() {
  const standin = await startAllenBuckets()
  return { options: standin.options, close: () => standin.close() }
}
