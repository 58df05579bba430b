import type { MappedRecord } from '#sdk'
import { line, linksIn, webAddress } from './markdown.ts'

type Publication = MappedRecord['publications'][number]

/** What registers DOIs for data and not for articles, by prefix. */
const dataPrefixes: ReadonlySet<string> = new Set([
  '10.5061', // Dryad
  '10.5063', // KNB
  '10.5066', // USGS
  '10.5067', // NASA
  '10.5281', // Zenodo
  '10.6073', // EDI
  '10.6084', // figshare
  '10.7289', // NOAA
  '10.7303', // Synapse
  '10.7910', // Dataverse
  '10.7937', // The Cancer Imaging Archive
  '10.12751', // G-Node
  '10.13026', // PhysioNet
  '10.17605', // OSF
  '10.17632', // Mendeley Data
  '10.17867', // Image Data Resource
  '10.18112', // OpenNeuro
  '10.21957', // ECMWF
  '10.23719', // EPA
  '10.25493', // EBRAINS
  '10.25921', // NOAA
  '10.25923', // NOAA
  '10.26131', // IRSA
  '10.48324', // DANDI
  '10.60508', // Brain Data Science Platform
])

const doiPattern = /\b10\.\d{4,9}\/[^\s"<>[\]{}|\\^`]{1,300}/

/** The DOI in an address or a text, without a resolver and without what publishers put behind it; null when there is none. */
export function doiIn(text: string): string | null {
  const [found] = doiPattern.exec(text) ?? []
  if (found === undefined) return null
  const bare = found
    .replace(/[?#].*$/, '')
    .replace(
      /(?:\/(?:full|abstract|pdf|epdf|html|toc|meta)|\.(?:pdf|full|abstract)(?:\.pdf)?)+\/?$/i,
      '',
    )
    // Servers of preprints put the version behind the DOI of all versions.
    .replace(/^(10\.(?:1101|64898)\/[\d.]+)v\d+.*$/, '$1')
    .replace(/[.,;:'*_]+$/, '')
  return balanced(bare)
}

export function isOfData(doi: string): boolean {
  return dataPrefixes.has(doi.split('/')[0] ?? '')
}

/** Every DOI of a text, each once. */
export function doisIn(text: string): string[] {
  // Those in links first: their words may hold one, too.
  const inLinks = linksIn(text).flatMap(({ url }) => doiIn(url) ?? [])
  const pattern = new RegExp(doiPattern, 'g')
  const inText = [...(line(text) ?? '').matchAll(pattern)].flatMap(([doi]) => doiIn(doi) ?? [])
  return [...new Map([...inLinks, ...inText].map((doi) => [doi.toLowerCase(), doi])).values()]
}

/** What the entry lists as written about the data, then what it asks to cite. Never the authors' names. */
export function publicationsOf(
  listed: readonly { Title: string | null; URL: string | null }[],
  citation: string | null,
): Publication[] {
  const own = listed.flatMap(({ Title, URL: address }): Publication[] => {
    const url = webAddress(
      address !== null && !/^https?:/i.test(address) ? `https://${address}` : address,
    )
    const title = line(Title)
    const doi = address === null ? null : doiIn(decoded(address))
    return title === null && url === null ? [] : [{ title, doi, url }]
  })
  const cited = citation === null ? [] : doisIn(citation).filter((doi) => !isOfData(doi))
  const known = new Set(own.flatMap(({ doi }) => doi?.toLowerCase() ?? []))
  const more = cited.filter((doi) => !known.has(doi.toLowerCase()))
  return [...own, ...more.map((doi) => ({ title: null, doi, url: null }))]
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

function balanced(doi: string): string {
  const isClosedTooOften = doi.split(')').length > doi.split('(').length
  return isClosedTooOften && doi.endsWith(')') ? balanced(doi.slice(0, -1)) : doi
}
