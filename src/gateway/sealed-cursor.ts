import { createCipheriv, createDecipheriv, hash } from 'node:crypto'
import { GatewayError } from '../model/index.ts'

/*
 * Positions in lists of which the caller sees a part: the numbers themselves would tell how much lies between. One block of
 * AES is a permutation, so equal positions have equal cursors and nothing else can be read from them.
 */

/** @param key Of this installation. */
export function sealCursor(position: number, key: string): string {
  const block = Buffer.alloc(16)
  block.writeDoubleBE(position, 8)
  const cipher = createCipheriv('aes-256-ecb', blockKey(key), null).setAutoPadding(false)
  return Buffer.concat([cipher.update(block), cipher.final()]).toString('base64url')
}

/** @throws {GatewayError} `BAD_INPUT` (argument `after`) for what is no cursor of ours. */
export function openCursor(cursor: string, key: string): number {
  const sealed = Buffer.from(cursor, 'base64url')
  if (sealed.length === 16) {
    const cipher = createDecipheriv('aes-256-ecb', blockKey(key), null).setAutoPadding(false)
    const block = Buffer.concat([cipher.update(sealed), cipher.final()])
    const position = block.readDoubleBE(8)
    if (block.readBigUInt64BE(0) === 0n && Number.isSafeInteger(position)) return position
  }
  const message = '`after` is no cursor of this list.'
  throw new GatewayError('BAD_INPUT', { argument: 'after', message })
}

const blockKey = (key: string) => hash('sha256', `audit cursor ${key}`, 'buffer')
