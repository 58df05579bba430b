import { z } from 'zod'
import type { Credentials } from '../connector.ts'
import { s3Credentials } from './login.ts'
import type { S3Credentials } from './s3.ts'

const word = z.string().min(1).max(256)

/**
 * The keys that a reader sends to get links of their own, for a connector's `readerCredentials`. Keys as such: whoever asks
 * from afar names no profile and no file of this machine, as the operator's `S3Login` may.
 */
export const S3ReaderKeys: z.ZodType<Credentials> = z
  .strictObject({
    accessKeyId: word,
    secretAccessKey: word,
    /** Of temporary keys. */
    sessionToken: z.string().min(1).max(4_096).optional(),
    /** When temporary keys end, RFC 3339, as `aws configure export-credentials` tells it. Left out: nobody knows. */
    expiration: z.iso.datetime({ offset: true }).optional(),
  })
  .transform(
    (keys): Credentials =>
      Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)),
  )

/** Keys to sign with, and when they end. */
export interface ReaderKeys {
  readonly keys: S3Credentials
  /** Epoch milliseconds; null when they do not end, or nobody knows when. */
  readonly end: number | null
}

/** The keys among a reader's credentials; null for none, and for credentials of another form. */
export async function readerKeys(credentials: Credentials | null): Promise<ReaderKeys | null> {
  const parsed = S3ReaderKeys.safeParse(credentials)
  if (!parsed.success) return null
  const { expiration, ...login } = parsed.data
  const keys = await s3Credentials(login)
  if (keys === null) return null
  return { keys, end: expiration === undefined ? null : Date.parse(expiration) }
}
