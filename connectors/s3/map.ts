import { mapBids } from './bids/map.ts'
import { mapCroissant } from './croissant/map.ts'
import type { CroissantRow } from './croissant/rows.ts'
import { mapDats } from './dats/map.ts'
import type { DatsRow } from './dats/rows.ts'
import { documentOptions } from './document-options.ts'
import { mapFolder } from './folder.ts'
import { mapFrictionless } from './frictionless/map.ts'
import type { FrictionlessRow } from './frictionless/rows.ts'
import { mapHtaFileList } from './htan/file-list.ts'
import { mapHtanAtlas, mapHtanDataset, mapHtanFile, mapHtanPublication } from './htan/map.ts'
import type {
  HtaFileListRow,
  HtanAtlasRow,
  HtanDatasetRow,
  HtanFileRow,
  HtanPublicationRow,
} from './htan/rows.ts'
import { mapZarr } from './ome-zarr.ts'
import type { Options } from './options.ts'
import { mapStacCollection, mapStacItem } from './stac/map.ts'
import type { StacCollectionRow, StacItemRow } from './stac/rows.ts'
import { mapTemplate } from './templateflow.ts'

/** Rows as records, by entity. */
export const map = {
  bids: mapBids,
  template: mapTemplate,
  zarr: mapZarr,
  folder: mapFolder,
  'stac-collection': (row: StacCollectionRow, options: Options) =>
    mapStacCollection(row, documentOptions(row.place, options)),
  'stac-item': (row: StacItemRow, options: Options) =>
    mapStacItem(row, documentOptions(row.place, options)),
  croissant: (row: CroissantRow, options: Options) =>
    mapCroissant(row, documentOptions(row.place, options)),
  dats: (row: DatsRow, options: Options) => mapDats(row, documentOptions(row.place, options)),
  frictionless: (row: FrictionlessRow, options: Options) =>
    mapFrictionless(row, documentOptions(row.place, options)),
  'htan-atlas': (row: HtanAtlasRow) => mapHtanAtlas(row),
  'htan-dataset': (row: HtanDatasetRow, options: Options) =>
    mapHtanDataset(row, documentOptions(row.place, options)),
  'htan-file': (row: HtanFileRow, options: Options) =>
    mapHtanFile(row, documentOptions(row.place, options)),
  'htan-publication': (row: HtanPublicationRow) => mapHtanPublication(row),
  'hta-file-list': (row: HtaFileListRow, options: Options) =>
    mapHtaFileList(row, documentOptions(row.place, options)),
}
