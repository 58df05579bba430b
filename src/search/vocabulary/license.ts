import { type License, type LicenseClass, unknownLicense, WebUrl } from '../../model/index.ts'
import {
  addresses,
  ccVersions,
  creativeCommons,
  creativeCommonsHead,
  credit,
  fullTexts,
  hedges,
  limits,
  mentions,
  type NamedLicense,
  ofSpdx,
  remarks,
  spdxClasses,
  spdxListings,
  statements,
  unversioned,
  wholeNames,
} from './license-table.ts'

/** Longest text that is searched for names, in UTF-16 units; of a longer one only its beginning may say what it is. */
const longest = 4_000
/** Longest text that may be nothing but a name. */
const longestName = 120
/** Shortest text that may be a whole licence. */
const shortestFullText = 80

/**
 * The licence that a source names, by its words and its address. An SPDX id, a name in common use, a well-known statement
 * or an address gives the class; what a text only hints at does not. Markdown is read as what it links. A version that
 * is not stated leaves `spdx` null.
 *
 * Nothing that is unclear is opened. Everything unheard of is `UNKNOWN`, and so are words and addresses that contradict
 * each other, licences with ifs and exceptions, and texts that name several licences of different classes: which holds
 * for what is not told, and the narrowest would be as much of a guess as the widest. Where words that open data to
 * everybody ask for credit, the class is `ATTRIBUTION`.
 *
 * @param raw as the source words it; kept. May itself be an address.
 * @param url of the licence; kept where it is an absolute web address, else filled in where the text or the name has one.
 */
export function classifyLicense(raw: string | null, url: string | null = null): License {
  const text = raw?.trim() || null
  const given = WebUrl.safeParse(url?.trim())
  const inText = WebUrl.safeParse(text !== null && /\s/.test(text) ? null : text)

  const byText = text === null ? null : inText.success ? namedBy(inText.data) : namedIn(text)
  const byUrl = given.success ? namedBy(given.data) : null
  const named = byText === 'UNCLEAR' ? null : agreed([byText, byUrl].filter((one) => one !== null))
  const address = given.success ? given.data : inText.success ? inText.data : null
  return named === null
    ? { ...unknownLicense, raw: text, url: address }
    : { raw: text, spdx: named.spdx, class: named.class, url: address ?? named.url }
}

/** One licence of those found: null when there is none, or when their classes differ. */
function agreed(found: readonly NamedLicense[]): NamedLicense | null {
  const [first] = found
  if (first === undefined || found.some((one) => one.class !== first.class)) return null
  const ids = new Set(found.flatMap(({ spdx }) => spdx ?? []))
  if (ids.size > 1) return unversioned(first.class)
  return found.find(({ spdx }) => spdx !== null) ?? first
}

/** `UNCLEAR`: it speaks of licences, but not so that one could be told. An address beside it does not make it clear. */
function namedIn(text: string): NamedLicense | 'UNCLEAR' | null {
  const full = text.length < shortestFullText ? null : wholeLicense(tidy(text.slice(0, longest)))
  if (full !== null) return full
  if (text.length > longest) return null

  const { words, urls } = parted(text)
  const tidied = tidy(words)
  const byAddress = urls.flatMap((url) => namedBy(url) ?? [])
  const whole = wholeName(tidied)
  if (whole !== null) return agreed([whole, ...byAddress]) ?? 'UNCLEAR'
  return mentionedIn(tidied, byAddress)
}

/** The licence whose own text begins so. */
function wholeLicense(beginning: string): NamedLicense | null {
  const full = fullTexts.find(([pattern]) => pattern.test(beginning))?.[1]
  if (full !== undefined) return full
  const [, head] = creativeCommonsHead.exec(beginning) ?? []
  return head === undefined ? null : commonsMentioned(head)
}

const spdxByLowerCase = new Map(Object.keys(spdxClasses).map((id) => [id.toLowerCase(), id]))

function wholeName(tidied: string): NamedLicense | null {
  const spdx = spdxByLowerCase.get(tidied)
  if (spdx !== undefined) return ofSpdx(spdx)
  if (tidied.length > longestName) return null
  return wholeNames.find(([pattern]) => pattern.test(tidied))?.[1] ?? null
}

/** Licences named in a text and its links, if they agree and there are no ifs. */
function mentionedIn(tidied: string, byAddress: NamedLicense[]): NamedLicense | 'UNCLEAR' | null {
  const found: NamedLicense[] = []
  const bare = tidied.replace(remarks, ' ')
  let rest = bare
  const take = (pattern: RegExp, nameOf: (mention: string) => NamedLicense | null) => {
    rest = rest.replace(pattern, (mention) => {
      const named = nameOf(mention)
      if (named !== null) found.push(named)
      return named === null ? mention : ' '
    })
  }
  take(cc0, () => ofSpdx('CC0-1.0'))
  const isCommons = /\bcc[- ]|\bcc0\b|\bccby|\bcreative commons\b/.test(tidied)
  if (isCommons || startsBare.test(tidied)) {
    take(ccCode, commonsMentioned)
    take(ccName, commonsMentioned)
  }
  for (const [pattern, named] of [...statements, ...mentions]) take(pattern, () => named)

  if (found.length === 0 && byAddress.length === 0) {
    return limits.find(([pattern]) => pattern.test(tidied))?.[1] ?? null
  }
  if (hedges.test(rest)) return 'UNCLEAR'
  const named = agreed(withoutPorts([...found, ...byAddress], tidied))
  if (named === null || isNarrowedBy(bare, named.class)) return 'UNCLEAR'
  const isFree = named.class === 'OPEN' && named.spdx === null
  return isFree && credit.test(tidied) ? unversioned('ATTRIBUTION') : named
}

