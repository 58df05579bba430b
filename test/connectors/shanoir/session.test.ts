import { describe, expect, test } from 'vitest'
import { offlineTokens, studyIds } from '../../../connectors/shanoir/standin.ts'
import { operator } from '../../../src/model/index.ts'
import type { Tokens } from '../../../src/sdk/index.ts'
import { type SiteTrial, withSite } from './read-shanoir.ts'

const isToken = (request: string) => request.endsWith('/openid-connect/token')
const stateOf = async ({ trial }: SiteTrial) => (await trial.store.sources(operator))[0]?.state

/** Tokens in memory, with all that happened to them. */
function recorded(first: string | null) {
  const events: string[] = []
  let newest = first
  const tokens: Tokens = {
    async get() {
      events.push('get')
      return newest
    },
    async replace(used, next) {
      events.push(`replace ${used === newest}`)
      newest = next
      return true
    },
  }
  return { tokens, events, newest: () => newest }
}

describe('shanoir: an access token', () => {
  test('that runs out in the middle of a harvest leaves no trace in what that gives', async () => {
    let wanted: string[] = []
    await withSite({}, async (one) => {
      await one.harvest()
      wanted = [...(await one.held()).keys()]
    })
    const source = { pageSize: 5 }
    await withSite({ source, quirks: { accessLifespan: 60 } }, async (one) => {
      let searches = 0
      const match = ({ path }: { path: string }) => {
        // Every third page of the index all tokens run out.
        if (path.endsWith('/datasets/solr') && ++searches % 3 === 0) {
          one.site.upstream.expireAccessTokens()
        }
        return false
      }
      one.site.faults.add({ kind: 'reset', match })
      const run = await one.harvest()
      expect([run.state, run.rejected, run.error]).toEqual(['SUCCEEDED', 0, null])
      expect([...(await one.held()).keys()]).toEqual(wanted)
      expect(one.site.counts.refreshes).toBeGreaterThan(5)
      expect(one.site.counts.refusedTokens).toBeGreaterThan(5)
    })
  })

  test('is renewed before it runs out, so that no request is refused', async () => {
    let at = Date.now()
    await withSite({ source: { pageSize: 5 } }, async (one) => {
      const match = () => {
        // Each request takes five minutes by both clocks.
        at += 300_000
        one.site.upstream.skip(300)
        return false
      }
      one.site.faults.add({ kind: 'reset', match })
      const run = await one.harvest({ now: () => new Date(at) })
      expect(run.state).toBe('SUCCEEDED')
      expect(one.site.counts.refreshes).toBeGreaterThan(5)
      expect(one.site.counts.refusedTokens).toBe(0)
    })
  })

  test('that is refused although it is new ends the harvest soon', async () => {
    await withSite({}, async (one) => {
      one.site.misbehave({ how: 'bad-token' })
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['FAILED', 'SOURCE_UNREACHABLE'])
      expect(one.asked().length).toBeLessThanOrEqual(4)
    })
  })
})

describe('shanoir: a refresh token', () => {
  test('is replaced at each renewal before the access token is used', async () => {
    await withSite({ quirks: { rotation: 'revoked' } }, async (one) => {
      const kept = recorded(offlineTokens.member)
      one.setToken(null)
      const source = { tokens: kept.tokens, connector: withAccount(one) }
      const run = await one.harvest(source)
      expect(run.state).toBe('SUCCEEDED')
      expect(kept.events).toEqual(['get', 'replace true'])
      expect(kept.newest()).not.toBe(offlineTokens.member)
      // The first one is void by now; the newest is not.
      expect((await one.harvest(source)).state).toBe('SUCCEEDED')
    })
  })

  test('that could not be replaced is not followed by a request with what came of it', async () => {
    await withSite({ quirks: { rotation: 'revoked' } }, async (one) => {
      const tokens: Tokens = {
        get: async () => null,
        replace: async () => {
          throw new Error('the disk is full')
        },
      }
      const run = await one.harvest({ tokens })
      expect(run.state).toBe('FAILED')
      expect(one.asked().filter((request) => !isToken(request))).toEqual([])
    })
  })

  test('that is no good costs one request, and none after that until there is another', async () => {
    await withSite({ token: 'not.a.token' }, async (one) => {
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['FAILED', 'NEEDS_LOGIN'])
      expect(run.message).toContain('atlas login')
      expect(one.asked()).toHaveLength(1)
      expect(await stateOf(one)).toBe('NEEDS_LOGIN')
      expect((await one.harvest()).error).toBe('NEEDS_LOGIN')
      expect(one.asked()).toEqual([])
      one.setToken(offlineTokens.member)
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      expect(await stateOf(one)).toBe('READY')
    })
  })

  test.each([
    ['ran out', ({ site }: SiteTrial) => site.upstream.skip(31 * 24 * 3_600)],
    ['was revoked', ({ site }: SiteTrial) => site.upstream.revokeSessions('mharvest')],
    ['is of a locked account', ({ site }: SiteTrial) => site.upstream.lockAccount('mharvest')],
    [
      'is of a closed account',
      ({ site }: SiteTrial) => site.upstream.setEnabled('mharvest', false),
    ],
  ])('that %s costs one request, hides nothing and needs a login', async (_, spoil) => {
    await withSite({}, async (one) => {
      await one.harvest()
      const size = (await one.held()).size
      spoil(one)
      one.asked()
      const run = await one.harvest({ allowRemovals: true })
      expect([run.error, run.removed, run.seen]).toEqual(['NEEDS_LOGIN', 0, 0])
      expect(one.asked()).toHaveLength(1)
      expect((await one.held()).size).toBe(size)
      expect(one.site.counts.passwordLogins).toBe(0)
    })
  })

  test('that is missing where an account is wanted costs no request at all, and never reads as nobody', async () => {
    await withSite({ token: null, source: { account: true } }, async (one) => {
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['FAILED', 'NEEDS_LOGIN'])
      expect(one.asked()).toEqual([])
      // Nothing was refused that could not be tried again.
      const kept = recorded(offlineTokens.member)
      expect((await one.harvest({ tokens: kept.tokens })).state).toBe('SUCCEEDED')
    })
  })

  test('is asked for again when the server of logins fails for a while', async () => {
    await withSite({}, async (one) => {
      const match = ({ path }: { path: string }) => path.includes('/openid-connect/')
      one.site.faults.add({ kind: 'status-503', match, times: 1, retryAfter: 0 })
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      one.site.faults.add({ kind: 'html', match })
      expect((await one.harvest()).error).toBe('ANSWER_INVALID')
      one.site.faults.clear()
      // That was no refusal.
      expect((await one.harvest()).state).toBe('SUCCEEDED')
    })
  })

  test('stands in no log, no file and no verdict, and neither does what comes of it', async () => {
    await withSite({ source: { studies: [studyIds.open] } }, async (one) => {
      const kept = recorded(null)
      one.site.faults.add({ kind: 'status-500', match: ({ path }) => path.endsWith('/solr') })
      const run = await one.harvest({ tokens: kept.tokens })
      const traces = JSON.stringify([run, [...(await one.held())]]) + one.logged()
      for (const secret of [offlineTokens.member, kept.newest() ?? '', 'Bearer']) {
        expect(secret).not.toBe('')
        expect(traces).not.toContain(secret)
      }
    })
  })
})

/** The connector for a source whose account logs in by hand. */
function withAccount({ trial }: SiteTrial) {
  const { connector } = trial
  return {
    ...connector,
    harvest: (context: Parameters<typeof connector.harvest>[0]) =>
      connector.harvest({ ...context, options: { ...context.options, account: true } }),
  }
}
