import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'

/** Bytes of a key, as AES-256 wants them. */
export const keyLength = 32
const nonceLength = 12
const tagLength = 16
const version = 'v1'

/** Seals texts with AES-256-GCM: they can be read and changed by nobody without the key. */
export interface Seal {
  /** @param label What the text is of; it is opened under no other. Not secret. */
  close(text: string, label: string): string
  /** Null when it was sealed with no key of these, under another label, or was changed. */
  open(sealed: string, label: string): string | null
  /** Whether it was sealed with the first key. */
  isCurrent(sealed: string): boolean
}

/**
 * A seal with the first of `keys`; the others open what was sealed before the first one took their place.
 *
 * @param keys Of `keyLength` bytes each, one at least.
 */
export function createSeal(keys: readonly Uint8Array[]): Seal {
  const byId = new Map(keys.map((key) => [idOf(key), key]))
  const [current] = keys
  if (current === undefined) throw new RangeError('a seal needs a key')
  const currentId = idOf(current)

  return {
    close(text, label) {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', current, nonce)
      cipher.setAAD(Buffer.from(label))
      const bytes = Buffer.concat([
        cipher.update(text, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ])
      const parts = [nonce, bytes].map((part) => part.toString('base64url'))
      return [version, currentId, ...parts].join('.')
    },
    open(sealed, label) {
      const [form, id = '', nonce = '', body = ''] = sealed.split('.')
      const key = byId.get(id)
      const bytes = Buffer.from(body, 'base64url')
      if (form !== version || key === undefined || bytes.length < tagLength) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
        decipher.setAAD(Buffer.from(label))
        decipher.setAuthTag(bytes.subarray(-tagLength))
        const text = decipher.update(bytes.subarray(0, -tagLength))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch {
        // The tag does not fit: it was changed, or is of another label.
        return null
      }
    },
    isCurrent: (sealed) => sealed.split('.')[1] === currentId,
  }
}

/** Names a key without telling anything of it. */
function idOf(key: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from('atlas key id '), key])).slice(0, 16)
}
