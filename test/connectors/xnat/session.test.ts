import { describe, expect, test } from 'vitest'
import { operator } from '../../../src/model/index.ts'
import type { SiteTrial } from './read-xnat.ts'
import { withSite } from './read-xnat.ts'

const isSession = ({ path }: { path: string }) => /\/experiments\/[^/]+$/.test(path)
const wrong = { user: 'harvester', password: 'not-this-one' }

async function stateOf({ trial }: SiteTrial): Promise<string | undefined> {
  return (await trial.store.sources(operator))[0]?.state
}

describe('xnat: a harvest that logs in', () => {
  test('with wrong credentials sends them exactly once, and says that it needs a login', async () => {
    await withSite({ login: wrong }, async (one) => {
      const run = await one.harvest()
      expect([run.state, run.error, run.seen]).toEqual(['FAILED', 'SOURCE_REFUSED', 0])
      expect([one.site.counts.logins, one.site.requests.length]).toEqual([1, 1])
      expect(await stateOf(one)).toBe('NEEDS_LOGIN')
    })
  })

  test('with credentials that were refused before asks nothing until they are others', async () => {
    await withSite({ login: wrong }, async (one) => {
      await one.harvest()
      for (const full of [true, false]) {
        const again = await one.harvest({ full })
        expect([again.state, again.error]).toEqual(['FAILED', 'NEEDS_LOGIN'])
        expect(again.message).toContain('refused these credentials before')
      }
      expect(one.site.requests).toHaveLength(1)
      one.setLogin(one.site.account)
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['SUCCEEDED', null])
      expect(await stateOf(one)).toBe('READY')
      expect((await one.harvest()).state).toBe('SUCCEEDED')
    })
  })

  test('keeps of refused credentials nothing that shows them', async () => {
    await withSite({ login: { user: 'harvester', password: 'Secret-Word-7' } }, async (one) => {
      const run = await one.harvest()
      const kept = await one.trial.store.refusedCredentials('trial')
      expect(kept).toMatch(/^[\w-]{22}$/)
      const shown = JSON.stringify([run, kept, one.logged(), [...(await one.held())]])
      const basic = Buffer.from('harvester:Secret-Word-7').toString('base64')
      for (const secret of ['Secret-Word-7', 'harvester', basic])
        expect(shown).not.toContain(secret)
    })
  })

  test('with an expired password says so, and does not try again', async () => {
    await withSite({}, async (one) => {
      one.site.upstream.expirePassword('harvester')
      const run = await one.harvest()
      expect([run.error, one.site.requests.length]).toEqual(['SOURCE_REFUSED', 1])
      expect(run.message).toContain('expired')
    })
  })

  test('with an alias token reads what its account may', async () => {
    await withSite({}, async (one) => {
      const { alias, secret } = one.site.upstream.issueToken('harvester')
      one.setLogin({ user: alias, password: secret })
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      one.site.upstream.revokeToken(alias)
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['FAILED', 'SOURCE_REFUSED'])
    })
  })

  test('opens one session for all it asks, at most four requests at once, and ends it', async () => {
    await withSite({ latency: 2 }, async ({ site, harvest }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      // The other one is that of nobody, who asks whether the site is open.
      expect([site.counts.logins, site.counts.logouts]).toEqual([1, 1])
      expect(site.peak).toBeLessThanOrEqual(4)
      expect(site.peak).toBeGreaterThan(2)
      expect(site.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/data/JSESSION' })
      const basic = site.requests.filter(({ headers }) => headers.authorization !== undefined)
      expect(basic).toHaveLength(1)
      for (const { headers } of site.requests) {
        expect(headers['user-agent']).not.toMatch(/MSIE|Mozilla|AppleWebKit|Opera/)
      }
    })
  })

  test('keeps all cookies, so that a load balancer finds its session', async () => {
    await withSite({ quirks: { balanced: true } }, async ({ site, harvest }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      expect(site.counts.logins).toBe(1)
    })
  })
})

