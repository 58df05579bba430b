import {
  distinct,
  type FieldOrigin,
  type Mapped,
  originBy,
  type Resolution,
  unknownRecord,
  words,
} from '#sdk'
import { accessOf } from './access.ts'
import { bucketAsset, fileAssets, thumbnail } from './assets.ts'
import { doiOf, onSite, sitePage, webUrl } from './links.ts'
import { below, type Options } from './options.ts'
import { plainText } from './plain-text.ts'
import { authorsOf, publicationsOf, yearOf } from './publications.ts'
import type { AtlasRow, DatasetRow } from './rows.ts'
import { slugOf } from './site.ts'
import { named } from './tags.ts'

/** An atlas page: a research programme with the datasets and images below it. */
export function mapAtlas(row: AtlasRow, options: Options): Mapped {
  const { frontMatter: page, path } = row
  const title = page.name ?? page.title
  const grants = grantsOf(page.grant)
  const own = webUrl(page.redirect_to)
  return {
    record: {
      ...unknownRecord,
      kind: 'ATLAS',
      title: title === null ? fromSlug(path) : plainText(title),
      sameAs: words(...row.htan),
      description: described(page.summary, page.grant && `Funded by ${plainText(page.grant)}.`),
      keywords: words(
        ...[page.title, page['short-name']].filter((name) => name !== title),
        ...grants,
      ),
      publications: row.publications,
      landingPage: own ?? below(options.siteUrl, `atlases/${slugOf(path)}`),
      domain: 'MEDICAL_IMAGING',
      upstream: upstreamOf(path, options),
      fields: [...domainOrigin, ...titleOrigin(title, path)],
    },
    assets: thumbnail(page['project-image'], options),
  }
}

/** A dataset page: what was published with one article. */
export function mapDataset(row: DatasetRow, options: Options): Mapped {
  const { path, frontMatter, links, facts, files } = row
  const publication = frontMatter.data?.publication ?? null
  const article = publication?.title ?? null
  const year = yearOf(publication?.journal ?? null)
  const technique = named([...facts.techniques, ...techniqueWords(article)])
  const elsewhere = dataLinks(links, options)
  const listed = fileAssets(files, options)
  const inBucket = row.bucket !== null || facts.namesInstructions
  const access = accessOf({ inBucket, atSynapse: facts.synapse.length > 0, elsewhere }, options)
  const level = levelOf(row)
  const resolution = resolutionOf(facts.sampling)
  return {
    record: {
      ...unknownRecord,
      kind: 'DATASET',
      parents: row.parents,
      // Titles of these pages say no more than `Data`.
      title: article === null ? fromSlug(path) : plainText(article),
      sameAs: words(
        ...facts.deposits,
        ...links.filter(isData).map(({ url }) => doiOf(url)),
        ...facts.synapse.filter((id) => !files.some(({ synapse }) => synapse === id)),
        ...facts.htan,
      ),
      description: described(publication?.description ?? null),
      creators: authorsOf(publication?.authors ?? null),
      publications: publicationsOf(article, links),
      landingPage: below(options.siteUrl, `atlas-datasets/${slugOf(path)}`),
      viewers: words(...facts.viewers.map(webUrl)),
      domain: 'MEDICAL_IMAGING',
      modality: distinct(technique.modality),
      technique: distinct(technique.technique),
      resolution,
      access: access.access,
      accessNote: access.accessNote,
      dataLevel: level?.level ?? null,
      released: year,
      upstream: upstreamOf(path, options),
      fields: [
        ...domainOrigin,
        ...titleOrigin(article, path),
        ...access.fields,
        ...(resolution === null
          ? []
          : [extracted('resolution', 'sampling', facts.sampling.join('; '))]),
        ...(year === null ? [] : [extracted('released', 'journal', publication?.journal ?? null)]),
        ...(level?.fields ?? []),
      ],
    },
    // A bucket without a list is all that can be named.
    assets:
      row.bucket !== null && !listed.some(({ locator }) => locator.startsWith('s3:'))
        ? [bucketAsset(row.bucket, options), ...listed]
        : listed,
  }
}

export const origin = originBy('tissue-atlas')

export const domainOrigin: FieldOrigin[] = [origin('domain', 'site')]

export function titleOrigin(title: string | null, path: string): FieldOrigin[] {
  return title === null ? [origin('title', 'file-name', slugOf(path))] : []
}

export function extracted(field: string, rule: string, raw: string | null): FieldOrigin {
  return origin(field, rule, raw, 'EXTRACTED')
}

/** `_data-cards/lin-2023/p37_s59-crc22-overview.md` as `p37 s59 crc22 overview`. */
export function fromSlug(path: string): string {
  const name = slugOf(path).split('/').at(-1) ?? ''
  return name.replace(/[-_]+/g, ' ').trim() || slugOf(path)
}

export function upstreamOf(path: string, { folder, rawUrl, repository, branch }: Options) {
  if (folder !== null || rawUrl === null) return null
  return below(rawUrl, `${repository}/${branch}/${path}`)
}

function described(...parts: (string | null)[]): string | null {
  const text = parts.filter((part) => part !== null).map(plainText)
  return text.join(' ').trim() || null
}

/** Numbers of grants: `U2C-CA233262`, `U54 CA225088`, `INV-027106`. */
function grantsOf(text: string | null): string[] {
  return text?.match(/\b(?:[A-Z]\d[\dA-Z][ -]?[A-Z]{2}\d{6}|INV-\d{6})\b/g) ?? []
}

/** Words for techniques in a title. */
export function techniqueWords(title: string | null): string[] {
  return title?.match(/\b(?:t-CyCIF|CyCIF|MIBI|CODEX|Orion)\b|\bH&E\b/gi) ?? []
}

function isData({ label }: { label: string | null }): boolean {
  return /\bdata(set)?\b|sequencing|cytof/i.test(label ?? '')
}

/** Where the page says that its data are, elsewhere. */
function dataLinks(links: DatasetRow['links'], { siteUrl }: Options): string[] {
  const found = links.filter(isData).map(({ url }) => onSite(url, siteUrl))
  return words(...found.filter((url) => sitePage(url, siteUrl) === null))
}

/**
 * Sampling that the page states first: of its main images. The others stay in the origin of the field.
 */
function resolutionOf(sampling: readonly string[]): Resolution | null {
  const [, number, unit = ''] = /^([\d.]+)\s*(\S+?)s?\s*(?:\/|per)/i.exec(sampling[0] ?? '') ?? []
  const value = Number(number)
  if (!(value > 0)) return null
  const micrometres = /^nm$/i.test(unit) ? value / 1000 : value
  const name = /^nm$/i.test(unit) ? 'nm' : 'um'
  return { values: [value], unit: name, micrometres: [micrometres] }
}

/** The level that the page names, else the one that its list names; null where they name several. */
function levelOf({ facts, files }: DatasetRow): { level: string; fields: FieldOrigin[] } | null {
  const named = words(...facts.levels, ...files.map(({ level }) => level))
  const [level] = named
  if (level === undefined || named.length > 1) return null
  return { level, fields: [extracted('dataLevel', 'level', level)] }
}
