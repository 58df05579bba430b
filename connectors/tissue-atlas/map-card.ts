import { distinct, type FieldOrigin, type Mapped, type Term, unknownRecord, words } from '#sdk'
import { accessOf } from './access.ts'
import { fileAssets, thumbnail } from './assets.ts'
import { onSite, webUrl } from './links.ts'
import {
  domainOrigin,
  extracted,
  fromSlug,
  techniqueWords,
  titleOrigin,
  upstreamOf,
} from './map.ts'
import { below, type Options } from './options.ts'
import { plainText } from './plain-text.ts'
import type { CardRow } from './rows.ts'
import { slugOf } from './site.ts'
import { named, tagged } from './tags.ts'

/** A data card: one image with the story that shows it. */
export function mapCard(row: CardRow, options: Options): Mapped {
  const { path, frontMatter: card, files } = row
  const tags = tagged(card.tags)
  const said = named(techniqueWords(card.title))
  const level = storyLevel(card.tags)
  const released = releaseYear(card.date, path)
  const access = accessOf(
    {
      inBucket: files.some(({ bucket }) => bucket !== null),
      atSynapse: files.some(({ synapse }) => synapse !== null),
      elsewhere: [],
    },
    options,
  )
  return {
    record: {
      ...unknownRecord,
      kind: 'IMAGE',
      parents: row.parents,
      title: card.title === null ? fromSlug(path) : plainText(card.title),
      sameAs: htanIds(card),
      keywords: words(...tags.keywords),
      publications: row.publications,
      landingPage: landingPage(row, options),
      viewers: words(
        ...[
          card.minerva_link,
          card.cbio_portal_link,
          card.broad_portal_link,
          card.cellxgene_link,
          card.view_data_link,
        ].map((link) => onSite(link, options.siteUrl)),
      ),
      domain: 'MEDICAL_IMAGING',
      species: distinct(tags.species),
      modality: distinct([...tags.modality, ...said.modality]),
      technique: distinct([...tags.technique, ...said.technique]),
      structure: distinct(tags.structure),
      access: access.access,
      accessNote: access.accessNote,
      dataLevel: level?.value ?? null,
      released,
      upstream: upstreamOf(path, options),
      fields: [
        ...domainOrigin,
        ...titleOrigin(card.title, path),
        ...access.fields,
        ...(level === null ? [] : [level.origin]),
        ...(released === null ? [] : [extracted('released', 'card-date', card.date)]),
        ...termOrigins({ species: tags.species, structure: tags.structure }),
      ],
    },
    assets: [...thumbnail(card.image, options), ...fileAssets(files, options)],
  }
}

/** Cards have no page of their own: the one that they link to, else their dataset's. */
function landingPage({ frontMatter: card, parents }: CardRow, options: Options): string | null {
  const linked = onSite(card.info_link ?? card.iinfo_link, options.siteUrl)
  const [owner] = parents
  return linked ?? (owner === undefined ? webUrl(card.minerva_link) : below(options.siteUrl, owner))
}

/**
 * Level of what the story shows, by the site's description of its kinds: annotated images in a viewer are Level 5, those
 * that are made without anybody's work show images of Level 2 or 3.
 */
function storyLevel(tags: readonly string[]): { value: string; origin: FieldOrigin } | null {
  const raw = tags.find((tag) => ['narrated', 'curated', 'auto'].includes(tag.toLowerCase()))
  if (raw === undefined) return null
  const value = raw.toLowerCase() === 'auto' ? 'Level 2 or 3' : 'Level 5'
  return {
    value,
    origin: { field: 'dataLevel', raw, rule: 'tissue-atlas:story', origin: 'MAPPED' },
  }
}

/**
 * Year of the card's date. The site sorts by these dates, and many are made up for that: one before the year that the
 * card's folder names is no release, and without such a year none is told.
 */
export function releaseYear(date: string | null, path: string): string | null {
  const year = /^(\d{4})-\d{2}-\d{2}/.exec(date ?? '')?.[1]
  const folder = /-((?:19|20)\d{2})(?:-[^/]*)?\//.exec(slugOf(path))?.[1]
  if (year === undefined || folder === undefined) return null
  return year >= folder ? year : null
}

function htanIds({ title, minerva_link, tags }: CardRow['frontMatter']): string[] {
  return words(
    ...([title, minerva_link, ...tags].join(' ').match(/\bHTA\d{1,2}_\d+(?:_\d+)*/g) ?? []),
  )
}

/** How terms came about, each way once. */
function termOrigins(terms: Readonly<Record<string, readonly Term[]>>): FieldOrigin[] {
  return Object.entries(terms).flatMap(([field, list]) =>
    distinct(list).map(({ raw, origin }) => ({ field, raw, rule: 'tissue-atlas:tag', origin })),
  )
}
