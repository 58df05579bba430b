import { describe, expect, test } from 'vitest'
import { webAddress } from '../../src/sdk/index.ts'
import { nobody, request, resolverOf } from './house.ts'

/** Locators that lead to this machine, to private networks, or past the reader's eyes. */
const hostile = [
  'https://127.0.0.1/a',
  'https://127.1/a',
  'https://127.255.255.254/a',
  'https://2130706433/a',
  'https://0x7f000001/a',
  'https://0x7f.1/a',
  'https://017700000001/a',
  'https://0177.0.0.1/a',
  'https://0.0.0.0/a',
  'https://0/a',
  'https://10.0.0.1/a',
  'https://10.255.255.255/a',
  'https://172.16.0.1/a',
  'https://172.31.255.255/a',
  'https://192.168.0.1/a',
  'https://192.168.1.1:8443/a',
  'https://100.64.0.1/a',
  'https://169.254.169.254/latest/meta-data/',
  'https://169.254.0.1/a',
  'https://192.0.0.1/a',
  'https://192.0.2.1/a',
  'https://198.18.0.1/a',
  'https://198.51.100.1/a',
  'https://203.0.113.1/a',
  'https://224.0.0.1/a',
  'https://240.0.0.1/a',
  'https://255.255.255.255/a',
  'https://[::1]/a',
  'https://[::]/a',
  'https://[0:0:0:0:0:0:0:1]/a',
  'https://[::ffff:127.0.0.1]/a',
  'https://[::ffff:7f00:1]/a',
  'https://[::ffff:10.0.0.1]/a',
  'https://[::ffff:169.254.169.254]/a',
  'https://[64:ff9b::7f00:1]/a',
  'https://[64:ff9b::a00:1]/a',
  'https://[2002:7f00:1::]/a',
  'https://[2001:0:7f00:1::]/a',
  'https://[fc00::1]/a',
  'https://[fd12:3456:789a::1]/a',
  'https://[fe80::1]/a',
  'https://[ff02::1]/a',
  'https://[2001:db8::1]/a',
  'https://[::7f00:1]/a',
  'https://localhost/a',
  'https://LOCALHOST/a',
  'https://localhost./a',
  'https://a.localhost/a',
  'https://printer.local/a',
  'https://db.internal/a',
  'https://metadata.google.internal/computeMetadata/v1/',
  'https://router/a',
  'https://nas.home.arpa/a',
  'https://files.lan/a',
  'https://user@files.example.org/a',
  'https://user:secret@files.example.org/a',
  'https://files.example.org@127.0.0.1/a',
  'https://127.0.0.1#@files.example.org/a',
  'https://①②⑦.⓪.⓪.①/a',
  'https://127。0。0。1/a',
  'ftp://files.example.org/a',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,a',
  'gopher://127.0.0.1:6379/_INFO',
  'blob:https://files.example.org/a',
  'ws://files.example.org/a',
  'https:///a',
]

/** Names that look like any other, and what a name server says of them. */
const rebound: Record<string, readonly string[]> = {
  'loopback.example.org': ['127.0.0.1'],
  'loopback6.example.org': ['::1'],
  'mapped.example.org': ['::ffff:127.0.0.1'],
  'private.example.org': ['10.1.2.3'],
  'mixed.example.org': ['93.184.216.34', '192.168.0.1'],
  'metadata.example.org': ['169.254.169.254'],
}

describe('a hostile locator', () => {
  test.each(hostile)('%s is no link', async (locator) => {
    const [link] = await resolverOf('http://127.0.0.1:9').links(nobody, [
      request('shelf', 'a', { asset: { locator } }),
    ])
    expect(link).toMatchObject({ state: 'UNREACHABLE', url: null, command: null, headers: [] })
    expect(webAddress(locator, { allowPrivateAddresses: false })).toBeNull()
  })

  test.each(Object.entries(rebound))(
    'whose name %s stands for %j is no link',
    async (host, found) => {
      const resolver = resolverOf('http://127.0.0.1:9', { resolveName: async () => found })
      const asked = request('shelf', 'a', { asset: { locator: `https://${host}/a` } })
      const [link] = await resolver.links(nobody, [asked])
      expect(link).toMatchObject({ state: 'UNREACHABLE', url: null, error: 'ANSWER_INVALID' })
    },
  )
})

test('an ordinary locator is a link, also where no name server answers', async () => {
  const locator = 'https://files.example.org/a%20b?c=d'
  const ways = [
    async () => ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'],
    async () => Promise.reject(new Error('no name server')),
    () => new Promise<string[]>(() => {}),
  ]
  for (const resolveName of ways) {
    const resolver = resolverOf('http://127.0.0.1:9', { resolveName })
    const [link] = await resolver.links(nobody, [request('shelf', 'a', { asset: { locator } })])
    expect(link).toMatchObject({ state: 'READY', url: locator })
  }
})

test('a command holds nothing that a shell or a terminal would act on', async () => {
  const name = "a'; rm -rf ~; '\u001b[2J$(id)`id`.nii"
  const locator = 'https://files.example.org/$(id)/`id`'
  const [link] = await resolverOf('http://127.0.0.1:9').links(nobody, [
    request('shelf', name, { asset: { locator } }),
  ])
  expect(link?.command).toBe(
    `curl --fail --location --output 'a'\\''; rm -rf ~; '\\''[2J$(id)\`id\`.nii' 'https://files.example.org/$(id)/%60id%60'`,
  )
})
