import { onTestFinished } from 'vitest'
import { type S3StandinOptions, startS3Standin } from '#sdk/standin'
import { ask, type S3Ask } from '../../support/s3-ask.ts'

export const requester = {
  accessKeyId: 'REQUESTERKEY',
  secretAccessKey: 'requester-secret-of-tests',
  sessionToken: null,
}
export const owner = {
  accessKeyId: 'OWNERKEY',
  secretAccessKey: 'owner-secret-of-tests',
  sessionToken: null,
}
/** The same as buckets take them. */
export const keys = {
  requester: { accessKeyId: 'REQUESTERKEY', secretAccessKey: 'requester-secret-of-tests' },
  owner: { accessKeyId: 'OWNERKEY', secretAccessKey: 'owner-secret-of-tests', isOwner: true },
}

/** A stand-in that is gone when the test has finished; who asks is the requester when nobody else is named. */
export async function standinOf(options: S3StandinOptions) {
  const standin = await startS3Standin(options)
  onTestFinished(() => standin.close())
  return {
    standin,
    ask: (request: S3Ask) => ask(standin.url, { credentials: requester, ...request }),
  }
}

/** The parameters of ListObjectsV2. */
export function listing(parameters: Record<string, string> = {}): [string, string][] {
  return [['list-type', '2'], ...Object.entries(parameters)]
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** All that stands in elements of one name, in their order. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    text.replace(/&(\w+);/g, (whole, entity: string) => entities[entity] ?? whole),
  )
}
