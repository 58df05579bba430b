import { z } from 'zod'
import { mapCroissant } from '../../../../connectors/s3/croissant/map.ts'
import { CroissantRow } from '../../../../connectors/s3/croissant/rows.ts'
import { mapDats } from '../../../../connectors/s3/dats/map.ts'
import { DatsRow } from '../../../../connectors/s3/dats/rows.ts'
import type { DocumentOptions } from '../../../../connectors/s3/documents/assets.ts'
import type { Place } from '../../../../connectors/s3/documents/place.ts'
import { type DocumentRead, isProblem } from '../../../../connectors/s3/documents/rows.ts'
import { mapFrictionless } from '../../../../connectors/s3/frictionless/map.ts'
import { FrictionlessRow } from '../../../../connectors/s3/frictionless/rows.ts'
import { mapHtaFileList } from '../../../../connectors/s3/htan/file-list.ts'
import {
  mapHtanAtlas,
  mapHtanDataset,
  mapHtanFile,
  mapHtanPublication,
} from '../../../../connectors/s3/htan/map.ts'
import {
  HtaFileListRow,
  HtanAtlasRow,
  HtanDatasetRow,
  HtanFileRow,
  HtanPublicationRow,
} from '../../../../connectors/s3/htan/rows.ts'
import { mapStacCollection, mapStacItem } from '../../../../connectors/s3/stac/map.ts'
import { StacCollectionRow, StacItemRow } from '../../../../connectors/s3/stac/rows.ts'
import { normaliseAssets, normaliseRecord } from '../../../../src/harvest/normalise.ts'
import { Asset, MappedRecord } from '../../../../src/model/index.ts'
import type { Mapped, RowShape } from '../../../../src/sdk/index.ts'
import { createVocabulary } from '../../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../../src/search/vocabulary/seed.ts'

const vocabulary = createVocabulary(seedTerms)

export const place: Place = { bucket: 'open-things', region: 'us-west-2', key: 'a/b/document.json' }
export const options: DocumentOptions = {
  access: 'REQUESTER_PAYS',
  accessNote: 'The reader pays.',
  payer: 'CALLER',
}

interface Entity {
  shape: RowShape
  map(row: unknown, options: DocumentOptions): Mapped
}

function entity<Shape extends RowShape>(
  shape: Shape,
  map: (row: z.output<Shape>, options: DocumentOptions) => Mapped,
): Entity {
  return { shape, map: (row, given) => map(row as z.output<Shape>, given) }
}

export const entities: Readonly<Record<string, Entity>> = {
  'stac-collection': entity(StacCollectionRow, mapStacCollection),
  'stac-item': entity(StacItemRow, mapStacItem),
  croissant: entity(CroissantRow, mapCroissant),
  dats: entity(DatsRow, mapDats),
  frictionless: entity(FrictionlessRow, mapFrictionless),
  'htan-atlas': entity(HtanAtlasRow, mapHtanAtlas),
  'htan-dataset': entity(HtanDatasetRow, mapHtanDataset),
  'htan-file': entity(HtanFileRow, mapHtanFile),
  'htan-publication': entity(HtanPublicationRow, mapHtanPublication),
  'hta-file-list': entity(HtaFileListRow, mapHtaFileList),
}

const MappedShape = z.strictObject({ record: MappedRecord, assets: z.array(Asset).default([]) })
export type Checked = z.output<typeof MappedShape>

/** A row as core takes it: through its shape, kept as JSON and read again, mapped, checked, normalised. */
export function recordOf(
  name: string,
  row: unknown,
  given = options,
): Checked | { refused: string } {
  const { shape, map } = entities[name] ?? fail(name)
  const first = shape.safeParse(row)
  if (!first.success) return { refused: reasonOf(first.error) }
  const kept = shape.parse(JSON.parse(JSON.stringify(first.data)))
  const { record, assets } = MappedShape.parse(map(kept, given))
  return {
    record: MappedRecord.parse(normaliseRecord(record, vocabulary)),
    assets: normaliseAssets(assets),
  }
}

/** The one record of a document that has one. */
export function only(read: DocumentRead, given = options): Checked {
  if (isProblem(read)) throw new Error(read.reason)
  const [row] = read
  if (row === undefined || read.length > 1) throw new Error(`${read.length} rows`)
  const record = recordOf(row.entity, row.row, given)
  if ('refused' in record) throw new Error(record.refused)
  return record
}

function reasonOf({ issues }: z.ZodError): string {
  return issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')
}

function fail(name: string): never {
  throw new Error(`no entity ${name}`)
}
