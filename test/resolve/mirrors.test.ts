import { describe, expect, test } from 'vitest'
import type { Asset, LinkHealth } from '../../src/model/index.ts'
import { type Mirror, orderMirrors } from '../../src/resolve/index.ts'
import { noLink, type ResolvedLink } from '../../src/sdk/links.ts'
import { request } from './house.ts'

const dollars = (amount: number) =>
  ({ amount, currency: 'USD', basis: 'a test', asOf: '2026-01-01' }) as const

function mirror(
  name: string,
  link: Partial<ResolvedLink> = {},
  health: LinkHealth | null = null,
  asset: Partial<Asset> = {},
): Mirror {
  const locator = `https://${name.replaceAll(' ', '-')}.example.org/x`
  const made = request('shelf', name, { asset: { locator, ...asset } }).asset
  const lastCheck = health === null ? null : { at: '2026-05-01T00:00:00Z', health }
  return {
    asset: { ...made, lastCheck },
    link: { ...noLink, state: 'READY', url: locator, ...link },
  }
}

const namesIn = (mirrors: Mirror[], region: string | null = null, silent = '') =>
  orderMirrors(mirrors, {
    region,
    isSilent: (origin) => origin === `https://${silent}.example.org`,
  }).map(({ asset }) => asset.name)

describe('mirrors', () => {
  test('that cost nothing come first, those of an unknown cost after all that are known', () => {
    const mirrors = [
      mirror('unknown', { payer: 'CALLER' }),
      mirror('dear', { payer: 'CALLER', cost: dollars(2) }),
      mirror('free'),
      mirror('also unknown', { payer: 'OPERATOR' }),
      mirror('cheap', { payer: 'CALLER', cost: dollars(0.01) }),
      mirror('at no cost', { payer: 'CALLER', cost: dollars(0) }),
    ]
    const names = ['at no cost', 'free', 'cheap', 'dear', 'also unknown', 'unknown']
    expect(namesIn(mirrors)).toEqual(names)
    expect(namesIn(mirrors.toReversed())).toEqual(names)
  })

  test('of the same cost go by health, then by region, then by whether they work now', () => {
    const mirrors = [
      mirror('a login', { state: 'NEEDS_CREDENTIALS', url: null }),
      mirror('b'),
      mirror('c near', { region: 'us-west-2' }),
      mirror('d near', {}, null, { region: 'us-west-2' }),
      mirror('e well', {}, 'OK', { region: 'eu-west-1' }),
      mirror('f well and near', {}, 'OK', { region: 'us-west-2' }),
    ]
    const near = ['f well and near', 'e well', 'c near', 'd near', 'b', 'a login']
    expect(namesIn(mirrors, 'us-west-2')).toEqual(near)
    expect(namesIn(mirrors)).toEqual([
      ...['e well', 'f well and near', 'b', 'c near', 'd near', 'a login'],
    ])
  })

  test('that are dead fall behind all that are alive, whatever these cost', () => {
    const mirrors = [
      ...(['GONE', 'MISSING', 'UNREACHABLE', 'CHANGED'] as const).map((health) =>
        mirror(`looked at ${health}`, {}, health),
      ),
      mirror('silent'),
      mirror('made gone', { state: 'GONE', url: null }),
      mirror('made unreachable', { state: 'UNREACHABLE', url: null }),
      mirror('alive', { payer: 'CALLER' }),
    ]
    expect(namesIn(mirrors, null, 'silent')[0]).toBe('alive')
    expect(namesIn(mirrors, null)[0]).toBe('silent')
  })

  test('in a bucket are silent when its host is', () => {
    const bucket = { state: 'NEEDS_CREDENTIALS', url: null } as const
    const mirrors = [
      mirror('a', bucket, null, { locator: 's3://b-1/x' }),
      mirror('b', { state: 'READY' }),
    ]
    expect(namesIn(mirrors, null, 'b')).toEqual(['a', 'b'])
    expect(namesIn(mirrors, null)).toEqual(['b', 'a'])
  })
})
