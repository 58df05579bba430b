import { once } from 'node:events'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Gateway, GatewayOptions } from '../../src/gateway/index.ts'
import { newAccessToken } from '../../src/gateway/viewer/access-token.ts'
import type { TokenLookup } from '../../src/gateway/viewer/viewers.ts'
import { GatewayError } from '../../src/model/index.ts'
import { until } from '../support/until.ts'
import { ask } from './ask.ts'
import { fill } from './catalogue.ts'
import { follow, openHarvestable, overHttp, start } from './harvestable.ts'
import { audience, type LocalIssuer, startIssuer } from './local-issuer.ts'
import { asOperator, startWorld, type World } from './world.ts'

type Heads = Record<string, string>

const bearer = (token: string): Heads => ({ authorization: `Bearer ${token}` })

/** Milliseconds between looks, so that nobody waits for long. */
const lookEvery = 50

/** A reader's token, with what takes it back. `lasts` is in milliseconds. */
async function granted({ store }: World, lasts: number | null = null) {
  const { token, id, hash } = newAccessToken('reader')
  const expiresAt = lasts === null ? null : new Date(Date.now() + lasts).toISOString()
  const wanted = { id, hash, subject: 'a-reader', role: 'reader' as const, groups: [], note: null }
  await store.addAccessToken({ ...wanted, expiresAt }, 'operator')
  const revoke = async () => expect(await store.revokeAccessToken(id, 'operator')).toBe(true)
  return { heads: bearer(token), revoke }
}

/** Tokens of the world, counting what is looked up. A fault, where there is one, is thrown in place of an answer. */
function watched({ store }: World) {
  const seen = { looks: 0, fault: (): GatewayError | null => null }
  const tokens: TokenLookup = {
    accessTokenByHash: async (hash, now) => {
      seen.looks += 1
      const fault = seen.fault()
      if (fault !== null) throw fault
      return store.accessTokenByHash(hash, now)
    },
    noteTokenUse: (id, day) => store.noteTokenUse(id, day),
  }
  return { seen, tokens }
}

const issuing = ({ issuer }: LocalIssuer): GatewayOptions['oidc'] => ({
  ...{ issuer, audience, groupsClaim: 'groups', ownerGroup: null, operatorGroup: null },
})

