import type { S3Object } from '#sdk'
import { type BucketReader, readJson } from '../s3/client.ts'
import { type CoreFile, coreFiles, type Documents } from './compose.ts'
import { type Fields, isFields } from './drift.ts'
import type { AssetListing } from './listing.ts'

/**
 * The metadata of an asset: the combined file where there is one; of the core files, those that it does not hold.
 * A file that is no JSON or too large at its source is told as a problem, and the others are read.
 */
export async function readDocuments(
  reader: BucketReader,
  { metadata }: AssetListing,
  maxBytes: number,
): Promise<Documents> {
  const problems: string[] = []
  const read = async (file: string): Promise<{ object: S3Object; fields: Fields } | null> => {
    const object = metadata.get(file)
    if (object === undefined) return null
    const fault = await faultOf(reader, object, maxBytes)
    if (isFields(fault)) return { object, fields: fault }
    problems.push(`Its file ${file} ${fault}.`)
    return null
  }

  const combined = await read('metadata.nd.json')
  const core: Partial<Record<CoreFile, Fields>> = {}
  let key = combined?.object.key ?? null
  for (const file of coreFiles) {
    const inside = combined?.fields[file]
    if (isFields(inside)) {
      core[file] = inside
      continue
    }
    const own = await read(`${file}.json`)
    if (own === null) continue
    core[file] = own.fields
    key ??= own.object.key
  }
  return { combined: combined?.fields ?? null, core, key, problems }
}

/** The fields of a file, or what is wrong with it. */
async function faultOf(
  reader: BucketReader,
  object: S3Object,
  maxBytes: number,
): Promise<Fields | string> {
  if (object.size > maxBytes) return 'is too large to be read'
  if (object.size === 0) return 'is empty'
  if (object.availability === 'ARCHIVED') return 'is archived'
  const document = await readJson(reader, object, maxBytes)
  return isFields(document) ? document : 'is no JSON object'
}
