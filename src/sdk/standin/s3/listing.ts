import { parameter, type S3Address } from './address.ts'
import type { S3StandinObject } from './buckets.ts'
import { type Contents, compareKeys } from './contents.ts'
import { etagOf, modifiedOf, sizeOf } from './facts.ts'
import { invalidArgument } from './failures.ts'
import type { Tokens } from './tokens.ts'
import { encodeKey, escapeXml } from './xml.ts'

/** Keys a page at most. */
const mostKeys = 1000

/** What one page holds. */
interface Page {
  objects: S3StandinObject[]
  prefixes: string[]
  /** The last key or common prefix, when there are more after it. */
  last: string | null
}

interface Asked {
  prefix: string
  delimiter: string
  /** Keys and common prefixes up to and with this one are passed over. */
  after: string
  count: number
}

/**
 * The answer to ListObjectsV2.
 *
 * @throws {S3Failure} `InvalidArgument`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listingXml(
  name: string,
  contents: Contents,
  address: S3Address,
  headers: Record<string, string>,
  tokens: Tokens,
): string {
  const value = (name: string) => parameter(address, name)
  const token = value('continuation-token')
  const startAfter = value('start-after') ?? ''
  const from = token === undefined ? startAfter : tokens.read(token)
  if (from === null || token === '') {
    const message = 'The continuation token provided is incorrect'
    throw invalidArgument(message, 'continuation-token', token ?? '')
  }
  const encoding = value('encoding-type')
  if (encoding !== undefined && encoding !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding)
  }
  const asked: Asked = {
    prefix: value('prefix') ?? '',
    delimiter: value('delimiter') ?? '',
    after: from,
    count: countOf(value('max-keys')),
  }
  const page = pageOf(contents, asked)
  // What is encoded holds nothing that XML would take for its own.
  const text = encoding === 'url' ? encodeKey : escapeXml
  const withRestore = (headers['x-amz-optional-object-attributes'] ?? '').includes('RestoreStatus')
  const withOwner = value('fetch-owner') === 'true'
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Name>${escapeXml(name)}</Name><Prefix>${text(asked.prefix)}</Prefix>`,
    token === undefined ? '' : `<ContinuationToken>${escapeXml(token)}</ContinuationToken>`,
    page.last === null
      ? ''
      : `<NextContinuationToken>${tokens.make(page.last)}</NextContinuationToken>`,
    startAfter === '' ? '' : `<StartAfter>${text(startAfter)}</StartAfter>`,
    `<KeyCount>${page.objects.length + page.prefixes.length}</KeyCount>`,
    `<MaxKeys>${asked.count}</MaxKeys>`,
    asked.delimiter === '' ? '' : `<Delimiter>${text(asked.delimiter)}</Delimiter>`,
    encoding === undefined ? '' : '<EncodingType>url</EncodingType>',
    `<IsTruncated>${page.last !== null}</IsTruncated>`,
  ]
  for (const object of page.objects) parts.push(entry(object, text, withRestore, withOwner))
  for (const prefix of page.prefixes) {
    parts.push(`<CommonPrefixes><Prefix>${text(prefix)}</Prefix></CommonPrefixes>`)
  }
  parts.push('</ListBucketResult>')
  return parts.join('')
}

function countOf(maxKeys: string | undefined): number {
  if (maxKeys === undefined || maxKeys === '') return mostKeys
  const count = Number(maxKeys)
  if (!/^\d+$/.test(maxKeys) || count > 2 ** 31 - 1) {
    const message = /^-\d+$/.test(maxKeys)
      ? 'Argument maxKeys must be an integer between 0 and 2147483647'
      : 'Provided max-keys not an integer or within integer range'
    throw invalidArgument(message, 'max-keys', maxKeys)
  }
  return Math.min(count, mostKeys)
}

function pageOf(contents: Contents, { prefix, delimiter, after, count }: Asked): Page {
  const page: Page = { objects: [], prefixes: [], last: null }
  if (count === 0) return page
  let index = contents.firstNot(
    (key) => compareKeys(key, prefix) < 0 || (after !== '' && compareKeys(key, after) <= 0),
  )
  let last = ''
  while (index < contents.count) {
    const object = contents.at(index)
    if (!object.key.startsWith(prefix)) break
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length)
    const common = end < 0 ? null : object.key.slice(0, end + delimiter.length)
    const isPassed = common !== null && after !== '' && compareKeys(common, after) <= 0
    if (!isPassed) {
      if (page.objects.length + page.prefixes.length === count) {
        page.last = last
        break
      }
      last = common ?? object.key
      if (common === null) page.objects.push(object)
      else page.prefixes.push(common)
    }
    if (common === null) index += 1
    else index = contents.firstNot((key) => key.startsWith(common) || compareKeys(key, common) < 0)
  }
  return page
}

function entry(
  object: S3StandinObject,
  text: (key: string) => string,
  withRestore: boolean,
  withOwner: boolean,
): string {
  const { key, checksums, restore, storageClass = 'STANDARD' } = object
  let inner = `<Key>${text(key)}</Key><LastModified>${modifiedOf(object)}</LastModified><ETag>&quot;${etagOf(object)}&quot;</ETag>`
  if (checksums !== undefined) {
    const { type = 'FULL_OBJECT', ...values } = checksums
    for (const name of Object.keys(values)) {
      inner += `<ChecksumAlgorithm>${name.toUpperCase()}</ChecksumAlgorithm>`
    }
    inner += `<ChecksumType>${type}</ChecksumType>`
  }
  inner += `<Size>${sizeOf(object)}</Size>`
  if (withOwner)
    inner +=
      '<Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a</ID></Owner>'
  if (withRestore && restore !== undefined) {
    const { ongoing, expires } = restore
    inner += `<RestoreStatus><IsRestoreInProgress>${ongoing}</IsRestoreInProgress>`
    if (expires !== undefined) {
      inner += `<RestoreExpiryDate>${new Date(expires).toISOString()}</RestoreExpiryDate>`
    }
    inner += '</RestoreStatus>'
  }
  return `<Contents>${inner}<StorageClass>${storageClass}</StorageClass></Contents>`
}
