import {
  type Asset,
  type FieldOrigin,
  type Mapped,
  type MappedRecord,
  type Resolution,
  unknownRecord,
  words,
} from '#sdk'
import { accessTo, assetAt, type DocumentOptions } from '../documents/assets.ts'
import { partialDate } from '../documents/dates.ts'
import { statedDomain } from '../documents/domains.ts'
import { known } from '../documents/rows.ts'
import { doisIn, publicationOf, spaced, webUrl } from '../documents/words.ts'
import { origin } from '../origin.ts'
import { assayOf, assayTerms, levelOf } from './assays.ts'
import { atlasId, datasetId } from './file-table.ts'
import { htanFileAsset, isControlled, synapsePage } from './files.ts'
import type { HtanAtlasRow, HtanDatasetRow, HtanFileRow, HtanPublicationRow } from './rows.ts'

const controlled = {
  access: 'DATA_USE_AGREEMENT',
  accessNote:
    'Reads of sequencing (levels 1 and 2) are under controlled access: ask for study phs002371 at dbGaP.',
} as const
const onSynapse = {
  access: 'REGISTERED',
  accessNote: 'The files are on Synapse, which gives them out to those with an account there.',
} as const

export function mapHtanAtlas(row: HtanAtlasRow): Mapped {
  const title = withoutMarkup(row.title)
  const { domain, fields } = statedDomain([], [title, row.description])
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'ATLAS',
    title,
    description: row.description === null ? null : withoutMarkup(row.description),
    keywords: ['HTAN', row.center],
    // A list in one text, with commas inside the names too: it is kept as one.
    creators: words(row.institutions),
    domain,
    fields,
  }
  return { record }
}

/** Its files are streamed apart; its manifests, where it has them, are told with it. */
export function mapHtanDataset(row: HtanDatasetRow, options: DocumentOptions): Mapped {
  const { component, center } = row
  const manifests = known(row.manifests)
  const level = levelOf(component)
  const assay = assayOf(component)
  const isGuarded = isControlled(component, level, [])
  const pages = manifests.flatMap((id) => synapsePage(id) ?? [])
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'DATASET',
    parents: [atlasId(center)],
    title: `${center}: ${component === null ? 'data files' : titleOf(component)}`,
    description: contents(row.files, manifests.length),
    keywords: words('HTAN', center, component),
    landingPage: pages.length === 1 ? (pages[0] ?? null) : null,
    domain: assay?.domain ?? null,
    ...(assay === null ? {} : assayTerms([component ?? ''])),
    ...(isGuarded === true
      ? controlled
      : pages.length > 0
        ? onSynapse
        : row.isHere === true
          ? { access: options.access, accessNote: options.accessNote }
          : {}),
    dataLevel: level,
    fields: originsOf(component),
  }
  if (manifests.length === 0) return { record }
  const assets = manifests.map((id) => manifestAsset(id, row, options))
  return { record, assets: known(assets) }
}

export function mapHtanFile(row: HtanFileRow, options: DocumentOptions): Mapped {
  const asset = htanFileAsset(row, options)
  const name = row.assay ?? row.component
  const assay = assayOf(row.assay) ?? assayOf(row.component)
  const level = row.level
  const what = words(row.assay ?? titleOf(row.component ?? 'data file'), row.assay && level)
  const isOnSynapse = asset?.locator.startsWith('https://www.synapse.org/') === true
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'IMAGE',
    parents: [datasetId(row.place, row.center, row.component)],
    sameAs: words(row.id, row.synapse),
    title: `${row.id}: ${what.join(', ')}`,
    keywords: words('HTAN', row.center, row.component, row.release),
    landingPage: synapsePage(row.synapse),
    domain: assay?.domain ?? null,
    ...assayTerms(words(row.assay ?? row.component)),
    structure: words(...(row.organ ?? '').split(/\s*[,;|]\s*/)).map((label) => ({
      label,
      termId: null,
      origin: 'STATED',
      raw: null,
    })),
    resolution: pixelOf(row),
    ...(row.isControlled === true
      ? controlled
      : isOnSynapse
        ? onSynapse
        : asset === null
          ? {}
          : accessTo([asset], row.place, options)),
    dataLevel: level,
    fields: originsOf(name),
  }
  return { record, assets: known([asset]) }
}

