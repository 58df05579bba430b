import { describe, expect, onTestFinished, test } from 'vitest'
import { type Asset, anonymous, operator, type Viewer } from '../../src/model/index.ts'
import type { StoreStep } from '../../src/store/index.ts'
import { type IdentityWorld, identityWorld, inLab, inStaff, open, thing } from './identity-world.ts'
import { asset, lab, put, source } from './samples.ts'

const staff: Viewer = { subject: 'staff', groups: ['public', 'staff'], roles: [] }
const sha = (value: string) => ({
  checksum: { algorithm: 'SHA256', value, source: 'manifest' } as const,
})

async function world(): Promise<IdentityWorld> {
  const made = await identityWorld()
  onTestFinished(() => made.close())
  return made
}

const withAssets = (from: string, nativeId: string, ...assets: Asset[]) =>
  put(nativeId, { source: from }, { assets })

/** Ids in the steps of the outbox that `work` adds, sorted. */
async function told({ store }: IdentityWorld, work: () => Promise<unknown>): Promise<string[]> {
  const before = await store.position()
  await work()
  return (await store.changes(before, 1_000)).map(({ id }) => id).sort()
}

async function same({ store }: IdentityWorld, viewer: Viewer, id: string): Promise<string[]> {
  const [found] = await store.sameRecordsOf(viewer, [id], 100)
  return (found ?? []).map((record) => record.id)
}

