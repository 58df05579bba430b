import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createResolver } from '../../src/resolve/index.ts'
import type { Reader } from '../../src/resolve/reader.ts'
import { bottle, cellar, payer } from './cellar.ts'

const people = ['ann', 'bob', 'cleo', null] as const
/** Whose keys are sent: several of the same person, and the same keys by several people. */
const keys = ['KEYONE', 'KEYTWO', null] as const

const Step = fc.record({
  person: fc.constantFrom(...people),
  key: fc.constantFrom(...keys),
  token: fc.constantFrom('first', 'second', null),
  bottles: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
  pays: fc.boolean(),
  passes: fc.integer({ min: 0, max: 400_000 }),
})

test('a link that was made for one reader is never given to another, whatever comes in which order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 2, maxLength: 25 }), async (steps) => {
      let clock = Date.parse('2026-05-01T12:00:00Z')
      const ledger = new Map<string, { at: string; until: string }>()
      const resolver = createResolver({
        sources: [
          {
            id: 'cellar',
            connector: cellar,
            options: { endpoint: null, origins: [], bottles: [] },
            allowPrivateAddresses: false,
            payer: { ...payer, anonymous: true },
          },
        ],
        ledger: {
          async reserveSpending({ opening, at, until }) {
            const before = ledger.get(opening)
            if (before === undefined) ledger.set(opening, { at, until })
            return { ...(before ?? { at, until }), isNew: before === undefined }
          },
        },
        resolveName: async () => ['93.184.216.34'],
        now: () => new Date(clock),
      })
      /** When each of them asked: a link that was signed at another time was made for somebody else. */
      const moments = new Map<string, Set<string>>()
      try {
        for (const [at, { person, key, token, bottles, pays, passes }] of steps.entries()) {
          clock += passes
          const own = key !== null && {
            accessKeyId: key,
            secretAccessKey: `secret of ${key}`,
            ...(token !== null && { sessionToken: token }),
          }
          const reader: Reader = {
            viewer: { subject: person, groups: ['public'], roles: [] },
            credentials: new Map(own === false ? [] : [['cellar', own]]),
          }
          const whom = JSON.stringify([person, own])
          const moment = new Date(clock).toISOString().replace(/[-:]|\.\d+/g, '')
          moments.set(whom, (moments.get(whom) ?? new Set()).add(moment))
          const asked = bottles.map((name) => bottle(`${name}`))
          const links = pays
            ? (await resolver.open(reader, asked, `wish number ${at}`)).links
            : await resolver.links(reader, asked)
          for (const [place, link] of links.entries()) {
            const wanted = own !== false || pays ? 'READY' : 'NEEDS_CONSENT'
            expect(link.state).toBe(wanted)
            if (link.url === null) continue
            const url = new URL(link.url)
            expect(url.pathname).toBe(`/${bottles[place]}`)
            const signer = url.searchParams.get('X-Amz-Credential')?.split('/')[0]
            expect(signer).toBe(own === false ? payer.credentials.accessKeyId : key)
            expect(url.searchParams.get('X-Amz-Security-Token')).toBe(own === false ? null : token)
            expect(link.payer).toBe(own === false ? 'OPERATOR' : 'CALLER')
            expect(Date.parse(link.expiresAt ?? '')).toBeGreaterThan(clock)
            const signed = url.searchParams.get('X-Amz-Date') ?? ''
            expect([...(moments.get(whom) ?? [])]).toContain(signed)
          }
        }
      } finally {
        await resolver.close()
      }
    }),
    { numRuns: 60 },
  )
})
