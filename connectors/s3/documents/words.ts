import { type Publication, WebUrl } from '#sdk'

const mail = /(?:mailto:)?[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu

/** The text without e-mail addresses, nor the brackets around one. */
export function withoutMail(text: string): string {
  if (!text.includes('@')) return text
  return text.replace(mail, '').replaceAll(/<\s*>|\(\s*\)|\[\s*\]/g, '')
}

/** An absolute web address without a login in it; null for anything else. */
export function webUrl(text: string | null | undefined): string | null {
  const parsed = WebUrl.safeParse(text?.trim())
  if (!parsed.success) return null
  const url = URL.parse(parsed.data)
  if (url === null) return null
  if (url.username === '' && url.password === '') return parsed.data
  url.username = ''
  url.password = ''
  return url.href
}

/** The DOIs that a text mentions, without resolver and without what closes a sentence; each once. */
export function doisIn(text: string | null | undefined): string[] {
  const found = (text ?? '').matchAll(/\b10\.\d{4,9}\/[^\s"'<>{}|\\^`]{1,300}/g)
  return [...new Set([...found].map(([doi]) => withoutTail(doi)))].filter((doi) =>
    /^10\.\d{4,9}\/\S+$/.test(doi),
  )
}

/** A bracket at the end belongs to a DOI only where it was opened in it (`10.1016/S0140-6736(20)30183-5`). */
function withoutTail(doi: string): string {
  let tidy = doi
  while (/[.,;:!?\])]$/.test(tidy)) {
    if (tidy.endsWith(')') && tidy.split('(').length === tidy.split(')').length) break
    tidy = tidy.slice(0, -1)
  }
  return tidy
}

/** `https://doi.org/…` of a DOI. */
export function doiUrl(doi: string): string | null {
  return webUrl(`https://doi.org/${doi}`)
}

/** Null when there is nothing to say of it. */
export function publicationOf(
  title: string | null,
  doi: string | null,
  url: string | null,
): Publication | null {
  if (title === null && doi === null && url === null) return null
  return { title, doi, url: webUrl(url) ?? (doi === null ? null : doiUrl(doi)) }
}

/** Each publication once, by its DOI, else by its title. */
export function distinctPublications(publications: readonly Publication[]): Publication[] {
  const keyed = publications.map((one) => [(one.doi ?? one.title ?? one.url)?.toLowerCase(), one])
  return [...new Map(keyed as [string, Publication][]).values()]
}

/** `Electron Microscopy` of `ElectronMicroscopy`; acronyms stay as they are: `ScRNA-seq`, `BulkDNA`. */
export function spaced(name: string): string {
  return name
    .replaceAll(/[_\s]+/g, ' ')
    .replaceAll(/(?<=[a-z])(?=[A-Z][a-z])/g, ' ')
    .trim()
}