describe('xnat: a session that runs out in mid-harvest', () => {
  test.each([true, false])(
    'is opened again once, and no record is missing (login required: %s)',
    async (requireLogin) => {
      await withSite({ requireLogin }, async ({ site, harvest, held }) => {
        await harvest()
        const whole = [...(await held()).keys()]
        const { logins } = site.counts
        let asked = 0
        site.faults.add({
          kind: 'clock-skew',
          match: (request) => {
            if (isSession(request) && ++asked === 12) site.upstream.expireSessions()
            return false
          },
        })
        const run = await harvest({ allowRemovals: true })
        expect([run.state, run.written, run.removed]).toEqual(['SUCCEEDED', 0, 0])
        expect(site.counts.logins - logins).toBe(2)
        expect([...(await held()).keys()]).toEqual(whole)
      })
    },
  )

  test('between two lists of an open site does not read as a guest: nothing looks deleted', async () => {
    await withSite({ requireLogin: false }, async ({ site, harvest, held }) => {
      await harvest()
      const whole = [...(await held()).keys()]
      site.faults.add({
        kind: 'clock-skew',
        match: ({ path, search }) => {
          if (path === '/data/projects' && search.includes('columns'))
            site.upstream.expireSessions()
          return false
        },
      })
      const run = await harvest({ allowRemovals: true })
      expect(run.removed).toBe(0)
      expect([...(await held()).keys()]).toEqual(whole)
    })
  })

  test('again and again is opened again and again, while something is answered in between', async () => {
    await withSite({}, async ({ site, harvest }) => {
      let asked = 0
      site.faults.add({
        kind: 'clock-skew',
        match: (request) => {
          if (isSession(request) && ++asked % 9 === 0) site.upstream.expireSessions()
          return false
        },
      })
      expect((await harvest()).state).toBe('SUCCEEDED')
      expect(site.counts.refusedLogins).toBe(0)
    })
  })

  test('that never lasts ends the harvest, and the credentials are not taken for refused', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const { logins } = one.site.counts
      one.site.misbehave({ how: 'login-redirect' })
      const run = await one.harvest()
      expect([run.state, run.error, run.removed]).toEqual(['FAILED', 'SOURCE_UNREACHABLE', 0])
      expect(one.site.counts.logins - logins).toBe(2)
      expect(await one.trial.store.refusedCredentials('trial')).toBeNull()
    })
  })
})

describe('xnat: a harvest without a login', () => {
  test('reads what a site shows to everybody, as open', async () => {
    await withSite({ requireLogin: false, login: null }, async ({ site, harvest, held }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      expect(site.counts.logins).toBe(0)
      const records = [...(await held()).values()].map(({ record }) => record)
      expect(records.map(({ nativeId }) => nativeId)).toContain('project:OPEN_AGING')
      expect(records.map(({ nativeId }) => nativeId)).not.toContain('project:TUMOUR')
      expect(records.find(({ nativeId }) => nativeId === 'project:OPEN_AGING')?.access).toBe('OPEN')
      // The cookie of the first answer is kept: else every request would open a session there.
      expect(site.counts.sessions).toBeLessThan(5)
    })
  })

  test('at a site that wants one asks once and says so', async () => {
    await withSite({ login: null }, async (one) => {
      const run = await one.harvest()
      expect([run.error, one.site.requests.length]).toEqual(['SOURCE_REFUSED', 1])
      expect(run.message).toContain('wants a login')
    })
  })
})

describe('xnat: sites of all kinds', () => {
  test.each(['1.7.6', '1.8.6', '1.8.11', '1.9.2'] as const)(
    'XNAT %s below a context path gives the same records',
    async (version) => {
      await withSite({ version, contextPath: '/xnat' }, async ({ site, harvest, held }) => {
        const run = await harvest()
        expect([run.state, run.rejected]).toEqual(['SUCCEEDED', 0])
        const { projects, protected: titled, sessions } = site.readable('harvester')
        expect((await held()).size).toBe(projects.length + titled.length + sessions.length - 1)
        expect((await harvest({ full: false })).written).toBe(0)
      })
    },
  )

  test.each([
    { totalRecords: 'wrong' },
    { totalRecords: 'absent' },
    { shiftsOrder: true },
  ] as const)('nothing that a list says of itself is trusted: %o', async (quirks) => {
    await withSite({ quirks }, async ({ harvest, held }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      const size = (await held()).size
      const again = await harvest({ allowRemovals: true })
      expect([again.state, again.written, again.removed]).toEqual(['SUCCEEDED', 0, 0])
      expect((await held()).size).toBe(size)
    })
  })
})
