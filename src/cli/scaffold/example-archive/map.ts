import { type Asset, type Mapped, originBy, type Term, unknownAsset, unknownRecord } from '#sdk'
import type { Scan } from './rows.ts'

/** Tells by which rule of this connector a field came about; people see it beside the value. */
const origin = originBy('example-archive')

/** What is unknown stays unknown: `unknownRecord` says so of everything that is not set here. */
export function toRecord(scan: Scan): Mapped {
  return {
    record: {
      ...unknownRecord,
      kind: 'IMAGE',
      title: scan.title,
      // Words as they are; the gateway finds the terms of its vocabulary for them.
      species: termsOf(scan.species),
      modality: termsOf(scan.modality),
      license: { raw: scan.license || null, spdx: null, class: 'UNKNOWN', url: null },
      modified: scan.changed ?? null,
      landingPage: `https://archive.example.org/scans/${encodeURIComponent(scan.id)}`,
      fields: [origin('title', 'title'), ...(scan.species ? [origin('species', 'species')] : [])],
    },
    assets: scan.files.map(toAsset),
  }
}

function termsOf(word: string | null | undefined): Term[] {
  if (!word) return []
  return [{ label: word, termId: null, origin: 'STATED', raw: null }]
}

function toAsset({ name, url, bytes }: Scan['files'][number]): Asset {
  return {
    ...unknownAsset,
    name,
    role: name.endsWith('.nii.gz') ? 'VOLUME' : 'OTHER',
    size: bytes ?? null,
    sizeIsExact: bytes != null,
    availability: 'ONLINE',
    // Stable and without secrets: the file's id is made of it.
    locator: url,
  }
}
