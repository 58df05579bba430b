import { bodyParts } from './body-parts.ts'
import { isModality } from './modalities.ts'
import type { Options } from './options.ts'
import { isSpecies } from './species.ts'
import { type DataSet, isObject, seriesTags, studyTags, uidOf, unpadded } from './tags.ts'
import { knownWords } from './words.ts'

/*
 * What of the wire goes on. People write names into any attribute that takes text, so by default nothing is kept but
 * numbers, UIDs and words of closed lists. Values of a wrong type stay, for the row's shape to refuse.
 */

type Cut = (text: string) => string

const digits: Cut = (text) => (/^\s*[-+]?[\d.]+([eE][-+]?\d+)?\s*$/.test(text) ? text.trim() : '')
const availability = only((text) => ['ONLINE', 'NEARLINE', 'OFFLINE', 'UNAVAILABLE'].includes(text))
const nothing: Cut = () => ''

/** The listed attributes of a study, its date cut as the options say. */
export function reducedStudy(set: unknown, options: Options): DataSet {
  const isWhole = options.descriptions === 'whole'
  return {
    ...kept(set, {
      [studyTags.date]: dateCut(options.studyDate),
      [studyTags.availability]: availability,
      [studyTags.modalities]: isWhole ? unpadded : modality(options),
      [studyTags.description]: isWhole ? unpadded : nothing,
      [studyTags.species]: isWhole ? unpadded : only(isSpecies),
      [studyTags.seriesCount]: digits,
      [studyTags.instanceCount]: digits,
    }),
    ...identified(set, studyTags.uid),
  }
}

/** The same of a series. */
export function reducedSeries(set: unknown, options: Options): DataSet {
  const isWhole = options.descriptions === 'whole'
  return {
    ...kept(set, {
      [seriesTags.availability]: availability,
      [seriesTags.modality]: isWhole ? unpadded : modality(options),
      [seriesTags.description]: isWhole ? unpadded : (text) => knownWords(text).join(' '),
      [seriesTags.bodyPart]: isWhole ? unpadded : only((text) => Object.hasOwn(bodyParts, text)),
      [seriesTags.fieldStrength]: digits,
      [seriesTags.number]: digits,
      [seriesTags.instanceCount]: digits,
    }),
    ...identified(set, seriesTags.uid),
  }
}

/** An empty text where `isKnown` says no. */
function only(isKnown: (text: string) => boolean): Cut {
  return (text) => (isKnown(unpadded(text)) ? unpadded(text) : '')
}

/** A code that the owner names is none that nobody knows. */
function modality({ modalities: { include, exclude } }: Options): Cut {
  return only((code) => isModality(code) || include.includes(code) || exclude.includes(code))
}

/** ACR-NEMA, before DICOM, had points in dates; servers still hand them out. */
function dateCut(length: Options['studyDate']): Cut {
  return (text) => {
    const [whole] = /^\d{4}(\.?\d{2}\.?\d{2})?$/.exec(unpadded(text)) ?? ['']
    if (length === 'none') return ''
    return length === 'year' ? whole.slice(0, 4) : whole.replaceAll('.', '')
  }
}

function kept(set: unknown, cuts: Readonly<Record<string, Cut>>): DataSet {
  if (!isObject(set)) return {}
  return Object.fromEntries(
    Object.entries(cuts).flatMap(([tag, cut]) =>
      set[tag] == null ? [] : [[tag, cleaned(set[tag], cut)]],
    ),
  )
}

/** Without `vr`, and without what else a server may put beside the values. */
function cleaned(attribute: unknown, cut: Cut): unknown {
  if (!isObject(attribute)) return attribute
  const { Value: values } = attribute
  if (values === undefined) return {}
  if (!Array.isArray(values)) return { Value: values }
  // Several values have no order of their own here, and some servers give them in another one each time.
  return { Value: values.map((value) => (typeof value === 'string' ? cut(value) : value)).sort() }
}

/** Only the first value: a UID has one. */
function identified(set: unknown, tag: string): DataSet {
  const uid = uidOf(set, tag)
  return uid === null ? {} : { [tag]: { Value: [uid] } }
}
