import { describe, expect, test } from 'vitest'
import { createOpenneuro } from '../../../connectors/rest/standin/openneuro.ts'
import { read, readManifestOf, withRest } from './read-rest.ts'
import { manifestOf, readSmall } from './small.ts'

describe('rest: a harvest', () => {
  test.each(['dandi', 'girder', 'loris', 'openneuro'])(
    'of %s asks nothing about what has not changed',
    async (name) => {
      const whole = await readManifestOf(name)
      await withRest(name, async ({ options, world }) => {
        const request = { credentials: world.credentials, full: false, known: whole.etags }
        const again = await read(options, request)
        expect(again.error).toBeNull()
        expect(again.order.sort()).toEqual(whole.order.sort())
        expect(again.same.length).toBe(whole.etags.size)
        expect(again.requests).toBeLessThan(whole.requests)
        const full = await read(options, { ...request, full: true })
        expect(full.same).toEqual([])
      })
    },
  )

  test('with another manifest reads again what has not changed', async () => {
    const listing = { changed: '{name}' }
    const answer = () => ({ json: { rows: [{ id: 'a', name: 'n' }] } })
    const first = await readSmall(manifestOf({ listing }), answer)
    const request = { full: false, known: first.etags }
    expect((await readSmall(manifestOf({ listing }), answer, request)).same).toEqual(['thing:a'])
    const other = manifestOf({ listing, record: { description: '{name}' } })
    expect((await readSmall(other, answer, request)).same).toEqual([])
  })

  test('of LORIS asks for new images only, and then takes none for gone', async () => {
    await withRest('loris', async (standin) => {
      const { options, world } = standin
      const request = {
        credentials: world.credentials,
        full: false,
        since: '2016-08-15T00:00:00.000Z',
      }
      const reading = await read(options, request)
      expect(reading.done).toEqual([])
      expect(reading.failed).toEqual({})
      expect(reading.order.filter((id) => id.startsWith('image:'))).toHaveLength(5)
      // A day earlier: clocks differ.
      const searches = standin.requests.map(({ search }) => search).filter(Boolean)
      expect(new Set(searches)).toEqual(new Set(['?since=2016-08-14T00%3A00%3A00.000Z']))
      const full = await read(options, { ...request, full: true })
      expect(full.done).toEqual(['projects'])
    })
  })

  test('asks for four things at once at most', async () => {
    for (const name of ['dandi', 'girder', 'scitran']) {
      await withRest(
        name,
        async (standin) => {
          await read(standin.options, { credentials: standin.world.credentials })
          expect(standin.peak, name).toBeLessThanOrEqual(4)
          expect(standin.peak, name).toBeGreaterThan(1)
        },
        { latency: 3 },
      )
    }
  })

  test('keeps the record of a row whose details cannot be read, and reads the others', async () => {
    await withRest('dandi', async (standin) => {
      standin.faults.add({
        kind: 'status-404',
        match: ({ path }) => /000108\/versions\/draft\/$/.test(path),
      })
      const reading = await read(standin.options)
      expect(reading.error).toBeNull()
      expect(reading.order).not.toContain('dandiset:000108')
      expect(reading.order).toHaveLength(standin.world.ids.length - 1)
      expect([reading.done, reading.failed.dandisets?.code]).toEqual([[], 'SOURCE_UNREACHABLE'])
    })
  })

  test('keeps the record of a row whose files cannot be read', async () => {
    await withRest('dandi', async (standin) => {
      standin.faults.add({
        kind: 'truncated-json',
        match: ({ path }) => /000003.*assets/.test(path),
        after: 1,
      })
      const reading = await read({ ...standin.options, pageSize: 3 })
      expect(reading.order).not.toContain('dandiset:000003')
      expect(reading.done).toEqual([])
    })
  })

  test('reads on beside a list that cannot be read', async () => {
    const whole = await readManifestOf('girder', { credentials: null })
    await withRest('girder', async (standin) => {
      const isFirst = ({ query }: { query: URLSearchParams }) =>
        query.get('parentType') === 'folder'
      standin.faults.add({ kind: 'status-404', match: isFirst, times: 1 })
      const reading = await read(standin.options)
      expect(reading.error).toBeNull()
      expect(reading.order.length).toBeGreaterThan(whole.order.length - 4)
      expect(reading.order.length).toBeLessThan(whole.order.length)
      expect([reading.done, reading.failed.collections?.code]).toEqual([[], 'SOURCE_UNREACHABLE'])
    })
  })

  test.each([
    ['girder', 'status-403', ({ path }: { path: string }) => path.endsWith('/files')],
    ['dandi', 'status-401', ({ path }: { path: string }) => /0009\d\d\/versions/.test(path)],
  ] as const)(
    'of %s goes on beside what is not shown to its reader (%s), and blames no login',
    async (name, kind, match) => {
      await withRest(name, async (standin) => {
        standin.faults.add({ kind, match })
        const reading = await read(standin.options, { credentials: standin.world.credentials })
        expect(reading.error).toBeNull()
        expect(reading.order.length).toBeGreaterThan(3)
        expect(Object.values(reading.failed).map(({ code }) => code)).toEqual(['ANSWER_INVALID'])
        expect(reading.done).toEqual([])
      })
    },
  )

  test('takes nothing for gone below a row that is not what it should be', async () => {
    const manifest = manifestOf({}) as { lists: Record<string, unknown> }
    manifest.lists.below = {
      under: ['things'],
      list: { path: '/below/{parent.id}', rows: 'rows[*]' },
      fields: { id: 'id' },
      id: 'below:{id}',
    }
    const rows = [{ id: 'a', name: { first: 1 } }, { id: 'b' }]
    const reading = await readSmall(manifest, ({ path }) => ({
      json: { rows: path === '/things' ? rows : [] },
    }))
    expect([reading.error, reading.order, reading.done]).toEqual([null, ['thing:a', 'thing:b'], []])
    expect(reading.requests).toBe(2)
  })

  test('that loses a long list of files in its middle ends there, so that none seems complete', async () => {
    const listing = {
      assets: {
        list: {
          path: '/files/{id}',
          rows: '[*]',
          pager: { type: 'offset', offset: 'skip', limit: 'n', size: 2 },
        },
        fields: { file: 'f' },
        name: '{file}',
        locator: '{base}/f/{file}',
      },
    }
    const files = Array.from({ length: 60 }, (_, at) => ({ f: `f${at}` }))
    const reading = await readSmall(manifestOf({ listing }), ({ path, query }) => {
      if (path === '/things') return { json: { rows: [{ id: 'a' }, { id: 'b' }] } }
      const skip = Number(query.get('skip'))
      if (path === '/files/a' && skip > 30) return { status: 404 }
      return { json: files.slice(skip, skip + 2) }
    })
    expect(reading.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect([reading.order, reading.done, reading.failed]).toEqual([['thing:a'], [], {}])
  })

  test('ends when one part after another cannot be read', async () => {
    await withRest('dandi', async (standin) => {
      standin.faults.add({ kind: 'status-404', match: ({ path }) => path.includes('/versions/') })
      const reading = await read(standin.options)
      expect(reading.failed.dandisets ?? reading.error).toMatchObject({
        code: 'SOURCE_UNREACHABLE',
      })
      expect(reading.requests).toBeLessThan(8)
    })
  })

  test('remembers over an interruption what could not be read', async () => {
    await withRest('dandi', async (standin) => {
      const { options, faults } = standin
      const fault = faults.add({
        kind: 'status-404',
        match: ({ path }) => /000003\/versions\/[^/]+\/$/.test(path),
      })
      const first = await read({ ...options, pageSize: 3 }, { stopAfter: 1 })
      fault.remove()
      const left = { dandisets: first.checkpoints[0] ?? null }
      const second = await read({ ...options, pageSize: 3 }, { left })
      expect([second.error, second.done]).toEqual([null, []])
      expect(second.failed.dandisets).toMatchObject({ code: 'ANSWER_INVALID' })
    })
  })

  test('goes on within a page whose rows have requests of their own', async () => {
    const whole = await readManifestOf('dandi')
    await withRest('dandi', async (standin) => {
      const first = await read(standin.options, { stopAfter: 1 })
      expect(first.order).toHaveLength(4)
      const asked = standin.requests.length
      const second = await read(standin.options, {
        left: { dandisets: first.checkpoints[0] ?? null },
      })
      expect([...first.order, ...second.order]).toEqual(whole.order)
      const again = standin.requests.slice(asked).map(({ path }) => path)
      expect(again.some((path) => path.includes('000003'))).toBe(false)
    })
  })

  test('with a checkpoint of lists that are no more starts anew', async () => {
    const left = { things: { frames: [{ list: 'gone' }], missing: 0 } }
    const reading = await readSmall(manifestOf({}), () => ({ json: { rows: [{ id: 'a' }] } }), {
      left,
    })
    expect([reading.order, reading.done]).toEqual([['thing:a'], ['things']])
  })

  test('takes a dataset of OpenNeuro that cannot be had for missing, not for gone', async () => {
    const world = createOpenneuro()
    world.broken.add('ds000117')
    const reading = await withRest('openneuro', ({ options }) => read(options), { world })
    expect(reading.error).toBeNull()
    expect(reading.order).toEqual(world.ids.filter((id) => id !== 'dataset:ds000117'))
    expect([reading.done, reading.failed.datasets?.code]).toEqual([[], 'ANSWER_INVALID'])
  })

  test('gives no reader the files of a folder that holds itself', async () => {
    const listing = {
      under: ['things'],
      list: { path: '/below/{parent.id}', rows: 'rows[*]' },
      fields: { id: 'id' },
      id: 'below:{id}',
    }
    const manifest = manifestOf({}) as { lists: Record<string, unknown> }
    manifest.lists.below = listing
    manifest.lists.deeper = { ...listing, under: ['below', 'deeper'], id: 'deeper:{id}' }
    const reading = await readSmall(manifest, () => ({ json: { rows: [{ id: 'a' }] } }))
    expect(reading.error ?? reading.failed.things).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(reading.requests).toBeLessThan(60)
  })

  test('leaves out lists that the owner does not want, with all below them', async () => {
    await withRest('scitran', async (standin) => {
      const { options, world } = standin
      const request = { credentials: world.credentials }
      const reading = await read({ ...options, withoutLists: ['sessions'] }, request)
      expect(reading.order.every((id) => id.startsWith('project:'))).toBe(true)
      expect(standin.requests).toHaveLength(1)
    })
  })
})

describe('rest: a row', () => {
  const manifest = manifestOf({
    listing: {
      fields: {
        id: { path: 'id', required: true },
        name: 'name',
        size: { path: 'size', type: 'integer' },
        inner: 'inner.deep[*]',
      },
    },
  })
  const readRow = (row: unknown) =>
    readSmall(manifest, () => ({ json: { rows: [row, { id: 'good' }] } }))

  test.each<[string, unknown, string]>([
    [
      'a list where a text is due',
      { id: 'a', name: ['secret'] },
      'name: expected text, received list',
    ],
    [
      'an object where a text is due',
      { id: 'a', name: { x: 'secret' } },
      'name: expected text, received object',
    ],
    [
      'a flag where a number is due',
      { id: 'a', size: true },
      'size: expected integer, received boolean',
    ],
    [
      'a text on the way',
      { id: 'a', inner: 'secret' },
      'inner: expected object on the way, received text',
    ],
    [
      'an object where a list is due',
      { id: 'a', inner: { deep: {} } },
      'inner: expected list on the way, received object',
    ],
  ])('with %s is rejected in types, without its value', async (_, row, message) => {
    const reading = await readRow(row)
    expect(reading.rejected.get('thing:a')).toBe(message)
    expect([...reading.rows.values()].join()).not.toContain('secret')
    expect(reading.records.has('thing:good')).toBe(true)
  })

  test.each([[{ name: 'n' }], [{ id: null }], [{ id: '' }], [{ id: {} }], ['text'], [[1]], [null]])(
    '%j has no id that can be read',
    async (row) => {
      expect((await readRow(row)).rejected.has(null)).toBe(true)
    },
  )

  test('takes what upstreams write for a number or nothing at all', async () => {
    const reading = await readRow({ id: 7, name: '  ', size: 'n/a', inner: null })
    expect(JSON.parse(reading.rows.get('thing:7') ?? '{}').fields).toEqual([
      { name: 'id', values: ['7'] },
    ])
  })

  test('holds only fields that the manifest declares', async () => {
    const reading = await readRow({
      id: 'a',
      name: 'n',
      email: 'zq@example.org',
      inner: { deep: ['x'], dob: '1900' },
    })
    expect(JSON.parse(reading.rows.get('thing:a') ?? '{}')).toEqual({
      list: 'things',
      fields: [
        { name: 'id', values: ['a'] },
        { name: 'name', values: ['n'] },
        { name: 'inner', values: ['x'] },
      ],
      faults: [],
    })
  })
})
