import { describe, expect, test } from 'vitest'
import { recordNodeId } from '../../src/gateway/ids.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { ask, faultsOf } from './ask.ts'
import { file, fill, type Given } from './catalogue.ts'
import { asLab, groupsOf, openWorld } from './world.ts'

const query = `query ($ids: [ID!]!) { records(ids: $ids) {
  nativeId identity sameAs sameRecords { id title identity source { name } sameRecords { nativeId } }
} }`

const doi = '10.18112/openneuro.ds000114.v1.0.1'
const page = (name: string) => `https://${name}.example.org/data/ds000114`
const given = (name: string, changes: Partial<Given> = {}): Given => ({
  nativeId: name,
  title: `Of ${name}`,
  sameAs: [doi],
  landingPage: page(name),
  ...changes,
})

/** The store as it is, with a note of the ids of each read of `sameRecordsOf`. */
function counting(store: RecordStore, calls: string[][]): RecordStore {
  return new Proxy(store, {
    get(target, name: keyof RecordStore) {
      if (name !== 'sameRecordsOf') return target[name].bind(target)
      return (...asked: Parameters<RecordStore['sameRecordsOf']>) => {
        calls.push([...asked[1]])
        return target.sameRecordsOf(...asked)
      }
    },
  })
}

async function open(changes: Partial<Given> = {}) {
  const world = await openWorld()
  const calls: string[][] = []
  const store = counting(world.store, calls)
  const gateway = world.gateway({ viewerOf: groupsOf, store })
  await fill(world.store, 'alpha', [given('a'), { nativeId: 'alone', title: 'Alone' }])
  await fill(world.store, 'beta', [
    given('b', changes),
    given('other', { sameAs: ['10.9999/other'] }),
  ])
  const read = async (ids: string[], headers = {}) => {
    const { data, errors } = await ask(gateway, query, { ids: ids.map(recordNodeId) }, headers)
    return { records: data.records, errors }
  }
  return { ...world, gateway, read, calls }
}

describe('identity', () => {
  test('records of two sources with one DOI: are each other’s sameRecords, with pages and one identity', async () => {
    const { read } = await open()
    const { records, errors } = await read(['alpha:a', 'beta:b', 'alpha:alone', 'beta:other'])
    expect(errors).toEqual([])
    const [a, b, alone, other] = records
    expect(a.identity).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(b.identity).toBe(a.identity)
    expect(a.sameAs).toEqual([doi, page('b')])
    expect(b.sameAs).toEqual([doi, page('a')])
    expect(a.sameRecords).toEqual([
      {
        id: recordNodeId('beta:b'),
        title: 'Of b',
        identity: a.identity,
        source: { name: 'beta' },
        sameRecords: [{ nativeId: 'a' }],
      },
    ])
    expect(alone).toMatchObject({ identity: null, sameAs: [], sameRecords: [] })
    expect(other.sameRecords).toEqual([])
    expect(other.identity).not.toBe(a.identity)
  })

  test('a hidden record: is as if it were not there, and who may discover it sees all', async () => {
    const world = await open()
    const ids = ['alpha:a', 'beta:b', 'beta:other', 'alpha:alone']
    const before = await world.read(ids)
    await fill(world.store, 'gamma', [
      given('secret', { sameAs: [doi, '10.9999/other', '10.0000/first'] }),
    ])
    expect(await world.read(ids)).toEqual(before)
    expect(JSON.stringify(await world.read(ids))).not.toContain('secret')
    const [a, b, other] = (await world.read(ids, asLab)).records
    expect(a.sameAs).toEqual([doi, page('b'), page('secret')])
    expect(a.sameRecords.map(({ title }: { title: string }) => title)).toEqual([
      'Of b',
      'Of secret',
    ])
    expect(b.identity).toBe(before.records[0].identity)
    expect(other.sameRecords).toEqual([])
    const [secret] = (await world.read(['gamma:secret'], asLab)).records
    expect(secret.identity).toBe(a.identity)
    expect((await world.read(['gamma:secret'])).records).toEqual([null])
  })

  test('a hidden record beside one public record: that one stands alone for others', async () => {
    const { read } = await open({ hidden: true })
    const [a, b] = (await read(['alpha:a', 'beta:b'])).records
    expect(b).toBeNull()
    expect(a).toMatchObject({ sameAs: [doi], sameRecords: [] })
    const [seen] = (await read(['alpha:a'], asLab)).records
    expect(seen).toMatchObject({ identity: a.identity, sameRecords: [{ title: 'Of b' }] })
  })

  test('many records: their same ones are one read, and those without an identity none', async () => {
    const { read, calls } = await open()
    await read(['alpha:a', 'alpha:alone', 'beta:b', 'beta:other'])
    // What these found was among them, so that its own are not asked for again.
    expect(calls).toEqual([['alpha:a', 'beta:b', 'beta:other']])
  })

  test('first: cuts the list, and is from 0 to 100', async () => {
    const { gateway, store } = await open()
    await fill(store, 'gamma', [given('g')])
    const titles = `query ($id: ID!, $first: Int) {
      record(id: $id) { sameRecords(first: $first) { title } } }`
    const asked = (first: number) =>
      ask(gateway, titles, { id: recordNodeId('alpha:a'), first }, asLab)
    expect((await asked(1)).data.record.sameRecords).toEqual([{ title: 'Of b' }])
    expect((await asked(0)).data.record.sameRecords).toEqual([])
    expect((await asked(100)).data.record.sameRecords).toHaveLength(2)
    expect(faultsOf(await asked(101))).toEqual([['BAD_INPUT', 'first']])
  })

  test('a file with one checksum in two sources: its records are the same', async () => {
    const { read, store } = await open()
    const checksum = { algorithm: 'SHA256', value: 'ab12', source: 'manifest' } as const
    await fill(store, 'alpha', [
      { nativeId: 'x', title: 'X', assets: [{ ...file('x.nrrd'), checksum }] },
    ])
    await fill(store, 'beta', [
      { nativeId: 'y', title: 'Y', assets: [{ ...file('y.nrrd'), checksum }] },
    ])
    const [x] = (await read(['alpha:x'])).records
    expect(x).toMatchObject({ sameAs: [], sameRecords: [{ title: 'Y' }] })
  })
})
