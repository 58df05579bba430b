import { below } from './options.ts'

/** An absolute address of the web; null for what is none. */
export function webUrl(text: string | null | undefined): string | null {
  const url = text == null ? null : URL.parse(text.trim())
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') return null
  return url.href
}

/** A link of a page, which may be a path below the site. */
export function onSite(link: string | null, siteUrl: string): string | null {
  if (link === null) return null
  return webUrl(link.startsWith('/') ? below(siteUrl, link) : link)
}

/** The page of the site that a link leads to: `atlas-datasets`, `liu-lin-2019`. Null when it leads elsewhere. */
export function sitePage(
  link: string | null,
  siteUrl: string,
): { collection: string; slug: string } | null {
  const url = URL.parse(onSite(link, siteUrl) ?? '')
  if (url === null || bareHost(url.hostname) !== bareHost(new URL(siteUrl).hostname)) return null
  const [, collection, slug] = /^\/(atlas-datasets|atlases)\/([\w.-]+)\/?$/.exec(url.pathname) ?? []
  return collection === undefined || slug === undefined ? null : { collection, slug }
}

function bareHost(host: string): string {
  return host.replace(/^www\./, '')
}

/** DOI of a link to a resolver, or of Zenodo's own page. */
export function doiOf(link: string | null): string | null {
  const url = webUrl(link)
  if (url === null) return null
  const doi = /^https?:\/\/(?:dx\.)?doi\.org\/(10\.\d{4,9}\/[^\s?#]+)/.exec(url)?.[1]
  const zenodo = /^https:\/\/zenodo\.org\/records?\/(\d+)/.exec(url)?.[1]
  if (doi !== undefined) return decodeURIComponent(doi)
  return zenodo === undefined ? null : `10.5281/zenodo.${zenodo}`
}