/** A publication stands for the files that it is about; its own licence is not theirs. */
export function mapHtanPublication(row: HtanPublicationRow): Mapped {
  const [doi = null] = doisIn(row.doi)
  const { modality, technique } = assayTerms(words(...known(row.dataTypes)))
  const domains = new Set(known(row.dataTypes).flatMap((type) => assayOf(type)?.domain ?? []))
  const [domain = null] = domains.size === 1 ? domains : []
  const title = withoutMarkup(row.title)
  const about = row.files === null ? null : `About ${counted(row.files, 'data file')} of HTAN.`
  const article =
    row.license === null
      ? null
      : `The article is under ${row.license}; the licence of the data is not stated.`
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'COLLECTION',
    parents: [atlasId(row.center)],
    title,
    description: words(about, article).join(' ') || null,
    keywords: words('HTAN', row.center),
    creators: words(...(row.authors ?? '').split(/\s*,\s*/)),
    publications: known([publicationOf(title, doi, webUrl(row.pubmed))]),
    landingPage: publicationOf(null, doi, null)?.url ?? webUrl(row.pubmed),
    viewers: words(...known(row.viewers).map(webUrl)),
    domain,
    modality,
    technique,
    released: partialDate(row.date) ?? partialDate(row.year),
    fields:
      domain === null ? [] : [origin('domain', 'htan/assay', [...known(row.dataTypes)].join(', '))],
  }
  return { record }
}

function originsOf(name: string | null): FieldOrigin[] {
  const assay = assayOf(name)
  if (assay === null) return []
  return [
    ...(assay.domain === null ? [] : [origin('domain', 'htan/assay', name)]),
    ...(assay.modality === null ? [] : [origin('modality', 'htan/assay', name)]),
    ...(assay.technique === null ? [] : [origin('technique', 'htan/assay', name)]),
  ]
}

function manifestAsset(id: string, row: HtanDatasetRow, options: DocumentOptions): Asset | null {
  const page = synapsePage(id)
  return page === null
    ? null
    : assetAt(page, row.place, options, { name: `manifest ${id}`, role: 'METADATA' })
}

/** `ScRNA-seq, Level 4` of `ScRNA-seqLevel4`. */
function titleOf(component: string): string {
  const level = levelOf(component)
  const bare = spaced(component.replace(/[ _-]?level[ _-]?\d$/i, ''))
  return words(bare, level).join(', ')
}

function contents(files: number | null, manifests: number): string | null {
  if (files === null) return null
  return `${counted(files, 'file')} in ${counted(manifests, 'manifest')}.`
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

const lengths: Readonly<Record<string, string>> = {
  µm: 'um',
  μm: 'um',
  um: 'um',
  nm: 'nm',
  mm: 'mm',
}

/** Size of a pixel as OME has it: without a unit it is micrometres. */
function pixelOf({ x, y, z, xUnit }: HtanFileRow): Resolution | null {
  const unit = xUnit === null ? 'um' : lengths[xUnit]
  const values = [x, y, z].flatMap((one) => (one === null ? [] : [Number(one)]))
  if (unit === undefined || x === null || y === null) return null
  return values.every((value) => Number.isFinite(value) && value > 0)
    ? { values, unit, micrometres: null }
    : null
}

/** Titles of a web site come with tags and entities of HTML. */
function withoutMarkup(text: string): string {
  const plain = text
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    .replaceAll(/&#(\d{1,6});/g, (whole, code) => characterOf(Number(code)) ?? whole)
    .replaceAll('&amp;', '&')
    .replaceAll('&nbsp;', ' ')
    .trim()
  return plain === '' ? text : plain
}

function characterOf(code: number): string | null {
  const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : null
}
