import type { S3Object } from '#sdk'
import { readBids } from './bids/read.ts'
import type { Kind } from './detect.ts'
import { readFolder } from './folder.ts'
import type { Reading } from './reading.ts'
import { readTemplate } from './templateflow.ts'
import type { TopLevel } from './top-level.ts'

export interface Described {
  entity: 'bids' | 'template' | 'folder'
  row: Record<string, unknown>
}

export interface DescribeRequest {
  kind: Kind
  top: TopLevel
  prefix: string
  bucket: string
  /** The first files of the listing. */
  objects: readonly S3Object[]
  /** Whether these are all. */
  isWhole: boolean
  reading: Reading
  sidecars: number
}

/** What the small files of a folder, and the names of the others, tell of it. */
export async function describe(request: DescribeRequest): Promise<Described> {
  const { kind, top, prefix, bucket, objects, isWhole, reading } = request
  switch (kind) {
    case 'bids':
      return { entity: 'bids', row: await readBids(request) }
    case 'templateflow':
      return { entity: 'template', row: await readTemplate(top, prefix, objects, bucket, reading) }
    default:
      return { entity: 'folder', row: await readFolder(top, objects, isWhole, reading) }
  }
}
