import { doiOf, webUrl } from './links.ts'
import { plainText } from './plain-text.ts'
import type { PublicationRow } from './rows.ts'

/** A link of a page with the word that stands for it. */
export interface LabelledLink {
  label: string | null
  url: string | null
}

/** Links of a dataset page that lead to its publication, the published version first. */
export function publicationsOf(
  title: string | null,
  links: readonly LabelledLink[],
): PublicationRow[] {
  const wanted = [/^publication$/i, /^(preprint|biorxiv|medrxiv)$/i]
  const found = wanted.flatMap((label) => links.filter((link) => label.test(link.label ?? '')))
  const rows = found.flatMap(({ url }) => publicationAt(title, url))
  if (rows.length > 0) return rows
  return title === null ? [] : [{ title: plainText(title), doi: null, url: null }]
}

/** A publication by its address; none when it is no address. */
export function publicationAt(title: string | null, link: string | null): PublicationRow[] {
  const url = webUrl(link)
  if (url === null) return []
  return [{ title: title === null ? null : plainText(title), doi: doiOf(url), url }]
}

/**
 * Authors out of one text: `Lin JR, Wang S, ... and Sorger PK`. What stands for those left out is left out.
 */
export function authorsOf(text: string | null): string[] {
  if (text === null) return []
  return plainText(text)
    .split(/\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+/)
    .map((name) =>
      name
        .replace(/^[.…\s]+/, '')
        .replace(/(?<=[a-z]{2}|[A-Z]{2})\.$/, '')
        .trim(),
    )
    .filter((name) => name !== '' && !/^et al\.?$/i.test(name))
}

/** Year that a journal's line names: `Nature. 2024. PMID: 39385030`. */
export function yearOf(journal: string | null): string | null {
  return /(?<![\d/.])(?:19|20)\d{2}(?![\d/])/.exec(journal ?? '')?.[0] ?? null
}
