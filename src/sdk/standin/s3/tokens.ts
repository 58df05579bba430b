import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Continuation tokens that tell nothing, differ each time, and may hold `+`, `/` and `=`. */
export interface Tokens {
  make(place: string): string
  /** Null for one that is not from here. */
  read(token: string): string | null
}

const [ivBytes, tagBytes] = [12, 16]

export function createTokens(): Tokens {
  const key = randomBytes(32)
  return {
    make(place) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const hidden = Buffer.concat([cipher.update(place, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64')
    },
    read(token) {
      const bytes = Buffer.from(token, 'base64')
      if (bytes.length < ivBytes + tagBytes) return null
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      try {
        const text = [decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]
        return Buffer.concat(text).toString()
      } catch {
        return null
      }
    },
  }
}