describe('what joins', () => {
  const pairs: [string, StoreStep, StoreStep][] = [
    ['a DOI', thing('one', 'a', ['10.1234/X']), thing('two', 'b', ['https://doi.org/10.1234/x'])],
    [
      'a DOI that is a native id',
      thing('one', '10.1234/x', []),
      thing('two', 'b', ['doi:10.1234/x']),
    ],
    ['an RRID', thing('one', 'a', ['RRID:SCR_1']), thing('two', 'b', ['SCR_1'])],
    ['an id elsewhere', thing('one', 'a', ['DANDI:01']), thing('two', 'b', ['dandi:01'])],
    [
      'the checksum of the only file of data',
      withAssets('one', 'a', asset('x.nrrd', sha('aa')), asset('README', { role: 'METADATA' })),
      withAssets('two', 'b', asset('y.nrrd', { ...sha('aa'), role: 'LABELS' })),
    ],
    [
      'name, version and space of an atlas',
      ...(['one', 'two'] as const).map((from) =>
        put(from, {
          source: from,
          kind: 'ATLAS',
          title: from === 'one' ? 'Rat Atlas' : 'rat atlas',
          version: '2',
          referenceSpace: [{ label: 'WHS', termId: null, origin: 'STATED', raw: null }],
        }),
      ),
    ] as unknown as [string, StoreStep, StoreStep],
  ]
  test.each(pairs)('records of two sources with %s: have one identity', async (_, one, two) => {
    const here = await world()
    await here.apply('one', one)
    expect(await here.groups()).toEqual([])
    await here.apply('two', two)
    expect(await here.groups()).toHaveLength(1)
  })

  test('a record without keys: has no identity', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', []))
    await here.apply('two', thing('two', 'a', []))
    expect(await here.identities()).toEqual({ 'one:a': null, 'two:a': null })
  })

  test('a licence file that many records have: joins none of them', async () => {
    const here = await world()
    const license = asset('LICENSE.txt', { ...sha('cc'), role: 'METADATA' })
    await here.apply('one', withAssets('one', 'a', license, asset('1', sha('aa'))))
    await here.apply('two', withAssets('two', 'b', license, asset('2', sha('bb'))))
    await here.apply('three', withAssets('three', 'c', license))
    expect(await here.groups()).toEqual([])
  })

  test('records of several files: are not the same for having one of them', async () => {
    const here = await world()
    await here.apply('one', withAssets('one', 'a', asset('1', sha('aa')), asset('2', sha('bb'))))
    await here.apply('two', withAssets('two', 'b', asset('1', sha('aa'))))
    const folder = asset('all', { role: 'DIRECTORY' })
    await here.apply('three', withAssets('three', 'c', asset('1', sha('aa')), folder))
    expect(await here.groups()).toEqual([])
  })

  test('records that a third one joins: are one until it goes', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a']))
    await here.apply('two', thing('two', 'b', ['DANDI:7']))
    await here.apply('three', thing('three', 'c', ['10.1000/a', 'DANDI:7']))
    expect(await here.groups()).toEqual([['one:a', 'three:c', 'two:b']])
    expect(await same(here, anonymous, 'one:a')).toEqual(['three:c', 'two:b'])
    await here.apply('three', { do: 'gone', nativeId: 'c', proof: '410' })
    expect(await here.groups()).toEqual([])
    expect(await same(here, anonymous, 'one:a')).toEqual([])
  })

  test('a record that a whole harvest did not meet: joins no more', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a']), thing('one', 'b', []))
    await here.apply('two', thing('two', 'a', ['10.1000/a']))
    await here.sweep('one')
    await here.apply('one', thing('one', 'b', []))
    expect(await here.groups()).toHaveLength(1)
    await here.sweep('one')
    expect(Object.keys(await here.identities())).toEqual(['one:b', 'two:a'])
    expect(await here.groups()).toEqual([])
  })

  test('a record that is changed: leaves its old identity and joins another', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a']), thing('one', 'b', ['10.1000/b']))
    await here.apply('two', thing('two', 'x', ['10.1000/a']))
    expect(await here.groups()).toEqual([['one:a', 'two:x']])
    await here.apply('two', thing('two', 'x', ['10.1000/b']))
    expect(await here.groups()).toEqual([['one:b', 'two:x']])
    await here.apply('two', thing('two', 'x', []))
    expect(await here.groups()).toEqual([])
    expect((await here.identities())['two:x']).toBeNull()
  })

  test('an identifier that several records of one source bear: is that of a collection and joins none', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a']))
    await here.apply('two', thing('two', 'b', ['10.1000/a']))
    expect(await here.groups()).toEqual([['one:a', 'two:b']])
    await here.apply('two', thing('two', 'c', ['10.1000/a', '10.1000/c']))
    expect(await here.groups()).toEqual([])
    expect(await here.identities()).toMatchObject({ 'one:a': null, 'two:b': null })
    await here.apply('three', thing('three', 'c', ['10.1000/c']))
    expect(await here.groups()).toEqual([['three:c', 'two:c']])
    await here.apply('two', { do: 'gone', nativeId: 'c', proof: '410' })
    expect(await here.groups()).toEqual([['one:a', 'two:b']])
  })

  test('a thousand parts with the identifier of the whole: are none of them it, in batches of any size', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'whole', ['10.1000/a']))
    const parts = Array.from({ length: 1_000 }, (_, at) => thing('two', String(at), ['10.1000/a']))
    await here.apply('two', ...parts.slice(0, 1))
    expect(await here.groups()).toEqual([['one:whole', 'two:0']])
    await here.apply('two', ...parts.slice(1, 20))
    for (let at = 20; at < 1_000; at += 490) await here.apply('two', ...parts.slice(at, at + 490))
    expect(await here.groups()).toEqual([])
    expect(new Set(Object.values(await here.identities()))).toEqual(new Set([null]))
    await here.apply('three', thing('three', 'whole', ['10.1000/a']))
    expect(await here.groups()).toEqual([])
  })

  test('streamed assets: the checksum joins when they are all there, and no more when there is another', async () => {
    const here = await world()
    const chunk = (from: number, ...assets: Asset[]): StoreStep => ({
      do: 'assets',
      nativeId: 'b',
      from,
      chunk: assets,
    })
    const done = (count: number): StoreStep => ({ do: 'assetsDone', nativeId: 'b', count })
    await here.apply('one', withAssets('one', 'a', asset('x', sha('aa'))))
    await here.apply('two', put('b', { source: 'two' }), chunk(0, asset('y', sha('bb'))), done(1))
    expect(await here.groups()).toEqual([])
    // The sums over the assets are what they were: only the checksum tells that something has changed.
    const told2 = await told(here, () =>
      here.apply('two', chunk(0, asset('y', sha('aa'))), done(1)),
    )
    expect(await here.groups()).toEqual([['one:a', 'two:b']])
    expect(told2).toEqual(['two:b'])
    await here.apply('two', chunk(1, asset('z', sha('cc'))), done(2))
    expect(await here.groups()).toEqual([])
  })
})

