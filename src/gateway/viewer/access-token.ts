import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { Role } from '../../model/index.ts'

/** 32 random bytes behind the role, which is there for people and for scanners of secrets: the catalogue says what a token opens. */
const form = /^atlas_(operator|owner|reader)_[A-Za-z0-9_-]{43}$/

/** A fresh token with what the catalogue keeps of it. Nobody can find the token again. */
export function newAccessToken(role: Role): { token: string; id: string; hash: string } {
  const token = `atlas_${role}_${randomBytes(32).toString('base64url')}`
  return { token, id: `tok_${randomName(12)}`, hash: hashOf(token) }
}

/** Whether a bearer token has the form of ours. */
export function isAccessToken(text: string): boolean {
  return form.test(text)
}

/**
 * SHA-256, hexadecimal. Enough for 256 random bits, which nobody guesses; and looking it up tells by its time at most how
 * hashes begin that nobody can make a token for.
 */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Lower-case letters and digits, for names that people read and type. */
export function randomName(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
