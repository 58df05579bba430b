import { createHash } from 'node:crypto'

/** Tells catalogues apart by their key, without giving it away. */
export function catalogueOf(cursorKey: string): string {
  return createHash('sha256').update(`catalogue\0${cursorKey}`).digest('hex')
}

/** How the uids of all indexes of a catalogue begin: several catalogues may share a server. */
export function uidPrefix(prefix: string, catalogue: string): string {
  return `${prefix}-${catalogue.slice(0, 12)}-`
}
