import { type License, type LicenseClass, unknownLicense, WebUrl } from '../../model/index.ts'

/** SPDX ids, in SPDX's spelling. */
const spdxClasses: Readonly<Record<string, LicenseClass>> = {
  'CC0-1.0': 'OPEN',
  'PDDL-1.0': 'OPEN',
  Unlicense: 'OPEN',
  '0BSD': 'OPEN',
  'MIT-0': 'OPEN',
  MIT: 'ATTRIBUTION',
  'Apache-2.0': 'ATTRIBUTION',
  'BSD-2-Clause': 'ATTRIBUTION',
  'BSD-3-Clause': 'ATTRIBUTION',
  'ODC-By-1.0': 'ATTRIBUTION',
  'ODbL-1.0': 'SHARE_ALIKE',
  'GPL-2.0-only': 'SHARE_ALIKE',
  'GPL-2.0-or-later': 'SHARE_ALIKE',
  'GPL-3.0-only': 'SHARE_ALIKE',
  'GPL-3.0-or-later': 'SHARE_ALIKE',
  'LGPL-2.1-only': 'SHARE_ALIKE',
  'LGPL-3.0-only': 'SHARE_ALIKE',
  'AGPL-3.0-only': 'SHARE_ALIKE',
  'MPL-2.0': 'SHARE_ALIKE',
}

/** Kinds of Creative Commons licence, by their code. */
const creativeCommons: Readonly<Record<string, LicenseClass>> = {
  by: 'ATTRIBUTION',
  'by-sa': 'SHARE_ALIKE',
  'by-nc': 'NON_COMMERCIAL',
  'by-nc-sa': 'NON_COMMERCIAL',
  'by-nd': 'RESTRICTED',
  'by-nc-nd': 'RESTRICTED',
}
/** Versions that SPDX has ids for. */
const ccVersions = ['1.0', '2.0', '2.5', '3.0', '4.0']

const allenTerms = 'https://alleninstitute.org/terms-of-use/'

interface Named {
  spdx: string | null
  class: LicenseClass
  url: string | null
}

const plain = (spdx: string): Named => ({
  spdx,
  class: spdxClasses[spdx] ?? 'UNKNOWN',
  url: null,
})
const unversioned = (license: LicenseClass): Named => ({ spdx: null, class: license, url: null })

