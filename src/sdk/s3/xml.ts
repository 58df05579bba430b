import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element's children by name: text of a leaf, children of another, a list where there are several of a name. */
export interface XmlTree {
  [name: string]: string | XmlTree | (string | XmlTree)[]
}

export interface XmlDocument {
  /** Name of the outermost element. */
  readonly root: string
  readonly tree: XmlTree
}

/** Elements that are a list however many there are. */
const lists: ReadonlySet<string> = new Set(['Contents', 'CommonPrefixes'])

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: false,
  removeNSPrefix: true,
  trimValues: false,
  isArray: (name) => lists.has(name),
  tagValueProcessor: (_name, value) => decoded(value),
})

/**
 * Text as XML; null when it is none, or has a document type. Text stays text: `007` is no number. Prefixes of names,
 * attributes, comments and the white space between elements are left out.
 */
export function readXml(text: string): XmlDocument | null {
  return plainXml(text) ?? anyXml(text)
}

/** With the parser of all of XML. */
export function anyXml(text: string): XmlDocument | null {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return null
  try {
    if (XMLValidator.validate(text) !== true) return null
    const [entry] = Object.entries(withoutLooseText(parser.parse(text) as XmlTree))
    if (entry === undefined) return null
    const [root, value] = entry
    if (Array.isArray(value)) return null
    return { root, tree: typeof value === 'string' ? {} : value }
  } catch {
    return null
  }
}

/** Without what stands between elements. */
function withoutLooseText(tree: XmlTree): XmlTree {
  const below = (value: string | XmlTree) =>
    typeof value === 'string' ? value : withoutLooseText(value)
  const entries = Object.entries(tree).filter(([name]) => name !== '#text')
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(below) : below(value)]),
  )
}

/** With the declaration as services write it, and no attribute but the name space. */
const start =
  /^\uFEFF?(?:<\?xml version="1\.0"(?: encoding="UTF-8")?(?: standalone="(?:yes|no)")? ?\?>)?\s*<([A-Za-z][A-Za-z0-9]*)(?: xmlns="[^"<>&]*")? *>/i
const strayAmpersand = /&(?!#?[A-Za-z0-9]+;)/
const elementName = /^[A-Za-z][A-Za-z0-9]*$/

/**
 * The same for XML as S3 services write it: elements and text alone. Null for all else, well-formed or not. A page of
 * 1,000 keys takes it a tenth of the time that `anyXml` takes, and a listing is mostly that.
 */
export function plainXml(text: string): XmlDocument | null {
  const begun = start.exec(text)
  if (begun === null || text.includes('\r')) return null
  const root = begun[1] as string
  const known = new Set<string>()
  const tree: XmlTree = {}
  const above: { name: string; tree: XmlTree }[] = []
  let here = { name: root, tree }
  let at = begun[0].length
  for (;;) {
    const open = text.indexOf('<', at)
    if (open < 0 || !isBlank(text, at, open)) return null
    if (text.charCodeAt(open + 1) === 47) {
      if (!isClosing(text, open, here.name)) return null
      at = open + here.name.length + 3
      const parent = above.pop()
      if (parent === undefined) return isBlank(text, at, text.length) ? { root, tree } : null
      here = parent
      continue
    }
    const end = text.indexOf('>', open)
    if (end < 0) return null
    const isEmpty = text.charCodeAt(end - 1) === 47
    const name = text.slice(open + 1, isEmpty ? end - 1 : end)
    if (!known.has(name)) {
      if (!elementName.test(name) || name in Object.prototype) return null
      known.add(name)
    }
    at = end + 1
    if (isEmpty) {
      add(here.tree, name, '')
      continue
    }
    const next = text.indexOf('<', at)
    if (isClosing(text, next, name)) {
      const value = text.slice(at, next)
      if (value.includes('&') && strayAmpersand.test(value)) return null
      add(here.tree, name, value.includes('&') ? decoded(value) : value)
      at = next + name.length + 3
      continue
    }
    if (above.length >= 10) return null
    const child: XmlTree = {}
    add(here.tree, name, child)
    above.push(here)
    here = { name, tree: child }
  }
}

function add(tree: XmlTree, name: string, value: string | XmlTree): void {
  const found = Object.hasOwn(tree, name) ? tree[name] : undefined
  if (Array.isArray(found)) found.push(value)
  else if (found !== undefined) tree[name] = [found, value]
  else tree[name] = lists.has(name) ? [value] : value
}

function isClosing(text: string, at: number, name: string): boolean {
  return (
    text.charCodeAt(at + 1) === 47 &&
    text.startsWith(name, at + 2) &&
    text.charCodeAt(at + 2 + name.length) === 62
  )
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return false
  }
  return true
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five entities of XML and characters by number; anything else stays as it is. */
function decoded(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/g,
    (whole, name: string | undefined, decimal: string | undefined, hexadecimal = '') => {
      if (name !== undefined) return entities[name] ?? whole
      const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
