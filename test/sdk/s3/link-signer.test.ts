import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodedKey } from '../../../src/sdk/s3/address.ts'
import { createLinkSigner } from '../../../src/sdk/s3/link-signer.ts'
import { presign } from '../../../src/sdk/s3/sign.ts'

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })

test('many links at a time are each what one at a time is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('wine-1', 'wine.example.org', 'Old_Bucket'),
      fc.constantFrom(null, 'http://127.0.0.1:7480', 'https://objects.example.org/s3/'),
      fc.constantFrom('us-east-1', 'eu-west-3', 'cn-north-1'),
      fc.boolean(),
      fc.record({
        accessKeyId: text,
        secretAccessKey: text,
        sessionToken: fc.option(text),
      }),
      fc.integer({ min: 1, max: 604_800 }),
      async (keys, name, endpoint, region, requesterPays, credentials, expiresIn) => {
        fc.pre(Object.values(credentials).every((value) => value === null || value.isWellFormed()))
        const bucket = { name, region, endpoint, requesterPays }
        const now = new Date('2026-05-01T12:00:00.999Z')
        const sign = createLinkSigner({ credentials, now, expiresIn })
        for (const key of keys) {
          const path = encodedKey(key)
          if (path === null) continue
          const mine = new URL(sign({ bucket, region, path, versionId: null }))
          const theirs = new URL(await presign(bucket, key, { credentials, expiresIn, now }))
          expect(mine.origin + mine.pathname).toBe(theirs.origin + theirs.pathname)
          expect(sorted(mine)).toEqual(sorted(theirs))
        }
      },
    ),
    { numRuns: 150 },
  )
})

const sorted = ({ searchParams }: URL) => [...searchParams].sort(([a], [b]) => (a < b ? -1 : 1))
