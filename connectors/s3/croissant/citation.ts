import type { Publication } from '#sdk'
import { doisIn, publicationOf, webUrl } from '../documents/words.ts'

/**
 * The publications that a citation names: entries of BibTeX, else the text itself where it holds a DOI or is an address.
 * Running text without either names nothing that can be followed.
 */
export function publicationsIn(citation: string): Publication[] {
  const entries = citation
    .split(/(?=@[A-Za-z]+\s*\{)/)
    .filter((part) => /^@[A-Za-z]+\s*\{/.test(part))
  const found = entries.length > 0 ? entries.map(ofEntry) : [ofText(citation)]
  return found.filter((one) => one !== null)
}

function ofEntry(entry: string): Publication | null {
  const url = fieldOf(entry, 'url')
  const doi = doisIn(fieldOf(entry, 'doi'))[0] ?? doisIn(url)[0] ?? null
  return publicationOf(fieldOf(entry, 'title'), doi, webUrl(url))
}

function ofText(text: string): Publication | null {
  const url = webUrl(text.trim())
  const [doi = null] = doisIn(text)
  return doi === null && url === null ? null : publicationOf(null, doi, url)
}

/** A field's value, between braces that match or quotation marks, or bare; without braces and line breaks. */
function fieldOf(entry: string, name: string): string | null {
  const start = new RegExp(`[{,\\s]${name}\\s*=\\s*`, 'i').exec(entry)
  if (start === null) return null
  const rest = entry.slice(start.index + start[0].length)
  const value = rest.startsWith('{')
    ? braced(rest)
    : (/^"([^"]*)"|^([^,}\s]+)/.exec(rest)?.[1] ?? /^[^,}\s"]+/.exec(rest)?.[0])
  const text = (value ?? '').replaceAll(/[{}]/g, '').replaceAll(/\s+/g, ' ').trim()
  return text === '' ? null : text
}

/** What stands between the brace that a text begins with and its counterpart. */
function braced(text: string): string {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return text.slice(1, at)
  }
  return text.slice(1)
}