/** A token that is refused in two to three seconds: clocks may differ by 30. */
const brief = (issuer: LocalIssuer) => issuer.sign({ exp: Math.floor(Date.now() / 1_000) - 27 })

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('a subscription that has begun', () => {
  /** A harvest that is under way until it is let, and what follows it over HTTP. */
  async function watching(options: Partial<GatewayOptions> = {}) {
    const world = await openHarvestable()
    const { seen, tokens } = watched(world)
    const gateway = world.gateway({ tokens, lookEvery, ...options })
    const url = await gateway.listen(0)
    const { id } = (await ask(gateway, start, {}, asOperator)).data.startHarvest.harvest
    /** Follows, and when the first event is there gives those that come after it. */
    const followed = async (heads: Heads = {}) => {
      const events = follow(overHttp(url), id, 'state', heads)
      expect((await events.next()).value).toEqual({ data: { harvest: { state: 'RUNNING' } } })
      return { rest: Array.fromAsync(events) }
    }
    const finish = () => [0, 1, 2].forEach(world.let)
    return { ...world, seen, followed, finish }
  }
  const refused = {
    data: { harvest: null },
    errors: [
      {
        message: 'These credentials are not valid here.',
        locations: expect.anything(),
        path: ['harvest'],
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ],
  }
  const told = { data: { harvest: { state: 'SUCCEEDED' } } }

  test('ends with UNAUTHENTICATED when its token is revoked, and no other does', async () => {
    const world = await watching()
    const [mine, other] = [await granted(world), await granted(world)]
    const others = await Promise.all([{}, other.heads, asOperator].map(world.followed))
    const { rest } = await world.followed(mine.heads)
    await pause(3 * lookEvery)
    await mine.revoke()
    const revokedAt = performance.now()
    expect(await rest).toEqual([refused])
    expect(performance.now() - revokedAt).toBeLessThan(2_000)
    world.finish()
    for (const other of others) expect((await other.rest).at(-1)).toEqual(told)
  })

  test('ends with UNAUTHENTICATED when its token expires', async () => {
    const world = await watching()
    const { heads } = await granted(world, 2_000)
    const begun = performance.now()
    const { rest } = await world.followed(heads)
    expect(await rest).toEqual([refused])
    expect(performance.now() - begun).toBeGreaterThan(1_500)
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  test('ends with UNAUTHENTICATED when the login expires, also while its issuer is away', async () => {
    const issuer = await startIssuer()
    onTestFinished(issuer.close)
    const world = await watching({ oidc: issuing(issuer) })
    const lasting = bearer(await issuer.token('lab'))
    const other = await world.followed(lasting)
    const { rest } = await world.followed(bearer(await brief(issuer)))
    await issuer.stop()
    expect(await rest).toEqual([refused])
    world.finish()
    expect((await other.rest).at(-1)).toEqual(told)
  })

  test('goes on while nobody can say, and is looked after as before when somebody can', async () => {
    const world = await watching()
    const { seen } = world
    const { heads, revoke } = await granted(world)
    let hasEnded = false
    const { rest } = await world.followed(heads)
    const ending = rest.finally(() => {
      hasEnded = true
    })
    await until('it is looked after', () => seen.looks > 1)
    for (const _ of [1, 2, 3]) {
      let left = 4
      seen.fault = () => (left-- > 0 ? new GatewayError('TIMEOUT') : null)
      await until('nobody could say, then somebody', () => left < 0)
      expect(hasEnded).toBe(false)
    }
    await revoke()
    expect(await ending).toEqual([refused])
  })

  test('ends with the code of the fault when nobody can say for long', async () => {
    const world = await watching()
    const { seen } = world
    const { heads } = await granted(world)
    const { rest } = await world.followed(heads)
    await until('it is looked after', () => seen.looks > 1)
    const begun = seen.looks
    seen.fault = () => new GatewayError('TIMEOUT')
    const [event, ...more] = await rest
    expect(more).toEqual([])
    expect(event.errors[0].extensions).toEqual({ code: 'TIMEOUT' })
    expect(seen.looks - begun).toBeLessThanOrEqual(7)
  })

  test('is looked after while it lasts, at its pace, and not when it has ended', async () => {
    const world = await watching()
    const { seen } = world
    const { heads } = await granted(world)
    const begun = performance.now()
    const open = await world.followed()
    const mine = await world.followed(heads)
    await until('it is looked after', () => seen.looks > 4)
    world.finish()
    expect([(await open.rest).at(-1), (await mine.rest).at(-1)]).toEqual([told, told])
    // And one with which it began.
    expect(seen.looks).toBeLessThanOrEqual(1 + (performance.now() - begun) / lookEvery)
    const before = seen.looks
    await pause(4 * lookEvery)
    expect(seen.looks).toBe(before)
  })
})

describe('an export that has begun', () => {
  const many = 5_000
  let world: World
  beforeAll(async () => {
    const started = await startWorld()
    world = started
    const description = 'word '.repeat(300)
    await fill(
      world.store,
      'alpha',
      Array.from({ length: many }, (_, at) => ({
        ...{ nativeId: `r${at}`, title: `Record ${at}`, description },
      })),
    )
    await world.follow()
    return started.close
  }, 120_000)

  /** Those of the first pieces, in the order of ids. */
  const early = new Set<string | undefined>(
    Array.from({ length: many }, (_, at) => `alpha:r${at}`)
      .sort()
      .slice(0, 300),
  )

  /** A gateway that stops after the first records until it is let, and what it warned of. */
  function halting(options: Partial<GatewayOptions> = {}) {
    const goOn = Promise.withResolvers<void>()
    const warned: unknown[] = []
    const store = Object.create(world.store, {
      records: {
        value: async (...[viewer, ids]: Parameters<World['store']['records']>) => {
          if (!early.has(ids[0])) await goOn.promise
          return world.store.records(viewer, ids)
        },
      },
    })
    const log = {
      info() {},
      error() {},
      warn: (_: string, details: unknown) => warned.push(details),
    }
    const gateway = world.gateway({ store, log, tokens: world.store, lookEvery, ...options })
    onTestFinished(() => goOn.resolve())
    return { gateway, goOn: goOn.resolve, warned }
  }

  async function opened(url: string, headers: Heads = {}): Promise<IncomingMessage> {
    const request = httpGet(`${url}/export`, { headers })
    request.on('error', () => {})
    const [response] = await once(request, 'response')
    expect(response.statusCode).toBe(200)
    onTestFinished(() => {
      response.destroy()
    })
    return response
  }

  /** How many lines came, and whether the end was in good order. */
  async function drained(response: IncomingMessage) {
    let text = ''
    response.setEncoding('utf8')
    try {
      for await (const chunk of response) text += chunk
    } catch {
      // Told by `complete`.
    }
    return { lines: text.split('\n').length - 1, complete: response.complete }
  }

  const whole = { lines: many, complete: true }
  const refusal = { err: undefined, code: 'UNAUTHENTICATED' }
  const isFree = (url: string) =>
    until('its place is free', async () => (await fetch(`${url}/export?query=zzyzx`)).ok)

  test('is broken off when its token is revoked, frees its place, and no other is', async () => {
    const { gateway, goOn, warned } = halting({ exportsAtOnce: 3 })
    const url = await gateway.listen(0)
    const [mine, other] = [await granted(world), await granted(world)]
    const others = [await opened(url), await opened(url, other.heads)].map(drained)
    const ending = drained(await opened(url, mine.heads))
    await pause(3 * lookEvery)
    await mine.revoke()
    const revokedAt = performance.now()
    const { lines, complete } = await ending
    expect(performance.now() - revokedAt).toBeLessThan(2_000)
    expect([complete, lines < many]).toEqual([false, true])
    expect(warned).toEqual([refusal])
    await isFree(url)
    const again = await fetch(`${url}/export`, { headers: mine.heads })
    expect([again.status, await again.json()]).toMatchObject([401, { code: 'UNAUTHENTICATED' }])
    goOn()
    expect(await Promise.all(others)).toEqual([whole, whole])
  })

  test('is broken off also where its reader is slow, when its token expires', async () => {
    const warned: unknown[] = []
    const log = { info() {}, error() {}, warn: (_: string, fault: unknown) => warned.push(fault) }
    const gateway = world.gateway({ tokens: world.store, log, lookEvery, exportsAtOnce: 1 })
    const url = await gateway.listen(0)
    const { heads } = await granted(world, 2_000)
    const response = await opened(url, heads)
    response.pause()
    await isFree(url)
    expect(warned).toEqual([refusal])
    expect((await drained(response)).complete).toBe(false)
  })

  test('is broken off when the login expires', async () => {
    const issuer = await startIssuer()
    onTestFinished(issuer.close)
    const { gateway, warned } = halting({ oidc: issuing(issuer) })
    const response = await opened(await gateway.listen(0), bearer(await brief(issuer)))
    const { complete } = await drained(response)
    expect(complete).toBe(false)
    expect(warned).toEqual([refusal])
  })

  test('tells a reader without a connection by its code', async () => {
    const { gateway } = halting()
    const { heads, revoke } = await granted(world)
    const response = await read(gateway, heads)
    const ending = response.text().then(
      () => null,
      ({ code }) => code,
    )
    await revoke()
    expect(await ending).toBe('UNAUTHENTICATED')
  })

  test('is looked after no longer when its reader has gone', async () => {
    const { seen, tokens } = watched(world)
    const { gateway } = halting({ tokens, exportsAtOnce: 1 })
    const url = await gateway.listen(0)
    const { heads } = await granted(world)
    const response = await opened(url, heads)
    await until('it is looked after', () => seen.looks > 2)
    response.destroy()
    await isFree(url)
    const before = seen.looks
    await pause(4 * lookEvery)
    expect(seen.looks).toBe(before)
  })

  const read = (gateway: Gateway, headers: Heads) =>
    gateway.fetch(new Request('http://gateway.test/export', { headers }))
})
