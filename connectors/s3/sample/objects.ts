import { createHash } from 'node:crypto'

/** Files of a folder, by their paths below it: text, what becomes JSON, or the number of bytes that are claimed. */
export type Files = Readonly<Record<string, string | number | object>>

/** An object as the stand-in takes it. */
export interface SampleObject {
  key: string
  body?: string
  size?: number
  contentType?: string
}

/** Files as objects of a bucket, below a prefix. */
export function objectsOf(prefix: string, files: Files): SampleObject[] {
  return Object.entries(files).map(([path, content]) => {
    const key = prefix + path
    if (typeof content === 'number') return { key, size: content }
    if (typeof content === 'string') return { key, body: content }
    return { key, body: JSON.stringify(content, null, 2), contentType: 'application/json' }
  })
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A table as BIDS writes it. */
export function tsv(...rows: readonly (readonly (string | number)[])[]): string {
  return `${rows.map((row) => row.join('\t')).join('\n')}\n`
}

/** `count` rows of numbered things: `sub-01`, `sub-02`, … */
export function numbered<Row>(count: number, row: (label: string, index: number) => Row): Row[] {
  return Array.from({ length: count }, (_, index) => row(String(index + 1).padStart(2, '0'), index))
}
