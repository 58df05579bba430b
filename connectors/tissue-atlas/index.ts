import { defineConnector, localS3Login, s3Origins } from '#sdk'
import { bucketsOf } from './buckets.ts'
import { harvest } from './harvest.ts'
import { mapAtlas, mapDataset } from './map.ts'
import { mapCard } from './map-card.ts'
import { type Options as Given, Login, Options } from './options.ts'
import { AtlasRow, CardRow, DatasetRow } from './rows.ts'
import { version } from './version.ts'

/**
 * The Harvard Tissue Atlas, or a site built like it: pages of a Jekyll site's repository, over the API of a git host or
 * from a folder. Atlases, dataset pages and data cards become records; images stay where they are.
 */
export default defineConnector({
  type: 'tissue-atlas',
  title: 'Harvard Tissue Atlas',
  version,
  options: Options,
  credentials: Login,
  local: ({ folder = null }, credentials) => [
    ...(folder === null ? [] : ['options.folder']),
    ...localS3Login(credentials),
  ],
  origins,
  s3Endpoint: (bucket, { buckets }) =>
    buckets.find(({ name }) => name === bucket)?.endpoint ?? null,
  linkOptions: ({ buckets }) => ({
    buckets: buckets.map(({ name, endpoint }) => ({ name, endpoint })),
  }),
  rows: { atlas: AtlasRow, dataset: DatasetRow, card: CardRow },
  harvest,
  map: { atlas: mapAtlas, dataset: mapDataset, card: mapCard },
})

function origins(options: Given): string[] {
  const { folder, apiUrl, rawUrl } = options
  const roots = folder !== null ? [] : [apiUrl, ...(rawUrl === null ? [] : [rawUrl])]
  const hosts = roots.map((root) => new URL(root).origin)
  return [...new Set([...hosts, ...bucketsOf(options).flatMap(s3Origins)])]
}