describe('what others may not see', () => {
  test('a hidden record: joins nobody, and takes the identity of what it is the same as', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a']))
    await here.apply('two', thing('two', 'b', ['10.1000/b']))
    const before = await here.identities()
    const steps = await told(here, () =>
      here.apply('three', thing('three', 'secret', ['10.1000/a', '10.1000/b', '10.1000/0'], inLab)),
    )
    expect(steps).toEqual(['three:secret'])
    expect(await here.identities()).toEqual({ ...before, 'three:secret': before['one:a'] })
    expect(await same(here, anonymous, 'one:a')).toEqual([])
    expect(await same(here, anonymous, 'three:secret')).toEqual([])
    expect(await same(here, lab, 'one:a')).toEqual(['three:secret'])
    expect(await same(here, lab, 'three:secret')).toEqual(['one:a'])
  })

  test('hidden records of the same groups: are joined among themselves', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a', '10.1000/z'], inLab))
    await here.apply('two', thing('two', 'b', ['10.1000/z'], inLab))
    expect(await here.groups()).toEqual([['one:a', 'two:b']])
    await here.apply('three', thing('three', 'p', ['10.1000/z']))
    expect(await here.groups()).toEqual([['one:a', 'three:p', 'two:b']])
    expect((await here.identities())['three:p']).not.toBeNull()
  })

  test('hidden records of one source: their number tells others nothing of a key', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a'], inLab))
    await here.apply('two', thing('two', 'b', ['10.1000/a']))
    const before = await here.identities()
    expect(before['one:a']).toBe(before['two:b'])
    await here.apply('one', thing('one', 's1', ['10.1000/a'], inStaff))
    await here.apply('one', thing('one', 's2', ['10.1000/a'], inStaff))
    expect(await here.identities()).toEqual({ ...before, 'one:s1': null, 'one:s2': null })
    expect(await same(here, staff, 'two:b')).toEqual([])
  })

  test('a hidden draft of a public record of its own source: is not that record', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a']))
    await here.apply('one', thing('one', 'draft', ['10.1000/a'], inLab))
    expect(await here.groups()).toEqual([])
  })

  test('a record that is hidden: leaves what it joined, and comes back when it is shown', async () => {
    const here = await world()
    const rights = (visibility: typeof open, day: number): StoreStep => ({
      do: 'rights',
      scope: 's',
      visibility,
      at: `2026-01-0${day}T00:00:00Z`,
    })
    await here.apply('one', thing('one', 'a', ['10.1000/a']))
    await here.apply('two', thing('two', 'b', ['10.1000/b']))
    const alone = await here.identities()
    // In one batch: what it shows is not yet in the catalogue.
    const bridge = put('c', { source: 'three', sameAs: ['10.1000/a', '10.1000/b'] }, { scope: 's' })
    await here.apply('three', rights(inLab, 1), bridge, rights(open, 2))
    expect(await here.groups()).toEqual([['one:a', 'three:c', 'two:b']])
    const steps = await told(here, () => here.apply('three', rights(inLab, 3)))
    expect(steps).toEqual(['three:c', 'two:b'])
    expect(await here.identities()).toMatchObject(alone)
    await here.apply('three', rights(open, 4))
    expect(await here.groups()).toHaveLength(1)
    await here.store.expireRights('three', '2026-02-01T00:00:00Z')
    expect(await here.identities()).toMatchObject(alone)
  })

  test('a record whose files come before its rights, in one batch: joins nobody when it is hidden', async () => {
    const here = await world()
    await here.apply('one', withAssets('one', 'a', asset('x', sha('aa'))))
    await here.apply('two', put('b', { source: 'two', sameAs: ['10.1000/0'] }))
    const alone = await here.identities()
    await here.apply(
      'three',
      put('c', { source: 'three' }, { scope: 's' }),
      { do: 'assets', nativeId: 'c', from: 0, chunk: [asset('y', sha('aa'))] },
      { do: 'assetsDone', nativeId: 'c', count: 1 },
      { do: 'rights', scope: 's', visibility: inLab, at: '2026-01-01T00:00:00Z' },
    )
    await here.apply('three', put('d', { source: 'three' }, { assets: [asset('z', sha('aa'))] }))
    // Were it taken for a public one, the key would be borne twice in its source.
    expect(await here.groups()).toEqual([['one:a', 'three:d']])
    expect(await here.identities()).toMatchObject(alone)
  })

  test('a source that is hidden by its operator: takes its records out of what they joined', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/a']))
    await here.apply('two', thing('two', 'b', ['10.1000/b']))
    const alone = await here.identities()
    await here.apply('three', thing('three', 'c', ['10.1000/a', '10.1000/b']))
    await here.store.configureSources([
      source('one'),
      source('two'),
      source('three', { discover: ['lab'] }),
    ])
    expect(await here.identities()).toMatchObject(alone)
    await here.store.configureSources(['one', 'two', 'three'].map((id) => source(id)))
    expect(await here.groups()).toHaveLength(1)
  })

  test('pages of the same things: are named in sameAs to those who may discover them', async () => {
    const here = await world()
    const page = (name: string) => `https://${name}.example.org/data/1`
    const at = (from: string, visibility: typeof open | null) =>
      put('x', {
        source: from,
        sameAs: ['10.1000/a'],
        landingPage: page(from),
        visibility,
      })
    await here.apply('one', at('one', null))
    await here.apply('two', at('two', null))
    await here.apply('three', at('three', inLab))
    const seenBy = async (viewer: Viewer) =>
      (await here.store.records(viewer, ['one:x']))[0]?.sameAs
    expect(await seenBy(anonymous)).toEqual(['10.1000/a', page('two')])
    expect(await seenBy(lab)).toEqual(['10.1000/a', page('three'), page('two')])
    const [told3] = await here.store.changes(0, 1)
    expect(told3?.record?.sameAs).toEqual(['10.1000/a'])
  })
})

