import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { GatewayError, toGatewayError } from '../../model/index.ts'
import type { S3Bucket, S3Client } from './s3.ts'

/** One file of an inventory as its manifest names it. */
export interface InventoryFile {
  readonly key: string
  /** Bytes, compressed. */
  readonly size: number
  readonly MD5checksum: string
}

/** Bytes that are asked for at a time: what is held of a file, however large it is. */
const chunkSize = 8 * 1024 * 1024

/**
 * The rows of one gzipped CSV. The last part of the file is not unpacked before its MD5 is known to be right, so a
 * damaged file never comes to its end, and a small one to nothing at all.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when the file is not there, not what its MD5 says or no gzipped CSV.
 */
export async function* inventoryRows(
  client: S3Client,
  bucket: S3Bucket,
  file: InventoryFile,
): AsyncGenerator<readonly string[]> {
  const rows = parse({
    bom: true,
    columns: false,
    relaxColumnCount: true,
    maxRecordSize: 64 * 1024,
  })
  const flow = pipeline(Readable.from(chunks(client, bucket, file)), createGunzip(), rows)
  // The reader of the rows meets the same error.
  flow.catch(() => {})
  try {
    for await (const row of rows) yield row as string[]
    await flow
  } catch (thrown) {
    if (thrown instanceof GatewayError) throw thrown
    if (!isDamage(thrown)) throw toGatewayError(thrown)
    throw invalid('is no gzipped CSV')
  } finally {
    rows.destroy()
    await flow.catch(() => {})
  }
}

async function* chunks(
  client: S3Client,
  bucket: S3Bucket,
  { key, size, MD5checksum }: InventoryFile,
): AsyncGenerator<Uint8Array> {
  const md5 = createHash('md5')
  for (let first = 0; first < size; first += chunkSize) {
    const last = Math.min(first + chunkSize, size) - 1
    const part = await client.read(bucket, key, { range: [first, last], maxBytes: chunkSize })
    if (part.state !== 'READ' || part.bytes.length !== last - first + 1) {
      throw invalid('is not there, or has another size than the manifest says')
    }
    md5.update(part.bytes)
    const isLast = last === size - 1
    if (isLast && md5.digest('hex') !== MD5checksum.toLowerCase()) {
      throw invalid('is not what its checksum says')
    }
    yield part.bytes
  }
}

/** Whether an error is about the bytes, as those of zlib and csv-parse are. */
function isDamage(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  return /^(Z_|CSV_)/.test(code)
}

function invalid(what: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message: `A file of the inventory ${what}.` })
}
