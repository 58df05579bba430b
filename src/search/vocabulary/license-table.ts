import type { LicenseClass } from '../../model/index.ts'

/** What a name, an address or a statement comes to. */
export interface NamedLicense {
  /** Null where the words name no version, or no licence that SPDX lists. */
  spdx: string | null
  class: LicenseClass
  url: string | null
}

/** SPDX ids, in SPDX's spelling. */
export const spdxClasses: Readonly<Record<string, LicenseClass>> = {
  'CC0-1.0': 'OPEN',
  'PDDL-1.0': 'OPEN',
  'CC-PDDC': 'OPEN',
  Unlicense: 'OPEN',
  '0BSD': 'OPEN',
  'MIT-0': 'OPEN',
  'DL-DE-ZERO-2.0': 'OPEN',
  MIT: 'ATTRIBUTION',
  ISC: 'ATTRIBUTION',
  'AFL-3.0': 'ATTRIBUTION',
  'Apache-2.0': 'ATTRIBUTION',
  'BSD-2-Clause': 'ATTRIBUTION',
  'BSD-3-Clause': 'ATTRIBUTION',
  'CDLA-Permissive-1.0': 'ATTRIBUTION',
  'CDLA-Permissive-2.0': 'ATTRIBUTION',
  'DL-DE-BY-2.0': 'ATTRIBUTION',
  'NLOD-1.0': 'ATTRIBUTION',
  'NLOD-2.0': 'ATTRIBUTION',
  'ODC-By-1.0': 'ATTRIBUTION',
  'OGDL-Taiwan-1.0': 'ATTRIBUTION',
  'OGL-Canada-2.0': 'ATTRIBUTION',
  'OGL-UK-1.0': 'ATTRIBUTION',
  'OGL-UK-2.0': 'ATTRIBUTION',
  'OGL-UK-3.0': 'ATTRIBUTION',
  'etalab-2.0': 'ATTRIBUTION',
  'CDLA-Sharing-1.0': 'SHARE_ALIKE',
  'ODbL-1.0': 'SHARE_ALIKE',
  'GFDL-1.3-only': 'SHARE_ALIKE',
  'GFDL-1.3-or-later': 'SHARE_ALIKE',
  'GPL-2.0-only': 'SHARE_ALIKE',
  'GPL-2.0-or-later': 'SHARE_ALIKE',
  'GPL-3.0-only': 'SHARE_ALIKE',
  'GPL-3.0-or-later': 'SHARE_ALIKE',
  'LGPL-2.1-only': 'SHARE_ALIKE',
  'LGPL-2.1-or-later': 'SHARE_ALIKE',
  'LGPL-3.0-only': 'SHARE_ALIKE',
  'LGPL-3.0-or-later': 'SHARE_ALIKE',
  'AGPL-3.0-only': 'SHARE_ALIKE',
  'AGPL-3.0-or-later': 'SHARE_ALIKE',
  'EUPL-1.2': 'SHARE_ALIKE',
  'MPL-2.0': 'SHARE_ALIKE',
}

/** Kinds of Creative Commons licence, by their code. */
export const creativeCommons: Readonly<Record<string, LicenseClass>> = {
  by: 'ATTRIBUTION',
  'by-sa': 'SHARE_ALIKE',
  'by-nc': 'NON_COMMERCIAL',
  'by-nc-sa': 'NON_COMMERCIAL',
  'by-nd': 'RESTRICTED',
  'by-nc-nd': 'RESTRICTED',
}
/** Versions that SPDX has ids for. */
export const ccVersions = ['1.0', '2.0', '2.5', '3.0', '4.0']

const allenTerms = 'https://alleninstitute.org/terms-of-use/'

export function ofSpdx(spdx: string): NamedLicense {
  return { spdx, class: spdxClasses[spdx] ?? 'UNKNOWN', url: null }
}
export function unversioned(license: LicenseClass): NamedLicense {
  return { spdx: null, class: license, url: null }
}