/** What was adapted for an organisation has an id of its own, which is not guessed. */
function withoutPorts(found: readonly NamedLicense[], tidied: string): readonly NamedLicense[] {
  return /\bigo\b/.test(tidied) ? found.map((one) => unversioned(one.class)) : found
}

/** Whether a text without its remarks says a condition that the class found does not have. */
function isNarrowedBy(bare: string, license: LicenseClass): boolean {
  const isAnyUse = ['OPEN', 'ATTRIBUTION', 'SHARE_ALIKE'].includes(license)
  if (/commercial|\bnc\b/.test(bare) && isAnyUse) return true
  if (/\bno[- ]?deriv|\bnd\b/.test(bare)) return license !== 'RESTRICTED'
  const isShared = /\bshare[- ]?alike|\bby[- ]sa\b/.test(bare)
  return isShared && (license === 'OPEN' || license === 'ATTRIBUTION')
}

/** The words of a text, links as what they say, and the addresses in it. */
function parted(text: string): { words: string; urls: string[] } {
  const urls: string[] = []
  const words = text
    .replace(markdownLink, (_, said: string, url: string) => {
      urls.push(url)
      return ` ${said} `
    })
    .replace(bareAddress, (url) => {
      urls.push(url.replace(/[.,;:]+$/, ''))
      return ' '
    })
  return { words, urls }
}

const markdownLink = /\[([^[\]]{0,500})\]\((https?:\/\/[^()\s]{1,1000})\)/g
const bareAddress = /https?:\/\/[^\s<>"'()[\]]{1,1000}/g

function namedBy(url: string): NamedLicense | null {
  const bare = url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[?#].*$/, '')
    .replace(/(?:\/(?:legalcode|deed)(?:\.[a-z-]+)?|\.html|\.txt)?\/?$/, '')
  const [, code, version, port] =
    /^creativecommons\.org\/licenses\/([a-z-]+)(?:\/(\d\.\d))?(?:\/([a-z]+))?$/.exec(bare) ?? []
  // Licences ported to a jurisdiction have SPDX ids of their own.
  if (code !== undefined) return creativeCommonsOf(code, port === undefined ? version : undefined)
  if (/^creativecommons\.org\/publicdomain\/zero(?:\/|$)/.test(bare)) return ofSpdx('CC0-1.0')
  const [, id] = spdxListings.exec(bare) ?? []
  if (id !== undefined) return wholeName(id) ?? commonsById(id)
  return addresses.find(([pattern]) => pattern.test(bare))?.[1] ?? null
}

function commonsById(id: string): NamedLicense | null {
  const [, code, version] = /^cc-((?:by)(?:-nc|-sa|-nd)*)-(\d\.\d)$/.exec(id) ?? []
  return code === undefined ? null : creativeCommonsOf(code, version)
}

function tidy(text: string): string {
  return text
    .toLowerCase()
    .replace(/<[a-z/][^<>]{0,100}>/g, ' ')
    .replace(/[’‘]/g, "'")
    .replace(/©/g, '(c)')
    .replace(/[“”"*`]/g, '')
    .replace(/[‐-―]/g, '-')
    .replace(/\\n/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\bv(?:ersion)?\.? ?(?=\d)/g, '')
    .replace(/\( ?\)/g, '')
    .trim()
    .replace(/^\[([^[\]]*)\]$/, '$1')
    .replace(/[\s.:;,]+$/, '')
}

const cc0 =
  /\bcc[- ]?(?:0|zero)\b(?:[- ]?1\.0)?(?: universal)?(?: public domain dedication)?|\bcco\b(?= licen[cs]e$|$)|\bcreative commons (?:zero|0|level 0)\b(?: 1\.0)?(?: universal)?/g
const ccCode =
  /\b(?:cc|creative commons)[- ]?by(?:[- ](?:nc|sa|nd)\b)*(?:[- ]?\d(?:\.\d)?)?(?![-\w]|\.\d)/g
const ccName =
  /\b(?:creative commons )?attribution(?:(?: - |, | |-)(?:non[- ]?commercial|share[- ]?alike|no[- ]?deriv(?:ative|ative[- ]?work)?s?))*(?: \d\.\d)?/g
const startsBare = /^attribution[- ](?:non[- ]?commercial|share[- ]?alike|no[- ]?deriv|\d)/

function commonsMentioned(mention: string): NamedLicense | null {
  const version = /\d(?:\.\d)?/.exec(mention)?.[0]
  const has = (pattern: RegExp) => pattern.test(mention)
  const parts = [
    'by',
    ...(has(/[- ]nc\b|non[- ]?commercial/) ? ['nc'] : []),
    ...(has(/[- ]sa\b|share[- ]?alike/) ? ['sa'] : []),
    ...(has(/[- ]nd\b|no[- ]?deriv/) ? ['nd'] : []),
  ]
  return creativeCommonsOf(parts.join('-'), version?.length === 1 ? `${version}.0` : version)
}

function creativeCommonsOf(code: string, version: string | undefined): NamedLicense | null {
  const license = creativeCommons[code]
  if (license === undefined) return null
  const known = version !== undefined && ccVersions.includes(version)
  return {
    spdx: known ? `CC-${code.toUpperCase()}-${version}` : null,
    class: license,
    url: known ? `https://creativecommons.org/licenses/${code}/${version}/` : null,
  }
}
