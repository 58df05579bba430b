/*
 * Addresses of what a site holds. Links name resources by their label: the number that XNAT lists is another one when
 * the resource is made anew.
 */

/** Each step of a path encoded, its slashes kept: `/data/experiments/E1/scans/4 a` → `…/4%20a`. */
export function pathOf(...steps: readonly string[]): string {
  return `/data/${steps.map(encodeURIComponent).join('/')}`
}

/** A file's path inside its resource: its own slashes part it. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** Whether a name can stand in an address: `.` and `..` are steps of their own there, however they are written. */
export function isStep(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.isWellFormed()
}

/**
 * What stands in the catalogue for `path` below `root`: `xnat://<host>/<context>/data/…`, free of secrets and of any
 * number that may change; `?insecure=true` for a site without TLS, as Fastr writes it.
 */
export function locatorOf(root: string, path: string): string {
  const { protocol, host, pathname } = new URL(root)
  const insecure = protocol === 'http:' ? '?insecure=true' : ''
  return `xnat://${host}${pathname.replace(/\/+$/, '')}${path}${insecure}`
}

/** The links that a resource's or a scan's locator stands for. All want the reader's own login, unless the project is public. */
export interface ResourceLinks {
  /** The list of its files. */
  files: string
  /** All its files in one archive, made on the fly: no length, no checksum, not resumable. */
  zip: string
  /** One file, an RFC 6570 template: `path` is that inside the resource, its slashes kept. Null for a whole scan. */
  fileTemplate: string | null
}

/** The links of a resource or a scan by its locator; null when it is the locator of neither. */
export function linksOf(locator: string): ResourceLinks | null {
  const url = URL.parse(locator)
  if (url?.protocol !== 'xnat:' || url.pathname.includes('/files/')) return null
  if (!/\/data\/experiments\/[^/]+\/.*(scans|resources)\/[^/]+$/.test(url.pathname)) return null
  const scheme = url.searchParams.get('insecure') === 'true' ? 'http' : 'https'
  const files = `${scheme}://${url.host}${url.pathname}/files`
  const isResource = /\/resources\/[^/]+$/.test(url.pathname)
  return {
    files,
    zip: `${files}?format=zip`,
    fileTemplate: isResource ? `${files}/{+path}` : null,
  }
}

/** The link of a single file by its locator; null when it is none. */
export function fileLinkOf(locator: string): string | null {
  const url = URL.parse(locator)
  if (url?.protocol !== 'xnat:' || !url.pathname.includes('/files/')) return null
  const scheme = url.searchParams.get('insecure') === 'true' ? 'http' : 'https'
  return `${scheme}://${url.host}${url.pathname}`
}
