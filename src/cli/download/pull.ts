import { Failure, type Head } from '../../sdk/failure.ts'
import type { ResolvedLink } from '../../sdk/links.ts'
import type { FetchTools, FileJob } from './fetch-file.ts'
import type { Part, PartState } from './part.ts'

/**
 * Reads what is missing of a file, in one request, to the end of the answer.
 *
 * @throws {Failure}; what came before it stays.
 */
export async function pull(
  { mayBePage, mediaType }: FileJob,
  part: Part,
  link: ResolvedLink,
  { streamer, signal, onBytes }: FetchTools,
): Promise<void> {
  const own = Object.fromEntries(link.headers.map(({ name, value }) => [name.toLowerCase(), value]))
  const opened = await streamer.open({
    url: link.url ?? '',
    method: link.method,
    headers: {
      accept: mediaType === null ? '*/*' : `${mediaType}, */*;q=0.5`,
      // As they are stored: their checksum is of that.
      'accept-encoding': 'identity',
      'user-agent': 'atlas-download',
      ...own,
      ...part.rangeHeaders(),
    },
    signal,
  })
  try {
    if (isRest(opened, part)) part.isPieced = true
    else {
      if (opened.status !== 200) {
        await part.restart()
        throw new Failure('ANSWER_INVALID', undefined, {
          message: 'The source answered with another part than was asked for.',
          transient: true,
        })
      }
      if (!mayBePage && /^text\/html\b/i.test(opened.headers['content-type'] ?? '')) {
        throw new Failure('ANSWER_INVALID', undefined, {
          message: 'The source answered with a web page where a file was due.',
        })
      }
      await part.begin(versionOf(opened))
    }
    if (opened.status !== 416) {
      for await (const chunk of opened.chunks()) {
        onBytes(chunk.length)
        await part.append(chunk)
      }
    }
    part.isEnded = true
  } finally {
    opened.close()
  }
}

/** Whether an answer is the rest of what is there, or says that there is no more. */
function isRest({ status, headers }: Head, part: Part): boolean {
  if (part.size === 0 || part.state === null || status === 200) return false
  const { etag, size } = part.state
  const isSame = etag === null || headers.etag === undefined || headers.etag === etag
  if (!isSame) return false
  const range = headers['content-range'] ?? ''
  if (status === 416) return /^bytes \*\/(\d+)$/.exec(range)?.[1] === String(part.size)
  const [, first, last, whole] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range) ?? []
  if (Number(first) !== part.size) return false
  if (size === null) return true
  return Number(last) === size - 1 && (whole === '*' || Number(whole) === size)
}

/** What tells this version of a file from others. */
function versionOf({ headers }: Head): Pick<PartState, 'etag' | 'lastModified' | 'size'> {
  const { etag, 'last-modified': modified, date, 'content-length': length } = headers
  // A weak one may stand for other bytes; a date is strong when it is older than the answer, RFC 9110 section 8.8.2.2.
  const isOld = modified !== undefined && Date.parse(date ?? '') - Date.parse(modified) >= 1_000
  return {
    etag: etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : null,
    lastModified: isOld ? modified : null,
    size: length !== undefined && /^\d+$/.test(length) ? Number(length) : null,
  }
}