describe('the outbox', () => {
  test('a record that joins others: they are told of when their identity has changed, and only then', async () => {
    const here = await world()
    await here.apply('one', thing('one', 'a', ['10.1000/b']), thing('one', 'c', ['10.1000/c']))
    // Its key is not smaller: the other's identity stays.
    const first = await told(here, () =>
      here.apply('two', thing('two', 'b', ['10.1000/b', '10.1000/d'])),
    )
    expect(first).toEqual(['two:b'])
    const second = await told(here, () =>
      here.apply('three', thing('three', 'x', ['10.1000/a', '10.1000/d'])),
    )
    expect(second).toEqual(['one:a', 'three:x', 'two:b'])
    const third = await told(here, () =>
      here.apply('three', { do: 'gone', nativeId: 'x', proof: '410' }),
    )
    expect(third).toEqual(['one:a', 'three:x', 'two:b'])
    const [one] = await here.store.records(operator, ['one:a'])
    const changes = await here.store.changes(0, 100)
    expect(changes.find(({ id }) => id === 'one:a')?.record?.identity).toBe(one?.identity)
  })

  test('the same harvest again: changes no identity and tells of nothing', async () => {
    const here = await world()
    const steps = [
      thing('one', 'a', ['10.1000/a']),
      withAssets('one', 'b', asset('x', sha('aa'))),
    ] as const
    await here.apply('one', ...steps)
    await here.apply('two', thing('two', 'a', ['10.1000/a']))
    const before = await here.identities()
    expect(await told(here, () => here.apply('one', ...steps))).toEqual([])
    expect(await here.identities()).toEqual(before)
  })
})
