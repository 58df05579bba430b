import { type Options, publicRoot } from './options.ts'

/** Most datasets that a server packs into one archive. */
export const mostAtOnce = 500

export type Format = 'dcm' | 'nii'

function page(options: Options, path: string): string {
  return `${publicRoot(options)}/shanoir-ng/${path}`
}

export function detailsPage(
  options: Options,
  kind: 'study' | 'examination' | 'dataset',
  id: number,
) {
  return page(options, `${kind}/details/${id}`)
}

/** Where one asks to become a member of a study; no login is needed. */
export function requestPage(options: Options, study: number): string {
  return page(options, `account/study/${study}/account-request`)
}

/** Where an account finds the agreements that it has not accepted. */
export function dutiesPage(options: Options): string {
  return page(options, 'dua')
}

/** The page of the server itself. */
export function homePage(options: Options): string {
  return page(options, 'home')
}

/** Where a row was read. */
export function routeOf(options: Options, path: string): string {
  return page(options, path)
}

/** Stands for a thing of a server in the catalogue: `shanoir:dataset:12@shanoir.example.org`. */
export function identifierOf(options: Options, kind: string, id: number): string {
  return `shanoir:${new URL(publicRoot(options)).host}:${kind}:${id}`
}

/**
 * What stands in the catalogue for the files of a dataset or of a study in a format, free of secrets:
 * `shanoir://<host>/dataset/12?format=nii`; null: as they are stored. `insecure=true` for a server without TLS.
 */
export function locatorOf(
  options: Options,
  kind: 'dataset' | 'study',
  id: number,
  format: Format | null,
): string {
  const { protocol, host } = new URL(publicRoot(options))
  const query = new URLSearchParams({
    ...(format === null ? {} : { format }),
    ...(protocol === 'http:' ? { insecure: 'true' } : {}),
  })
  return `shanoir://${host}/${kind}/${id}${query.size === 0 ? '' : `?${query}`}`
}

/**
 * The link that a locator stands for: an archive made on the fly, of no known length, which wants the reader's own login
 * and the right to download. A part that failed is told by `ERRORS.json` inside it. Null for another locator.
 */
export function linkOf(locator: string): string | null {
  const url = URL.parse(locator)
  const [, kind, id] = /^\/(dataset|study)\/(\d+)$/.exec(url?.pathname ?? '') ?? []
  if (url?.protocol !== 'shanoir:' || kind === undefined || id === undefined) return null
  const scheme = url.searchParams.get('insecure') === 'true' ? 'http' : 'https'
  const format = url.searchParams.get('format')
  const root = `${scheme}://${url.host}/shanoir-ng/datasets/datasets`
  if (kind === 'dataset') {
    return `${root}/download/${id}${format === null ? '' : `?format=${format}`}`
  }
  return `${root}/massiveDownloadByStudy?studyId=${id}${format === null ? '' : `&format=${format}`}`
}
