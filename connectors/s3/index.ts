import { defineConnector, localS3Login, S3Login, s3Origins } from '#sdk'
import { CroissantRow } from './croissant/rows.ts'
import { DatsRow } from './dats/rows.ts'
import { FrictionlessRow } from './frictionless/rows.ts'
import { harvest } from './harvest.ts'
import {
  HtaFileListRow,
  HtanAtlasRow,
  HtanDatasetRow,
  HtanFileRow,
  HtanPublicationRow,
} from './htan/rows.ts'
import { login } from './login.ts'
import { map } from './map.ts'
import { Options } from './options.ts'
import { bucketOf } from './place.ts'
import { BidsRow, FolderRow, TemplateRow, ZarrRow } from './rows.ts'
import { StacCollectionRow, StacItemRow } from './stac/rows.ts'
import { version } from './version.ts'

/**
 * Buckets of S3 and of services that speak like it, requester-pays ones too: the datasets in them, by the conventions of
 * their files, with every file as an asset. Reads listings and small metadata files, never an image, a volume or a table.
 */
export default defineConnector({
  type: 's3',
  title: 'S3 bucket',
  version,
  options: Options,
  credentials: S3Login,
  local: (_, credentials) => localS3Login(credentials),
  login,
  origins: ({ places }) => [
    ...new Set(
      places.flatMap((place) => [
        ...s3Origins(bucketOf(place)),
        ...(place.inventory === null ? [] : s3Origins(bucketOf(place.inventory))),
      ]),
    ),
  ],
  s3Endpoint: (bucket, { places }) =>
    places.find((place) => place.bucket === bucket)?.endpoint ?? null,
  linkOptions: ({ places }) => {
    const buckets = new Map(places.map(({ bucket, endpoint }) => [bucket, { bucket, endpoint }]))
    return { places: [...buckets.values()] }
  },
  // S3 takes thousands a second and a prefix. A redirect would leave the host that was signed for.
  http: { concurrency: 8, requestsPerSecond: 100, redirects: 0, attempts: 5 },
  rows: {
    bids: BidsRow,
    template: TemplateRow,
    zarr: ZarrRow,
    folder: FolderRow,
    'stac-collection': StacCollectionRow,
    'stac-item': StacItemRow,
    croissant: CroissantRow,
    dats: DatsRow,
    frictionless: FrictionlessRow,
    'htan-atlas': HtanAtlasRow,
    'htan-dataset': HtanDatasetRow,
    'htan-file': HtanFileRow,
    'htan-publication': HtanPublicationRow,
    'hta-file-list': HtaFileListRow,
  },
  harvest,
  map,
})
