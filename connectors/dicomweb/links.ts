import { below, type Options } from './options.ts'

/*
 * Locators name a thing by its UIDs, without host: an archive may move. What follows `dicomweb:` is the path of WADO-RS
 * (PS3.18 section 10.4) below the service's root.
 */

const studyPath = (study: string) => `studies/${study}`
const seriesPath = (study: string, series: string) => `studies/${study}/series/${series}`

export function studyLocator(study: string): string {
  return `dicomweb:${studyPath(study)}`
}

export function seriesLocator(study: string, series: string): string {
  return `dicomweb:${seriesPath(study, series)}`
}

/** Where a locator of this connector leads; the reader's own login is needed where the archive wants one. */
export function linkOf(locator: string, options: Options): string {
  return below(root(options), locator.replace(/^dicomweb:/, ''))
}

/** The query that answers with the row of a study. */
export function studyQuery(study: string, options: Options): string {
  return below(root(options), `studies?StudyInstanceUID=${study}`)
}

export function seriesQuery(study: string, series: string, options: Options): string {
  return below(root(options), `${studyPath(study)}/series?SeriesInstanceUID=${series}`)
}

export function viewerPage(study: string, { viewerUrl }: Options): string | null {
  return viewerUrl?.replaceAll('{study}', study) ?? null
}

function root({ publicUrl, baseUrl }: Options): string {
  return publicUrl ?? baseUrl
}
