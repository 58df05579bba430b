import type { OfferedAsset, OfferedRecord } from '../../../src/cli/download/ask-records.ts'
import { noLink } from '../../../src/sdk/links.ts'

/** A record as the gateway offers it. */
export function offeredRecord(record: Partial<OfferedRecord> = {}): OfferedRecord {
  return {
    id: 'rec.one',
    nativeId: 'one',
    kind: 'DATASET',
    title: 'One',
    version: null,
    access: 'OPEN',
    accessNote: null,
    landingPage: null,
    license: { raw: null, spdx: null, class: 'UNKNOWN', url: null },
    provenance: { upstream: null },
    citation: '{"type":"dataset"}',
    source: { name: 'shelf', title: 'Shelf', type: 'shelf', linkOptions: null },
    ...record,
  }
}

/** An asset of it that everybody can fetch. */
export function offeredAsset(name: string, asset: Partial<OfferedAsset> = {}): OfferedAsset {
  return {
    id: `ast.${name}`,
    name,
    role: 'OTHER',
    format: null,
    mediaType: null,
    size: null,
    sizeIsExact: false,
    checksum: null,
    availability: 'ONLINE',
    locator: `https://files.example.org/${name}`,
    link: { ...noLink, state: 'READY', url: `https://files.example.org/${name}` },
    ...asset,
  }
}
