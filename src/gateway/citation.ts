import type { StoredRecord } from '../model/index.ts'
import type { CitationStyle } from './schema.generated.ts'

/** What a citation is made of. What is unknown is null or empty and left out. */
interface Cited {
  title: string
  creators: readonly string[]
  /** As precise as known: year, perhaps month and day. */
  date: readonly string[]
  /** Title of the source. */
  publisher: string
  /** `YYYY-MM-DD`: pages change, so a citation says when one was looked at. */
  accessed: string
  version: string | null
  doi: string | null
  url: string | null
  key: string
}

const writers: Record<CitationStyle, (cited: Cited) => string> = {
  BIBTEX: bibtex,
  RIS: ris,
  CSL_JSON: csl,
}

/** A citation of the record itself, not of the publications about it. Pure. */
export function citationOf(
  record: StoredRecord,
  source: { title: string },
  style: CitationStyle,
  now: Date,
): string {
  return writers[style]({
    title: record.title,
    creators: record.creators,
    date: record.released?.split('-') ?? [],
    publisher: source.title,
    accessed: now.toISOString().slice(0, 10),
    version: record.version,
    doi: doiAmong(record.sameAs),
    url: record.landingPage ?? record.upstream,
    key: record.id.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, ''),
  })
}

/** The first DOI among identifiers, without resolver or prefix. */
export function doiAmong(identifiers: readonly string[]): string | null {
  const form = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i
  return identifiers.map((each) => form.exec(each)?.[1]).find((doi) => doi !== undefined) ?? null
}

function bibtex(cited: Cited): string {
  const [year, month] = cited.date
  const fields: [string, string | null | undefined][] = [
    // Braces keep the spelling of the title and keep names of institutions in one piece.
    ['title', `{${tex(cited.title)}}`],
    ['author', cited.creators.map((name) => `{${tex(name)}}`).join(' and ')],
    ['year', year],
    ['month', month && String(Number(month))],
    ['version', cited.version && tex(cited.version)],
    ['publisher', tex(cited.publisher)],
    ['doi', cited.doi && plain(cited.doi)],
    ['url', cited.url && plain(cited.url)],
    ['urldate', cited.accessed],
  ]
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`)
  return `@misc{${cited.key},\n${lines.join(',\n')}\n}\n`
}

const texEscapes: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** Text in TeX, on one line. */
function tex(text: string): string {
  return oneLine(text).replace(/[\\{}$&#%_~^]/g, (sign) => texEscapes[sign] ?? `\\${sign}`)
}

/** Addresses are taken as they are by `doi` and `url`; only braces could end the field. */
const plain = (text: string) => oneLine(text).replace(/[{}]/g, (sign) => encodeURIComponent(sign))

function ris(cited: Cited): string {
  const [year, month = '', day = ''] = cited.date
  const lines: [string, string | null | undefined][] = [
    ['TY', 'DATA'],
    ['TI', cited.title],
    ...cited.creators.map((name): [string, string] => ['AU', name]),
    ['PY', year],
    ['DA', year && `${year}/${month}/${day}/`],
    ['ET', cited.version],
    ['PB', cited.publisher],
    ['DB', cited.publisher],
    ['DO', cited.doi],
    ['UR', cited.url],
    ['Y2', `${cited.accessed.replaceAll('-', '/')}/`],
  ]
  const text = lines
    .filter(([, value]) => value)
    .map(([tag, value]) => `${tag}  - ${oneLine(value ?? '')}\r\n`)
  return `${text.join('')}ER  - \r\n`
}

function csl(cited: Cited): string {
  return JSON.stringify({
    id: cited.key,
    type: 'dataset',
    title: cited.title,
    ...(cited.creators.length > 0 && {
      author: cited.creators.map((literal) => ({ literal })),
    }),
    ...(cited.date.length > 0 && { issued: { 'date-parts': [cited.date.map(Number)] } }),
    ...(cited.version !== null && { version: cited.version }),
    publisher: cited.publisher,
    source: cited.publisher,
    accessed: { 'date-parts': [cited.accessed.split('-').map(Number)] },
    ...(cited.doi !== null && { DOI: cited.doi }),
    ...(cited.url !== null && { URL: cited.url }),
  })
}

/** A line break would begin a new field. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