/** Names in use, as they are left by `tidy`. The whole text must be the name. */
const names: readonly (readonly [RegExp, Named])[] = [
  [
    /^(?:in )?(?:the )?(?:us |u\.s\. )?public domain(?: mark)?(?: 1\.0)?(?: dedication)?$/,
    unversioned('OPEN'),
  ],
  [
    /^public domain dedication and licen[cs]e(?: \(pddl\))?(?: 1\.0)?$|^pddl$|^odc-pddl(?:-1\.0)?$/,
    plain('PDDL-1.0'),
  ],
  [
    /^odbl$|^(?:odc |odc-)?odbl[- ]?1\.0$|^(?:odc )?open database licen[cs]e(?: \(odbl\))?(?: 1\.0)?$/,
    plain('ODbL-1.0'),
  ],
  [
    /^odc-by$|^(?:odc |open data commons )?attribution licen[cs]e(?: \(odc-by\))?(?: 1\.0)?$/,
    plain('ODC-By-1.0'),
  ],
  [/^(?:the )?mit licen[cs]e$/, plain('MIT')],
  [/^apache(?: licen[cs]e)?,?(?: version)?[ -]?2(?:\.0)?$/, plain('Apache-2.0')],
  [
    /^(?:new |modified )?bsd[- ]3(?:[- ]clause)?(?: licen[cs]e)?$|^3-clause bsd(?: licen[cs]e)?$/,
    plain('BSD-3-Clause'),
  ],
  [
    /^(?:simplified )?bsd[- ]2(?:[- ]clause)?(?: licen[cs]e)?$|^2-clause bsd(?: licen[cs]e)?$/,
    plain('BSD-2-Clause'),
  ],
  [/^all rights reserved\.?$/, unversioned('RESTRICTED')],
  [
    /^(?:the )?allen institute(?: for brain science)?(?:'s)? terms (?:of use|and conditions)$/,
    { spdx: null, class: 'NON_COMMERCIAL', url: allenTerms },
  ],
]

/** Addresses in use, without protocol, `www.` and the slash at the end. */
const addresses: readonly (readonly [RegExp, Named])[] = [
  [/^creativecommons\.org\/publicdomain\/mark\/1\.0/, unversioned('OPEN')],
  [/^opendatacommons\.org\/licenses\/pddl/, plain('PDDL-1.0')],
  [/^opendatacommons\.org\/licenses\/odbl/, plain('ODbL-1.0')],
  [/^opendatacommons\.org\/licenses\/by/, plain('ODC-By-1.0')],
  [/^opensource\.org\/licenses?\/mit$/, plain('MIT')],
  [/^apache\.org\/licenses\/license-2\.0/, plain('Apache-2.0')],
  [
    /^(?:[a-z]+\.)*alleninstitute\.org\/(?:legal\/)?terms(?:-of)?(?:-use)?$/,
    { spdx: null, class: 'NON_COMMERCIAL', url: allenTerms },
  ],
]

/**
 * The licence that a source names, by its words and its address. An SPDX id, a name in common use or an address
 * gives the class; what a text only hints at does not. Words and address that contradict each other, several
 * licences in one text, and everything unheard of are `UNKNOWN`. A version that is not stated leaves `spdx` null.
 *
 * @param raw as the source words it; kept. May itself be an address.
 * @param url of the licence; kept where it is an absolute web address, else filled in where the name has one.
 */
export function classifyLicense(raw: string | null, url: string | null = null): License {
  const text = raw?.trim() || null
  const given = WebUrl.safeParse(url?.trim())
  const inText = WebUrl.safeParse(text)
  const address = given.success ? given.data : inText.success ? inText.data : null

  const byText = text === null ? null : inText.success ? namedBy(inText.data) : namedIn(text)
  const byUrl = given.success ? namedBy(given.data) : null
  const named = agreed(byText, byUrl)
  return named === null
    ? { ...unknownLicense, raw: text, url: address }
    : { raw: text, spdx: named.spdx, class: named.class, url: address ?? named.url }
}

function agreed(a: Named | null, b: Named | null): Named | null {
  if (a === null || b === null) return a ?? b
  if (a.class !== b.class) return null
  if (a.spdx !== null && b.spdx !== null && a.spdx !== b.spdx) return unversioned(a.class)
  return a.spdx === null && b.spdx !== null ? b : a
}

function namedIn(text: string): Named | null {
  const tidied = tidy(text)
  const spdx = Object.keys(spdxClasses).find((id) => id.toLowerCase() === tidied)
  if (spdx !== undefined) return plain(spdx)
  return names.find(([pattern]) => pattern.test(tidied))?.[1] ?? creativeCommonsIn(tidied)
}

function namedBy(url: string): Named | null {
  const bare = url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[?#].*$/, '')
    .replace(/(?:\/(?:legalcode|deed)(?:\.[a-z]+)?|\.html|\.txt)?\/?$/, '')
  const [, code, version, port] =
    /^creativecommons\.org\/licenses\/([a-z-]+)(?:\/(\d\.\d))?(?:\/([a-z]+))?$/.exec(bare) ?? []
  // Licences ported to a jurisdiction have SPDX ids of their own.
  if (code !== undefined) return creativeCommonsOf(code, port === undefined ? version : undefined)
  if (/^creativecommons\.org\/publicdomain\/zero(?:\/|$)/.test(bare)) return plain('CC0-1.0')
  return addresses.find(([pattern]) => pattern.test(bare))?.[1] ?? null
}

function tidy(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '')
    .replace(/\bv(?:ersion)?\.? ?(?=\d)/g, '')
    .trim()
}

const cc0 = /\bcc[- ]?(?:0|zero)\b(?:[- ]?1\.0)?(?: universal)?|\bcreative commons (?:zero|0)\b/g
const ccCode = /\b(?:cc|creative commons)[- ]?by(?:[- ](?:nc|sa|nd)\b)*(?:[- ]?\d\.\d)?(?![-\w])/g
const ccName =
  /\b(?:creative commons )?attribution(?:[- ](?:non-?commercial|share-?alike|no-?deriv(?:ative|ative[- ]?work)?s?))*(?: \d\.\d)?/g
/** What turns a mention into something else. */
const hedged =
  /\b(?:not|no|except|unless|without|or|other|unclear|pending|some|most|partly|upon|additional|restrictions?|agreement|code|software|mit|apache|l?gpl|bsd|odbl|pddl)\b/

/** A Creative Commons licence that is mentioned in a text, if it is the only one and there are no ifs. */
function creativeCommonsIn(tidied: string): Named | null {
  const isCommons = /\bcc[- ]|\bcc0\b|\bcczero\b|\bcreative commons\b/.test(tidied)
  const startsBare = /^attribution[- ](?:non-?commercial|share-?alike|no-?deriv|\d)/.test(tidied)
  if ((!isCommons && !startsBare) || hedged.test(tidied)) return null
  const found = [
    ...[...tidied.matchAll(cc0)].map(() => plain('CC0-1.0')),
    ...[...tidied.matchAll(ccCode), ...tidied.matchAll(ccName)].flatMap(
      ([mention]) => commonsMentioned(mention) ?? [],
    ),
  ]
  const [first, ...others] = found
  if (first === undefined) return null
  // A name and its code in brackets are one licence.
  const rest = others.filter(({ spdx }) => spdx !== first.spdx)
  if (others.some((other) => other.class !== first.class)) return null
  const versioned = [first, ...rest].filter(({ spdx }) => spdx !== null)
  if (/\bigo\b/.test(tidied)) return unversioned(first.class)
  const ids = new Set(versioned.map(({ spdx }) => spdx))
  return ids.size === 1 ? (versioned[0] ?? first) : unversioned(first.class)
}

function commonsMentioned(mention: string): Named | null {
  const version = /\d\.\d/.exec(mention)?.[0]
  const has = (pattern: RegExp) => pattern.test(mention)
  const parts = [
    'by',
    ...(has(/[- ]nc\b|non-?commercial/) ? ['nc'] : []),
    ...(has(/[- ]sa\b|share-?alike/) ? ['sa'] : []),
    ...(has(/[- ]nd\b|no-?deriv/) ? ['nd'] : []),
  ]
  return creativeCommonsOf(parts.join('-'), version)
}

function creativeCommonsOf(code: string, version: string | undefined): Named | null {
  const license = creativeCommons[code]
  if (license === undefined) return null
  const known = version !== undefined && ccVersions.includes(version)
  return {
    spdx: known ? `CC-${code.toUpperCase()}-${version}` : null,
    class: license,
    url: known ? `https://creativecommons.org/licenses/${code}/${version}/` : null,
  }
}
