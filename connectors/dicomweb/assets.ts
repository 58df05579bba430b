import { type Asset, type Availability, unknownAsset } from '#sdk'
import { seriesLocator, studyLocator } from './links.ts'
import { isImage } from './modalities.ts'
import { countOf, type Series, type Study, texts } from './rows.ts'
import { seriesTags, studyTags } from './tags.ts'
import { wordsOf } from './terms.ts'

/** One part a file, as WADO-RS answers. How large it is, and its sum, are known only to who fetches. */
const files = {
  ...unknownAsset,
  role: 'DIRECTORY',
  format: 'DICOM',
  mediaType: 'multipart/related; type="application/dicom"',
} as const

const metadata = {
  ...unknownAsset,
  role: 'METADATA',
  format: 'DICOM JSON',
  mediaType: 'application/dicom+json',
} as const

const rendered = {
  ...unknownAsset,
  role: 'IMAGE',
  format: 'JPEG',
  mediaType: 'image/jpeg',
} as const

/** Instance Availability (PS3.3 C.4.23.1.1) of the worst; UNKNOWN when it is not said. */
export function availabilityOf(attribute: Study[typeof studyTags.availability]): Availability {
  const words = texts(attribute)
  if (words.some((word) => word === 'NEARLINE' || word === 'OFFLINE')) return 'ARCHIVED'
  return words.length > 0 && words.every((word) => word === 'ONLINE') ? 'ONLINE' : 'UNKNOWN'
}

export function studyAssets(study: Study): Asset[] {
  const locator = studyLocator(study[studyTags.uid].Value[0])
  const availability = availabilityOf(study[studyTags.availability])
  return [
    { ...files, name: 'all files of the study', availability, locator },
    { ...metadata, name: 'metadata of the study', availability, locator: `${locator}/metadata` },
  ]
}

/** What WADO-RS gives of a series. `named`: whether its name must tell it from others of its study. */
export function seriesAssets(study: Study, series: Series, named: boolean): Asset[] {
  const words = wordsOf(series)
  const locator = seriesLocator(study[studyTags.uid].Value[0], series[seriesTags.uid].Value[0])
  const availability = availabilityOf(
    series[seriesTags.availability] ?? study[studyTags.availability],
  )
  const label = named ? seriesLabel(series) : 'files of the series'
  const image = named ? `${label}, rendered` : 'the series, rendered'
  return [
    {
      ...files,
      role: words.modality === 'SEG' ? 'LABELS' : files.role,
      name: label,
      availability,
      locator,
    },
    ...(named
      ? []
      : [
          {
            ...metadata,
            name: 'metadata of the series',
            availability,
            locator: `${locator}/metadata`,
          },
        ]),
    ...(words.modality !== null && isImage(words.modality)
      ? [{ ...rendered, name: image, availability, locator: `${locator}/rendered` }]
      : []),
  ]
}

/** `series 3: MR, t1 mprage sag`, as far as it is known. */
export function seriesLabel(series: Series): string {
  const { modality, description } = wordsOf(series)
  const number = countOf(series[seriesTags.number])
  const what = [modality, description].filter((word) => word !== null).join(', ')
  const which = number === null ? 'series' : `series ${number}`
  return what === '' ? which : `${which}: ${what}`
}
