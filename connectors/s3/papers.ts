import type { S3Object } from '#sdk'
import { withoutMail } from './documents/words.ts'
import type { Reading } from './reading.ts'
import type { TopLevel } from './top-level.ts'

/** What lies beside the data in most published folders. */
export interface Papers {
  /** Beginning of the README, without e-mail addresses. */
  readme: string | null
  /** Name of the licence, or the beginning of its text. */
  license: string | null
  /** Of the newest entry of the change log. */
  version: string | null
  /** Day of that entry. */
  released: string | null
}

const names = {
  readme: /^README(?:\.md|\.txt|\.rst)?$/i,
  license: /^(?:LICEN[CS]E|COPYING)(?:\.md|\.txt)?$/i,
  changes: /^CHANGES(?:\.md|\.txt)?$/i,
}
const longestReadme = 2_000
const longestLicense = 240

/** The files that `readPapers` reads, so far as they are there. */
export function paperFiles({ files }: TopLevel): Record<keyof typeof names, S3Object | undefined> {
  const named = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  const find = (pattern: RegExp) => named.find(([name]) => pattern.test(name))?.[1]
  return { readme: find(names.readme), license: find(names.license), changes: find(names.changes) }
}

export async function readPapers(top: TopLevel, reading: Reading): Promise<Papers> {
  const files = paperFiles(top)
  const [readme, license, changes] = await Promise.all([
    reading.text(files.readme),
    reading.text(files.license),
    reading.text(files.changes),
  ])
  return {
    readme: readme === null ? null : beginning(withoutMail(readme), longestReadme),
    license: license === null ? null : licenseName(license),
    ...changeHead(changes ?? ''),
  }
}

/** `Attribution 4.0 International`, as the licence texts of Creative Commons begin, is told with its maker's name. */
export function licenseName(text: string): string | null {
  const [first = ''] = text.trimStart().split(/\r?\n|\s={5,}/, 1)
  const title = first.replaceAll(/^[#\s]+|\s+$/g, '')
  const commons =
    /^(?:Creative Commons )?(Attribution(?:-[A-Za-z]+)* \d\.\d) International(?: Public)?(?: License)?$/i
  const kind = commons.exec(title)?.[1]
  if (kind !== undefined) return `Creative Commons ${kind} International`
  const zero = /^(?:Creative Commons )?CC0 1\.0 Universal/i.exec(title)
  if (zero !== null) return 'CC0 1.0 Universal'
  if (/^(?:the )?(?:MIT|Apache|BSD|GNU|ODC|Open Data)\b.{0,80}$/i.test(title)) return title
  return beginning(withoutMail(text), longestLicense)
}

/** BIDS wants entries such as `1.0.1 2018-07-17`, the newest one first; people write the oldest first, too. */
export function changeHead(text: string): Pick<Papers, 'version' | 'released'> {
  const heads = text.split(/\r?\n/).flatMap((line) => {
    const match =
      /^[#*\s-]*(?:Revision history for .*|v(?:ersion)?\.?\s*)?(\d+\.\d+(?:\.\d+)?(?:[-.][A-Za-z0-9.]+)?)[\s:,(-]+(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b/i.exec(
        line,
      )
    return match?.[1] === undefined || match[2] === undefined
      ? []
      : [{ version: match[1], released: match[2] }]
  })
  return (
    heads.reduce<{ version: string; released: string } | null>(
      (newest, head) => (newest === null || head.released > newest.released ? head : newest),
      null,
    ) ?? { version: null, released: null }
  )
}

/** Cut at a space, the white space inside left to core. */
function beginning(text: string, length: number): string | null {
  const tidy = text.toWellFormed().replaceAll(/\s+/g, ' ').trim()
  if (tidy.length <= length) return tidy || null
  const cut = tidy.lastIndexOf(' ', length)
  return `${tidy.slice(0, cut === -1 ? length : cut)} …`
}
