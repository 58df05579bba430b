import {
  type FieldOrigin,
  GatewayError,
  type Mapped,
  unknownLicense,
  unknownRecord,
  words,
} from '#sdk'
import { accessOf } from './access.ts'
import { domainOf } from './domains.ts'
import { line, linksIn, plain } from './markdown.ts'
import type { Options } from './options.ts'
import { doisIn, isOfData, publicationsOf } from './publications.ts'
import { placesOf, viewersOf } from './resources.ts'
import type { Dataset, Unreadable } from './rows.ts'
import { facetNames, housekeeping, termsOf } from './tags.ts'

export function mapDataset(row: Dataset, { webUrl }: Options): Mapped {
  const isDeprecated = row.Deprecated === true
  const places = placesOf(row.Resources, isDeprecated)
  const access = accessOf(places)
  const domain = domainOf(row.Tags)
  const page = webUrl === null ? null : `${webUrl}/${encodeURIComponent(row.id)}/`
  const facets = facetNames.map((facet) => [facet, termsOf(row.Tags, facet)] as const)
  const [species, modality, technique] = facets.map(([, terms]) => terms)
  return {
    record: {
      ...unknownRecord,
      kind: 'DATASET',
      title: line(row.Name) ?? row.Name,
      description: descriptionOf(row),
      keywords: keywordsOf(row),
      creators: creatorsIn(row.ManagedBy),
      sameAs: sameAsOf(row),
      publications: publicationsOf(row.DataAtWork?.Publications ?? [], row.Citation),
      landingPage: linksIn(row.Documentation ?? '')[0]?.url ?? page,
      viewers: viewersOf(row.Resources),
      domain: domain?.domain ?? null,
      species: species ?? [],
      modality: modality ?? [],
      technique: technique ?? [],
      license: licenseOf(row.License),
      access: access.access,
      accessNote: access.note,
      visibility: { discover: ['public'], retrieve: ['public'] },
      upstream: page,
      fields: [
        ...(domain === null ? [] : [mapped('domain', domain.tags.join(', '), domain.rule)]),
        ...facets.flatMap(([facet, terms]) =>
          terms
            .filter(({ origin }) => origin === 'MAPPED')
            .map(({ raw }) => mapped(facet, raw, `tag-${facet}`)),
        ),
        ...(access.rule === null ? [] : [mapped('access', null, access.rule)]),
      ],
    },
    assets: places.map(({ asset }) => asset),
  }
}

const problems: Readonly<Record<Unreadable['problem'], string>> = {
  NOT_UTF8: 'The file is not in UTF-8',
  NOT_YAML: 'The file is not valid YAML',
  TOO_MANY_ALIASES: 'The file has more aliases than are followed',
  REPEATED_KEY: 'The file has a key twice',
  NOT_AN_ENTRY: 'The file holds no entry: its top is not a mapping',
  TOO_LARGE: 'The file is larger than 1 MiB',
  LEADS_OUTSIDE: 'The file is a link that leads out of the folder',
  NOT_READABLE: 'The file cannot be read',
  ARCHIVED: 'The file is archived and has to be restored first',
}

/** Always rejects: what is no entry is told, and its old record kept. */
export function mapUnreadable({ problem, line }: Unreadable): never {
  const where = line === null ? '' : ` (line ${line})`
  throw new GatewayError('ROW_INVALID', { message: `${problems[problem]}${where}.` })
}

function mapped(field: string, raw: string | null, rule: string): FieldOrigin {
  return { field, raw, rule, origin: 'MAPPED' }
}

/** That it is deprecated comes first; what has no field of its own is told at the end. */
function descriptionOf(row: Dataset): string | null {
  const notice = plain(row.DeprecatedNotice)
  const isNotice = row.Deprecated === true || notice !== null
  const frequency = line(row.UpdateFrequency)
  const citation = line(row.Citation)
  const parts = [
    isNotice ? `Deprecated${notice === null ? '.' : `: ${notice}`}` : null,
    plain(row.Description),
    frequency === null ? null : `Updated: ${frequency}`,
    citation === null ? null : `Citation: ${citation}`,
  ]
  return parts.filter((part) => part !== null).join('\n\n') || null
}

function keywordsOf({ Tags, Collabs, Deprecated }: Dataset): string[] {
  const tags = Tags.filter((tag) => !housekeeping.has(tag.toLowerCase()))
  const initiative = Collabs?.ASDI == null ? [] : ['ASDI', ...Collabs.ASDI.Tags]
  return words(...tags, ...initiative, Deprecated === true ? 'deprecated' : null)
}

const nobody = /^(?:un|not (?:currently )?)managed$|^(?:none|n\/?a|unknown|tbd)$/i
const link = String.raw`\[[^[\]]*\]\([^()\s]*\)`
/** Links and nothing but what parts them. */
const onlyLinks = new RegExp(
  String.raw`^${link}(?:(?:\s*,\s*(?:and\s+)?|\s*;\s*|\s+(?:and|&)\s+)${link})*\.?$`,
  'i',
)

/** Names of institutions: one for each link where there is nothing else, otherwise the text as a whole. */
function creatorsIn(text: string | null): string[] {
  if (text === null) return []
  if (onlyLinks.test(text)) return words(...linksAsWords(text))
  const name = line(text)
    ?.replace(/\s*\((?:https?:\/\/|www\.)[^()\s]*\)/gi, '')
    .replace(/^\[(?=[^\]]*$)/, '')
    .trim()
  return name === undefined || name === '' || nobody.test(name) ? [] : [name]
}

function linksAsWords(text: string): (string | null)[] {
  return [...text.matchAll(new RegExp(link, 'g'))].map(([one]) => line(one))
}

/** DOIs of the data themselves: not of articles about them. */
function sameAsOf({ Documentation, Citation }: Dataset): string[] {
  const dois = [...doisIn(Documentation ?? ''), ...doisIn(Citation ?? '')].filter(isOfData)
  return words(...dois.map((doi) => `doi:${doi}`))
}

/** The words as they stand; an address where there is just one. Core reads from them what kind of licence it is. */
function licenseOf(text: string | null) {
  if (text === null) return unknownLicense
  const links = linksIn(text)
  return { ...unknownLicense, raw: text, url: links.length === 1 ? (links[0]?.url ?? null) : null }
}