type Patterns = readonly (readonly [RegExp, NamedLicense])[]

/** Names in use, in lower case with plain quotes and dashes, without `v` before versions. The whole text must be the name. */
export const wholeNames: Patterns = [
  [
    /^(?:in )?(?:the )?(?:us |u\.s\. )?(?:government )?public domain(?: mark)?(?: 1\.0)?(?: dedication)?$|^pd$/,
    unversioned('OPEN'),
  ],
  [
    /^odbl$|^(?:odc |odc-)?odbl[- ]?1\.0$|^(?:odc )?open database licen[cs]e(?: \(odbl\))?(?: 1\.0)?$/,
    ofSpdx('ODbL-1.0'),
  ],
  [
    /^odc-by$|^(?:odc |open data commons )?attribution licen[cs]e(?: \(odc-by\))?(?: 1\.0)?$/,
    ofSpdx('ODC-By-1.0'),
  ],
  [/^pddl$|^odc-pddl(?:-1\.0)?$/, ofSpdx('PDDL-1.0')],
  [/^(?:the )?mit licen[cs]e$/, ofSpdx('MIT')],
  [/^apache(?: licen[cs]e)?,?(?: version)?[ -]?2(?:\.0)?(?: licen[cs]e)?$/, ofSpdx('Apache-2.0')],
  [
    /^(?:new |modified )?bsd[- ]3(?:[- ]clause)?(?: licen[cs]e)?$|^3-clause bsd(?: licen[cs]e)?$/,
    ofSpdx('BSD-3-Clause'),
  ],
  [
    /^(?:simplified )?bsd[- ]2(?:[- ]clause)?(?: licen[cs]e)?$|^2-clause bsd(?: licen[cs]e)?$/,
    ofSpdx('BSD-2-Clause'),
  ],
  // Which of only and or-later is meant, the words don't say.
  [/^(?:gnu )?[al]?gpl[- ]?(?:2\.0|2\.1|3\.0|2|3)(?: licen[cs]e)?$/, unversioned('SHARE_ALIKE')],
  [/^cdla[- ]sharing$/, ofSpdx('CDLA-Sharing-1.0')],
  [/^cdla[- ]permissive$/, unversioned('ATTRIBUTION')],
  [/^(?:uk )?open government licen[cs]e$|^ogl$/, unversioned('ATTRIBUTION')],
  [/^(?:custom )?non-?commercial licen[cs]e$/, unversioned('NON_COMMERCIAL')],
  [/^all rights reserved\.?$/, unversioned('RESTRICTED')],
  [
    /^(?:the )?allen institute(?: for brain science)?(?:'s)? terms (?:of use|and conditions)$/,
    { spdx: null, class: 'NON_COMMERCIAL', url: allenTerms },
  ],
]

/** Names that are still names in the middle of a sentence, but for Creative Commons, whose are put together of parts. */
export const mentions: Patterns = [
  [
    /\b(?:odc |open data commons )?public domain dedication and licen[cs]e(?: \(pddl\))?(?: 1\.0)?(?!\w)/g,
    ofSpdx('PDDL-1.0'),
  ],
  [/\bmit licen[cs]e\b/g, ofSpdx('MIT')],
  [/\bapache(?:[- ]2\.0\b(?: licen[cs]e)?| licen[cs]e,? 2\.0\b)/g, ofSpdx('Apache-2.0')],
  [/\b(?:gnu )?[al]?gpl[- ]?(?:2\.1|[23](?:\.0)?) licen[cs]e\b/g, unversioned('SHARE_ALIKE')],
  [/\bpddl(?:[- ]1\.0)?\b/g, ofSpdx('PDDL-1.0')],
  [
    /\b(?:odc |open data commons )?open database licen[cs]e(?: \(odbl\))?(?: 1\.0)?(?!\w)|\bodbl\b/g,
    ofSpdx('ODbL-1.0'),
  ],
  [
    /\b(?:uk )?open government licen[cs]e (?:for public sector information )?3\.0\b/g,
    ofSpdx('OGL-UK-3.0'),
  ],
  [
    /\b(?:uk )?open government licen[cs]e (?:for public sector information )?2\.0\b(?! ?[-(]? ?canada)/g,
    ofSpdx('OGL-UK-2.0'),
  ],
  [/\bopen government licen[cs]e(?: 2\.0)? ?[-(] ?canada\)?/g, unversioned('ATTRIBUTION')],
  [/\b(?:licence ouverte|etalab)(?: \/ open licen[cs]e)?(?: 2\.0)\b/g, ofSpdx('etalab-2.0')],
  [
    /\b(?:in )?(?:the )?(?:us |u\.s\. )?(?:government )?public domain\b(?! dedication and)/g,
    unversioned('OPEN'),
  ],
]

/**
 * Statements of institutions that let everybody use the data for everything, up to the end of what they say: one that
 * goes on with an exception is none of them.
 */
export const statements: Patterns = [
  [
    /\bno restrictions on (?:the )?(?:use(?:, access,? and\/or download)? of )?(?:(?!\b(?:except|unless|but|other|commercial|without|provided|if|by|for|to|within|among)\b)[\w' -]){1,120}(?=[.;]|$)/g,
    unversioned('OPEN'),
  ],
  [/\bopen to the public and can be used as desired\b/g, unversioned('OPEN')],
  [/\bit can be used (?:or|and) redistributed as desired\b/g, unversioned('OPEN')],
]

/** Addresses in use, without protocol, `www.`, language and the slash at the end. */
export const addresses: Patterns = [
  [/^creativecommons\.org\/publicdomain\/mark\/1\.0/, unversioned('OPEN')],
  [/^opendatacommons\.org\/licenses\/pddl/, ofSpdx('PDDL-1.0')],
  [/^opendatacommons\.org\/licenses\/odbl/, ofSpdx('ODbL-1.0')],
  [/^opendatacommons\.org\/licenses\/by/, ofSpdx('ODC-By-1.0')],
  [/^cdla\.(?:dev|io)\/permissive-1-0$/, ofSpdx('CDLA-Permissive-1.0')],
  [/^cdla\.(?:dev|io)\/permissive-2-0$/, ofSpdx('CDLA-Permissive-2.0')],
  [/^cdla\.(?:dev|io)\/sharing-1-0$/, ofSpdx('CDLA-Sharing-1.0')],
  [/^opensource\.org\/licenses?\/mit(?:-license)?$/, ofSpdx('MIT')],
  [/^opensource\.org\/licenses?\/apache-2[.-]0$/, ofSpdx('Apache-2.0')],
  [/^opensource\.org\/licenses?\/bsd-3-clause$/, ofSpdx('BSD-3-Clause')],
  [/^opensource\.org\/licenses?\/bsd-2-clause$/, ofSpdx('BSD-2-Clause')],
  [/^apache\.org\/licenses\/license-2\.0/, ofSpdx('Apache-2.0')],
  [/^nationalarchives\.gov\.uk\/doc\/open-government-licence\/version\/3$/, ofSpdx('OGL-UK-3.0')],
  [/^nationalarchives\.gov\.uk\/doc\/open-government-licence\/version\/2$/, ofSpdx('OGL-UK-2.0')],
  [/^open\.canada\.ca\/(?:en\/)?open-government-licence-canada$/, ofSpdx('OGL-Canada-2.0')],
  [/^data\.gov\.tw\/license$/, ofSpdx('OGDL-Taiwan-1.0')],
  // Free use of any kind with the notice that it holds Copernicus data: EU 1159/2013.
  [
    /^sentinels?\.(?:copernicus\.eu|esa\.int)\/documents\/247904\/690755\/sentinel_data_legal_notice$/,
    unversioned('ATTRIBUTION'),
  ],
  [
    /^(?:[a-z]+\.)*alleninstitute\.org\/(?:legal\/)?terms(?:-of)?(?:-use)?$/,
    { spdx: null, class: 'NON_COMMERCIAL', url: allenTerms },
  ],
]

/** Places that list licences by their SPDX id, in whatever case. */
export const spdxListings =
  /^(?:choosealicense\.com\/licenses|spdx\.org\/licenses)\/([a-z0-9.+-]+)$/

/** The beginnings of licences that stand there in full. */
export const fullTexts: Patterns = [
  [
    /^(?:creative commons legal code )?cc0 1\.0 universal (?:creative commons|statement of purpose)/,
    ofSpdx('CC0-1.0'),
  ],
  [
    /^(?:the )?mit licen[cs]e(?: \(mit\))? copyright .{1,300}?permission is hereby granted, free of charge, to any person/,
    ofSpdx('MIT'),
  ],
  [/^apache licen[cs]e (?:version )?2\.0, january 2004\b/, ofSpdx('Apache-2.0')],
  // Of the Montreal Neurological Institute, and of many before it.
  [
    /^(?:.{0,200} )?copyright \(c\) .{1,300}?permission to use, copy, modify, and distribute this software and its documentation for any purpose and without fee is hereby granted, provided that the above copyright/,
    unversioned('ATTRIBUTION'),
  ],
]
/** What tells the name of a Creative Commons licence at the head of its text from one that is only mentioned. */
export const creativeCommonsHead =
  /^(?:creative commons )?(attribution(?:-(?:noncommercial|sharealike|noderivatives))* 4\.0 international)(?: public licen[cs]e)? (?:=+|creative commons corporation)/

/** What may stand beside a licence without changing it. Taken out before anything is looked for. */
export const remarks =
  /\b(?:in any medium or format|build upon the material|for any purpose,? even commercially|while not legally required|we hope that all users will follow the odc attribution\/share-alike community norms|(?:however, )?it is not permissible to state or imply endorsement by or affiliation with [a-z ]{1,60}|if you modify (?:noaa|these|this) data, you may not state or imply that it is original, unaltered (?:noaa )?data|the use or dissemination of unaltered|when citing, copying, or reprinting usgs landsat data or images|terms(?: and conditions)? of (?:the|this|a)(?= (?:creative commons|cc|licen[cs]e)))\b/g

/** That credit is asked for: what is free for all else is then told as ATTRIBUTION, which is never wrong. */
export const credit =
  /\battribution\b|\backnowledg|\bcit(?:e|ed|ing|ation)\b|\bcredit\b|\bstatement of the data source\b/

/** What turns a mention into something else: an if, a but, an exception, a second subject. */
export const hedges =
  /\b(?:not|no|except|unless|without|or|other|otherwise|unclear|pending|some|most|many|partly|partially|mostly|upon|after|until|additional|restrictions?|restricted|agreement|agree|must|code|software|excludes?|excluding|however|but|only|may be|prohibited|varies|vary|various|individual|previously|formerly|initially|originally|all rights reserved|academic|educational|personal|members?|consortium|(?:for|in) (?:[a-z-]+ )?research|mit|apache|[al]?gpl|bsd|odbl|pddl|and (?:the |our )?(?:[\w'-]+ ){0,4}terms)\b/

/** Statements that hold back, wherever they stand: nothing is opened by finding one. */
export const limits: Patterns = [
  [
    /\b(?:restricted|credentialed) (?:health )?data (?:use )?licen[cs]e\b/,
    unversioned('RESTRICTED'),
  ],
  [
    /\bnon-?commercial\b.{0,600}\b(?:may|must|can|shall) not (?:be )?(?:share|redistribute|distribute)d?\b/,
    unversioned('RESTRICTED'),
  ],
  [
    /\bnon-?commercial (?:purposes|use|research)\b(?: \w+){0,3} only\b|\bonly (?:be used )?for (?:\w+ ){0,3}non-?commercial\b|\bfor use for non-?commercial purposes\b|\bcommercial use is (?:prohibited|not (?:permitted|allowed))\b/,
    unversioned('NON_COMMERCIAL'),
  ],
]
