import type { Asset } from '#sdk'
import { assetAt, type DocumentOptions } from '../documents/assets.ts'
import { sumOf } from '../documents/checksums.ts'
import { sizeOf } from '../documents/sizes.ts'
import { formatOf } from '../formats.ts'
import { assayOf } from './assays.ts'
import type { HtanFileRow } from './rows.ts'

/** Words for the gates of controlled data. */
const gates = /dbgap|controlled|gen3/i

/**
 * Whether a file is under controlled access: so it says, or it holds reads of sequencing (levels 1 and 2), which HTAN gives
 * out through dbGaP only. Null when neither its assay nor its level is known.
 */
export function isControlled(
  assay: string | null,
  level: string | null,
  said: readonly (string | null)[],
): boolean | null {
  if (said.some((one) => one !== null && gates.test(one))) return true
  const known = assayOf(assay)
  if (known === null) return null
  if (!known.isSequencing) return false
  return level === null ? null : level === 'Level 1' || level === 'Level 2'
}

/** The page of an entity of Synapse; null for what is no id of one. */
export function synapsePage(id: string | null): string | null {
  return /^syn\d{3,}$/i.test(id ?? '') ? `https://www.synapse.org/Synapse:${id}` : null
}

/** The file of a row: where the row says it lies, else on Synapse, else below the manifest. Null when it says no place. */
export function htanFileAsset(row: HtanFileRow, options: DocumentOptions): Asset | null {
  const path = row.filename === null ? null : pathOf(row.filename)
  const href = row.url ?? synapsePage(row.synapse) ?? path
  if (href === null) return null
  const name = row.filename?.split('/').findLast((step) => step !== '') ?? row.id
  const { format, role } = formatOf(name)
  return assetAt(href, row.place, options, {
    name,
    format: format ?? row.fileFormat,
    role,
    size: sizeOf(row.size),
    checksum:
      sumOf('SHA256', row.sha256, 'HTAN manifest') ?? sumOf('MD5', row.md5, 'HTAN manifest'),
    ...(row.isControlled === true && { availability: 'ON_REQUEST' as const }),
  })
}

/** A name of a file is no link: a percent sign, a hash or a colon in it is itself. */
export function pathOf(name: string): string {
  const path = name.toWellFormed().split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? path : `./${path}`
}
