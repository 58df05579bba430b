import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttpClient, GatewayError, type OwnedHttpClient } from '#sdk'
import { type Standin, startStandin } from '#sdk/standin'
import { connectorFor, isPublicAddress } from '../../src/sdk/addresses.ts'

const special = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:a9fe:a9fe',
  '0:0:0:0:0:ffff:10.0.0.1',
  '::ffff:0:7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
]

describe('public addresses', () => {
  test.each(special)('an address of a special range is not public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each([
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '193.0.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('an ordinary address is public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  test('what is no address is not public', () => {
    for (const text of ['', 'localhost', '127.1', '0x7f000001', '1.2.3.4.5', '::g', '[::1]']) {
      expect(isPublicAddress(text)).toBe(false)
    }
  })

  test('an IPv4 address is judged alike in its plain, mapped and NAT64 forms', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const plain = isPublicAddress(address)
        expect(isPublicAddress(`::ffff:${address}`)).toBe(plain)
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(plain)
      }),
      { numRuns: 300 },
    )
  })
})

describe('private addresses', () => {
  const open: (Standin | OwnedHttpClient)[] = []
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  async function standin() {
    const server = await startStandin({ handle: () => ({ json: { ok: true } }) })
    open.push(server)
    return server
  }
  function client(options: Parameters<typeof createHttpClient>[0]) {
    const made = createHttpClient({ policy: { attempts: 1, connectTimeout: 500 }, ...options })
    open.push(made)
    return made
  }

  test.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.1',
    'http://127.0.0.1.',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[64:ff9b::a00:1]',
    'http://169.254.169.254',
    'http://10.1.2.3:8080',
    'http://0',
  ])('client: an origin that is a private address in any form is refused at once: %s', (origin) => {
    expect(() => createHttpClient({ origins: [origin] })).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
    client({ origins: [origin], allowPrivateAddresses: true })
  })

  test('client: a name that resolves to a private address is refused before a socket opens', async () => {
    const server = await standin()
    const port = new URL(server.url).port
    const origin = `http://localhost:${port}`
    const error = await client({ origins: [origin], source: 's1' })
      .json(`${origin}/x`, z.object({}))
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(GatewayError)
    expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE', source: 's1' })
    expect((error as Error).message).toMatch(/private address/)
    expect((error as Error).message).not.toMatch(/localhost|127/)
    expect(server.requests).toHaveLength(0)
    const allowed = client({ origins: [origin], allowPrivateAddresses: true })
    expect(await allowed.json(`${origin}/x`, z.object({ ok: z.boolean() }))).toEqual({ ok: true })
  })

  test('client: one private address among public ones is enough to refuse a name', async () => {
    const server = await standin()
    const origin = `http://mixed.example:${new URL(server.url).port}`
    const mixed = ((_name, _options, callback) =>
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '93.184.215.14', family: 4 },
      ])) as LookupFunction
    await expect(
      client({ origins: [origin], lookup: mixed }).request(`${origin}/x`),
    ).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', message: /private address/ })
    expect(server.requests).toHaveLength(0)
  })

  test('client: a name whose answer changes between requests is checked each time', async () => {
    const server = await standin()
    const origin = `http://rebind.example:${new URL(server.url).port}`
    const asked: string[] = []
    const noRoute = Object.assign(new Error('no route'), { code: 'ENETUNREACH' })
    const rebinding = ((name, options, callback) => {
      asked.push(name)
      // The first answer is public and leads nowhere; the second is what an attacker is after.
      if (asked.length === 1) return callback(noRoute, [])
      lookup('127.0.0.1', options, callback as never)
    }) as LookupFunction
    const http = client({ origins: [origin], lookup: rebinding })
    await expect(http.request(`${origin}/1`)).rejects.toMatchObject({ message: /connection/ })
    await expect(http.request(`${origin}/2`)).rejects.toMatchObject({ message: /private address/ })
    expect(asked).toHaveLength(2)
    expect(server.requests).toHaveLength(0)
  })
  test('client: a name is asked for once, however many sockets wait for it', async () => {
    const server = await startStandin({ handle: () => ({ json: {} }), latency: 30 })
    open.push(server)
    const origin = `http://many.example:${new URL(server.url).port}`
    let asked = 0
    const slow = ((_name, options, callback) => {
      asked += 1
      setTimeout(() => lookup('127.0.0.1', options, callback as never), 30)
    }) as LookupFunction
    const http = client({ origins: [origin], lookup: slow, allowPrivateAddresses: true })
    await Promise.all([1, 2, 3, 4].map(() => http.request(`${origin}/x`)))
    expect(asked).toBe(1)
    expect(server.peak).toBe(4)
  })
  test('connector: a literal private address is refused by the socket itself, whoever asks', async () => {
    const server = await standin()
    const { hostname, port, protocol } = new URL(server.url)
    for (const allowPrivateAddresses of [false, true]) {
      const connect = connectorFor({ timeout: 500, allowPrivateAddresses })
      const outcome = await new Promise<unknown>((resolve) =>
        connect({ hostname, port, protocol }, (error, socket) => {
          socket?.destroy()
          resolve(error)
        }),
      )
      if (allowPrivateAddresses) expect(outcome).toBeNull()
      else expect(outcome).toMatchObject({ code: 'PRIVATE_ADDRESS' })
    }
  })
})
