import { parseDocument } from 'yaml'

/** A page of a Jekyll site (jekyllrb.com/docs/front-matter). */
export interface Page {
  /** Null for YAML that is broken, or no mapping. */
  frontMatter: Readonly<Record<string, unknown>> | null
  /** What follows: Markdown with Liquid. */
  body: string
}

const fence = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m

/** The page in a file; null for a file without front matter, which the site includes in others. */
export function pageOf(text: string): Page | null {
  const [whole, yaml] = fence.exec(text) ?? []
  if (whole === undefined || yaml === undefined || !text.startsWith(whole)) return null
  return { frontMatter: mappingOf(yaml), body: text.slice(whole.length) }
}

function mappingOf(yaml: string): Page['frontMatter'] {
  return parsed(yaml) ?? parsed(withLongLines(yaml))
}

function parsed(yaml: string): Page['frontMatter'] {
  try {
    // Of a key that stands twice the last one counts, as it does for the site's own generator.
    const document = parseDocument(yaml, { uniqueKeys: false, logLevel: 'silent' })
    if (document.errors.length > 0) return null
    const value: unknown = document.toJS({ maxAliasCount: 20 })
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    // Aliases that lead nowhere, or blow up.
    return null
  }
}

/**
 * With texts in quotes that run over several lines each on one. The site's generator does not mind how such lines are
 * indented, where the standard does.
 */
function withLongLines(yaml: string): string {
  const lines: string[] = []
  let quote: string | null = null
  for (const line of yaml.split(/\r?\n/)) {
    if (quote === null) {
      lines.push(line)
      const [, mark, rest = ''] =
        /^[ \t]*(?:- )?[^\s'"#:][^'"#:]*:[ \t]+(['"])(.*)$/.exec(line) ?? []
      quote = mark !== undefined && !isClosed(rest, mark) ? mark : null
    } else {
      lines.push(`${lines.pop()} ${line.trim()}`)
      if (isClosed(line, quote)) quote = null
    }
  }
  return lines.join('\n')
}

/** Whether a text in quotes ends in `rest`; two single quotes, or a backslash and a double one, are part of it. */
function isClosed(rest: string, quote: string): boolean {
  return rest.replace(quote === "'" ? /''/g : /\\./g, '').includes(quote)
}
