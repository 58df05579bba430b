import { S3Failure } from './failures.ts'

/**
 * What `If-Match` and its like make of a request.
 *
 * @param etag Without quotes.
 * @param modified Epoch milliseconds, whole seconds.
 * @returns Whether the object is to be sent, or 304.
 * @throws {S3Failure} `PreconditionFailed`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
 */
export function isWanted(headers: Record<string, string>, etag: string, modified: number): boolean {
  const time = (name: string) => Date.parse(headers[name] ?? '')
  const { 'if-match': match, 'if-none-match': noneMatch } = headers
  if (match !== undefined) {
    if (!names(match, etag)) throw failed('If-Match')
  } else if (modified > time('if-unmodified-since')) {
    throw failed('If-Unmodified-Since')
  }
  if (noneMatch !== undefined) return !names(noneMatch, etag)
  return !(modified <= time('if-modified-since'))
}

function names(list: string, etag: string): boolean {
  const tags = list.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''))
  return tags.some((tag) => tag === etag || tag === '*')
}

function failed(condition: string): S3Failure {
  return new S3Failure(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { Condition: condition },
  )
}

/**
 * First and last byte that `Range` asks for; null for the whole, as for a range that is none and for several.
 *
 * @throws {S3Failure} `InvalidRange`
 */
export function rangeOf(range: string | undefined, size: number): [number, number] | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (range === undefined || (first === '' && last === '')) return null
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size || (first === '' && Number(last) === 0)) {
    throw new S3Failure(
      416,
      'InvalidRange',
      'The requested range is not satisfiable',
      { RangeRequested: range, ActualObjectSize: String(size) },
      { 'content-range': `bytes */${size}` },
    )
  }
  return [start, end]
}
