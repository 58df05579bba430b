import { createHmac } from 'node:crypto'

/** Seconds for which a code stands. */
const period = 30

/** The step that a time lies in, epoch milliseconds. */
export const stepAt = (time: number) => Math.floor(time / 1000 / period)

/** Six digits, with SHA-1, as the realm has it (RFC 6238). */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', Buffer.from(secret)).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000
  return String(number).padStart(6, '0')
}

/** The step whose code it is, one before or after the present one included; null: none of them. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const present = stepAt(now)
  return [present, present - 1, present + 1].find((step) => codeAt(secret, step) === code) ?? null
}
