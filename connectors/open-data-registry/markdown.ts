import { WebUrl } from '#sdk'

/** A link of a text, with its words where it has any of its own. */
export interface Link {
  text: string | null
  url: string
}

/*
 * Every part has a bound where it could be tried at many places: nobody's text takes more than its own length. Longer
 * ones are no links.
 */
/** `[words](address)`; parentheses in addresses come in pairs. */
const markdownLink =
  /\[([^[\]]{0,1000})\]\([ \n]{0,9}([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200}){0,9})(?:[ \n]{1,9}"[^"]{0,500}")?[ \n]{0,9}\)/g
const bareAddress = /https?:\/\/[^\s<>"'`[\]{}|\\^]{1,2000}/g
const tag = /<\/?[a-z][^<>]{0,500}>|<!--[^<>]{0,500}-->/gi

/** Every web address of a text in its order, each once: those of Markdown, and those that just stand there. */
export function linksIn(text: string): Link[] {
  const found: (Link & { at: number })[] = []
  const rest = text.replace(markdownLink, (whole, words: string, address: string, at: number) => {
    const url = webAddress(address)
    if (url !== null) found.push({ text: plain(words), url, at })
    return ' '.repeat(whole.length)
  })
  for (const { 0: address, index } of rest.matchAll(bareAddress)) {
    const url = webAddress(withoutTail(address))
    if (url !== null) found.push({ text: null, url, at: index })
  }
  const byUrl = new Map<string, Link>()
  for (const { text, url } of found.sort((a, b) => a.at - b.at)) {
    if (!byUrl.has(url)) byUrl.set(url, { text, url })
  }
  return [...byUrl.values()]
}

/** Text without Markdown and HTML: links as their words, paragraphs as lines. Null when nothing is left. */
export function plain(text: string | null): string | null {
  if (text === null) return null
  const bare = text
    .replace(markdownLink, (_, words: string, address: string) => words.trim() || address)
    .replace(/<(https?:\/\/[^\s<>]+)>/gi, '$1')
    .replace(/<\/?(?:br|p|div|li|ul|ol|h[1-6])\b[^<>]{0,500}>/gi, '\n')
    .replace(tag, '')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => entities[name] ?? '')
    .replace(/^ {0,3}#{1,6} +/gm, '')
    .replace(/(\*\*|__)(?=\S)([^*_\n]+)\1/g, '$2')
    .replace(/`{1,3}/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return bare || null
}

/** On one line. */
export function line(text: string | null): string | null {
  return plain(text)?.replace(/\s+/g, ' ') ?? null
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
}

const secret = /[?&#](?:x-amz-|signature|sig|token|access_token|api_?key|password)/i

/** An absolute web address without a login or a signature; null for any other text. */
export function webAddress(text: string | null): string | null {
  const address = WebUrl.safeParse(text?.trim())
  const url = address.success ? URL.parse(address.data) : null
  if (url === null || !url.hostname.includes('.') || secret.test(url.href)) return null
  return url.username === '' && url.password === '' ? (address.data ?? null) : null
}

/** Without the punctuation of the sentence that an address stands in. */
function withoutTail(address: string): string {
  const bare = address.replace(/[.,;:!?*_]+$/, '')
  const opened = bare.split('(').length
  const closed = bare.split(')').length
  return closed > opened ? withoutTail(bare.slice(0, bare.lastIndexOf(')'))) : bare
}
