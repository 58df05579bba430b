import type { S3Bucket, S3Client, S3Object } from '#sdk'

/** Reads the small files of one dataset, and remembers what was wrong with them. */
export interface Reading {
  /** Null when it is missing, archived, too large or empty; all but missing is a problem. */
  text(file: S3Object | undefined, name?: string): Promise<string | null>
  /** Null as for `text`, and when it is no JSON. */
  json(file: S3Object | undefined, name?: string): Promise<unknown>
  problem(what: string): void
  /** What was wrong, in words, each once. */
  readonly problems: readonly string[]
}

const decoder = new TextDecoder()

export function createReading(client: S3Client, bucket: S3Bucket, maxBytes: number): Reading {
  const problems = new Set<string>()

  async function text(file: S3Object | undefined, name?: string): Promise<string | null> {
    if (file === undefined) return null
    const called = name ?? file.key.slice(file.key.lastIndexOf('/') + 1)
    const fault = (what: string) => {
      problems.add(`${called} ${what}`)
      return null
    }
    if (file.size === 0) return fault('is empty')
    if (file.size > maxBytes) return fault('is larger than is read')
    if (file.availability === 'ARCHIVED') return fault('is archived')
    const content = await client.read(bucket, file.key, { maxBytes })
    switch (content.state) {
      case 'READ':
        return decoder.decode(content.bytes)
      case 'ARCHIVED':
        return fault('is archived')
      case 'TOO_LARGE':
        return fault('is larger than is read')
      default:
        // It went away since it was listed.
        return fault('is not there any more')
    }
  }

  return {
    text,
    async json(file, name) {
      const read = await text(file, name)
      if (read === null || file === undefined) return null
      try {
        return JSON.parse(read.replace(/^\u{FEFF}/u, ''))
      } catch {
        problems.add(`${name ?? file.key.slice(file.key.lastIndexOf('/') + 1)} is no JSON`)
        return null
      }
    },
    problem: (what) => problems.add(what),
    get problems() {
      return [...problems].sort()
    },
  }
}
