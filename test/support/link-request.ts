import { type Asset, anonymous, type StoredRecord, unknownRecord } from '../../src/model/index.ts'
import type { LinkRequest, Reader } from '../../src/resolve/index.ts'

export const nobody: Reader = { viewer: anonymous, credentials: new Map() }

/** Nobody in particular, with credentials for one source. */
export function readerWith(source: string, credentials: Record<string, string>): Reader {
  return { viewer: anonymous, credentials: new Map([[source, credentials]]) }
}

/** An asset of a record that everybody may open, unless said otherwise. */
export function request(
  source: string,
  name: string,
  { asset = {}, record = {} }: { asset?: Partial<Asset>; record?: Partial<StoredRecord> } = {},
): LinkRequest {
  const id = `${source}:book`
  return {
    asset: {
      name,
      role: 'VOLUME',
      format: null,
      mediaType: null,
      size: null,
      sizeIsExact: false,
      checksum: null,
      availability: 'ONLINE',
      locator: `https://files.example.org/${name}`,
      region: null,
      payer: null,
      lastCheck: null,
      record: id,
      key: Buffer.from(name).toString('base64url'),
      ...asset,
    },
    record: {
      ...unknownRecord,
      id,
      source,
      nativeId: 'book',
      kind: 'DATASET',
      title: 'A book',
      access: 'OPEN',
      visibility: { discover: ['public'], retrieve: ['public'] },
      connector: `${source}@1`,
      rowHash: '0'.repeat(64),
      quality: { score: 1, missing: [], problems: [] },
      assetCount: 1,
      totalBytes: null,
      formats: [],
      roles: [],
      availability: 'ONLINE',
      harvest: 'run',
      harvestedAt: '2026-01-01T00:00:00.000Z',
      ...record,
    } as StoredRecord,
  }
}
