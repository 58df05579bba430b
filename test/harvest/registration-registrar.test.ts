import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startHarvestWorker } from '../../src/harvest/index.ts'
import type { Registrar } from '../../src/harvest/registration/registrar.ts'
import { SourceRoll } from '../../src/harvest/registration/source-roll.ts'
import { operator } from '../../src/model/index.ts'
import { silentLog } from '../../src/sdk/index.ts'
import { openTokenStore, startStoreWorker } from '../../src/store/index.ts'
import { openStore } from '../../src/store/open-store.ts'
import { standin } from '../support/gateway.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'
import { byOperator, byOwner, connectors, draftOf, key, locked, office, planted } from './office.ts'
import { quickHarvest } from './quick-harvest.ts'
import { books, libraryConnector, startLibrary } from './shelf.ts'

describe('a registered source', () => {
  test('stays as it is when a file that its options name breaks, whatever happens to others', async () => {
    const file = join(await tempFolder(), 'shelves.json')
    await writeFile(file, '["a"]')
    const shelves = z.string().transform((_, context) => {
      const text = readFileSync(file, 'utf8')
      if (text.startsWith('[')) return JSON.parse(text) as string[]
      context.addIssue('expected a list')
      return z.NEVER
    })
    const options = libraryConnector.options.extend({ shelves })
    const types = new Map([['library', { ...locked, options }]])
    const { registrar, told } = await office({ types })
    const named = { options: { baseUrl: 'http://127.0.0.1:9', shelves: 'shipped' } }
    await registrar.register(draftOf(named), 'ann')
    await registrar.approve('books', 'operator')
    const before = told.at(-1)
    expect(before).toMatchObject([{ options: named.options, checked: { shelves: ['a'] } }])
    await writeFile(file, 'nothing')
    expect((await registrar.register(draftOf({ ...named, id: 'more' }), 'ann')).problems).toEqual([
      { code: 'BAD_INPUT', path: 'options.shelves', message: 'expected a list' },
    ])
    await writeFile(file, '["b"]')
    await registrar.register(draftOf({ ...named, id: 'more' }), 'ann')
    await writeFile(file, 'nothing')
    await registrar.approve('books', 'operator')
    expect(told.at(-1)).toMatchObject([{ id: 'books', checked: { shelves: ['a'] } }])
    // What links are made from follows when the source itself is changed.
    await writeFile(file, '["b"]')
    const elsewhere = { baseUrl: 'http://127.0.0.1:9/b', shelves: 'shipped' }
    await registrar.update('books', { options: elsewhere }, byOperator)
    expect(told.at(-1)).toMatchObject([{ id: 'books', checked: { shelves: ['b'] } }])
  })

  test('is harvested when an operator has approved it, and not while it is paused', async () => {
    const { registrar, told } = await office()
    const { source, problems } = await registrar.register(draftOf(), 'ann')
    expect([source?.approvedAt, problems]).toEqual([null, []])
    expect(told.at(-1)).toEqual([])
    await registrar.approve('books', 'operator')
    expect(told.at(-1)).toMatchObject([
      {
        id: 'books',
        options: { baseUrl: 'http://127.0.0.1:9' },
        checked: { baseUrl: 'http://127.0.0.1:9', shelves: ['a'] },
        credentials: { user: 'ann', password: planted },
        schedule: { everySeconds: 86_400 },
        allowPrivateAddresses: true,
        isHarvested: true,
      },
    ])
    await registrar.pause('books', 'ann')
    expect(told.at(-1)).toMatchObject([{ id: 'books', isHarvested: false }])
    await registrar.resume('books', 'ann')
    expect(told.at(-1)).toMatchObject([{ isHarvested: true }])
    expect(await registrar.managed()).toEqual([
      expect.objectContaining({
        id: 'books',
        hasSecrets: true,
        awaitsApproval: false,
        schedule: '24h',
      }),
    ])
  })

  test('waits for an operator again when its owner changes what is read, and not for its title', async () => {
    const { registrar } = await office()
    await registrar.register(draftOf(), 'ann')
    await registrar.approve('books', 'operator')
    const changed = async (change: Parameters<Registrar['update']>[1], who = byOwner) => {
      const { source, problems } = await registrar.update('books', change, who)
      expect(problems).toEqual([])
      return source?.approvedAt === null
    }
    expect(await changed({ title: 'Other', schedule: null, visibility: null })).toBe(false)
    const options = { baseUrl: 'http://127.0.0.1:9', shelves: ['b'] }
    expect(await changed({ options }, byOperator)).toBe(false)
    expect(await changed({ secrets: { user: 'ann', password: 'other' } }, byOperator)).toBe(false)
    expect(await changed({ options: { ...options, shelves: ['c'] } })).toBe(true)
    await registrar.approve('books', 'operator')
    expect(await changed({ secrets: null })).toBe(true)
    // One that nobody has approved is not approved by a change of an operator's either.
    expect(await changed({ secrets: { user: 'ann', password: 'x' } }, byOperator)).toBe(true)
  })

  test('does not take its secrets along to another address, unless they are given again', async () => {
    const { registrar, tokens } = await office()
    await registrar.register(draftOf(), 'ann')
    const elsewhere = { options: { baseUrl: 'https://elsewhere.example' } }
    const { source, problems } = await registrar.update('books', elsewhere, byOwner)
    expect([source, problems]).toEqual([null, [expect.objectContaining({ path: 'secrets' })]])
    const secrets = { user: 'ann', password: 'for elsewhere' }
    const again = await registrar.update('books', { ...elsewhere, secrets }, byOwner)
    expect(again.problems).toEqual([])
    expect(tokens.secretsOf('books')).toEqual(secrets)
  })

  test('has an id that no other has, of the file neither, and those of the file are left alone', async () => {
    const { registrar } = await office({ fromFile: ['allen'] })
    await registrar.register(draftOf(), 'ann')
    for (const id of ['books', 'allen']) {
      const { source, problems } = await registrar.register(
        draftOf({ id, secrets: { user: 'eve', password: 'x' } }),
        'eve',
      )
      expect([source, problems]).toEqual([
        null,
        [expect.objectContaining({ code: 'CONFLICT', path: 'id' })],
      ])
    }
    for (const { problems } of [
      await registrar.update('allen', { title: 'x' }, byOperator),
      await registrar.approve('allen', 'operator'),
      await registrar.pause('allen', 'operator'),
      await registrar.remove('allen', { confirmRecords: 0, by: 'operator' }),
    ]) {
      expect(problems).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
    }
    for (const missing of [
      registrar.update('none', {}, byOperator),
      registrar.approve('none', 'operator'),
      registrar.remove('none', { confirmRecords: 0, by: 'operator' }),
    ]) {
      await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  test('whose id the file has too is not harvested, and the log says so once', async () => {
    const { registrar, roll, folder, log } = await office({ fromFile: [] })
    await registrar.register(draftOf(), 'ann')
    await registrar.approve('books', 'operator')
    expect(roll.sources()).toHaveLength(1)
    const store = openStore(join(folder, 'catalogue.db'), 'write')
    onTestFinished(() => store.close())
    const other = new SourceRoll({
      store,
      connectors,
      tokens: { secretsOf: () => null },
      privateOrigins: [],
      inFile: new Set(['books']),
      onChange: async () => {},
      log,
    })
    expect(await other.open()).toEqual([])
    await other.refresh()
    const lines = (await readFile(join(folder, 'log'), 'utf8')).split('\n')
    expect(lines.filter((line) => line.includes('in the sources file too'))).toHaveLength(1)
  })

  test('that another process approves is harvested here as well', async () => {
    const { registrar, told, folder } = await office({ every: 20 })
    await registrar.register(draftOf(), 'ann')
    const other = openStore(join(folder, 'catalogue.db'), 'write')
    onTestFinished(() => other.close())
    await other.approveSource('books', 'operator')
    await until('the other change is known', () => told.at(-1)?.length === 1 || null)
  })

  test('whose secrets cannot be read is not harvested, but links to its records are made', async () => {
    const { registrar, folder, store } = await office()
    await registrar.register(draftOf(), 'ann')
    await registrar.approve('books', 'operator')
    const tokens = openTokenStore(join(folder, 'tokens.db'), [randomBytes(32)])
    onTestFinished(() => tokens.close())
    const roll = new SourceRoll({
      store,
      connectors,
      tokens,
      privateOrigins: [],
      inFile: new Set(),
      onChange: async () => {},
      log: silentLog,
    })
    expect(await roll.open()).toMatchObject([
      { id: 'books', isHarvested: false, credentials: null },
    ])
  })

  test('goes with its records, secrets and login when their number is right', async () => {
    const { registrar, store, tokens, told } = await office()
    await registrar.register(draftOf(), 'ann')
    await registrar.approve('books', 'operator')
    tokens.put('books', { user: 'ann', password: planted }, 'a login')
    const library = await startLibrary({ books: books(3), pageSize: 5, rights: {} })
    onTestFinished(() => library.close())
    const options = { baseUrl: library.url, shelves: ['a'] }
    await quickHarvest(store, { connector: locked, options, source: 'books' })
    const wrong = await registrar.remove('books', { confirmRecords: 0, by: 'ann' })
    expect(wrong).toEqual({
      removed: null,
      problems: [
        expect.objectContaining({ code: 'CONFLICT', message: expect.stringMatching(/^3 records/) }),
      ],
    })
    expect(told.at(-1)).toHaveLength(1)
    const right = await registrar.remove('books', { confirmRecords: 3, by: 'ann' })
    expect(right).toEqual({ removed: 3, problems: [] })
    expect(told.at(-1)).toEqual([])
    expect([tokens.hasSecrets('books'), tokens.forget('books')]).toEqual([false, false])
    expect(await store.sources(operator)).toEqual([])
  })

  test('without a key no secrets are kept, and nothing of the draft is', async () => {
    const { registrar, store } = await office({ keys: [] })
    const { source, problems } = await registrar.register(draftOf(), 'ann')
    expect([source, problems]).toEqual([
      null,
      [expect.objectContaining({ code: 'CONFIG_INVALID' })],
    ])
    expect(await store.registeredSources()).toEqual([])
  })

  test('what is planted among its secrets, and in drafts that are refused, is found nowhere', async () => {
    const { registrar, folder, store } = await office()
    const told: unknown[] = []
    const hidden = [
      draftOf(),
      draftOf({ id: 'b', title: '', homepage: planted }),
      draftOf({ id: 'c', options: { baseUrl: 'https://a.example', password: planted } }),
      draftOf({ id: 'd', options: { baseUrl: `https://ann:${planted}@a.example` } }),
      draftOf({ id: 'e', options: { baseUrl: planted, shelves: [planted, 7] } }),
      draftOf({ id: 'f', secrets: { [planted]: planted } }),
      draftOf({ id: planted.toUpperCase(), type: planted }),
    ]
    for (const draft of hidden) told.push(await registrar.register(draft, 'ann'))
    told.push(await registrar.approve('books', 'operator'))
    told.push(
      await registrar.update(
        'books',
        { secrets: { user: 'a', password: `${planted}-2` } },
        byOwner,
      ),
    )
    const bad = { options: { baseUrl: 'http://127.0.0.1:9', key: planted } }
    told.push(await registrar.update('books', bad, byOwner))
    told.push(
      await registrar.managed(),
      await store.audit({ sources: null, first: 50, before: null }),
    )
    expect(JSON.stringify(told).replaceAll('SWORDFISH', 'swordfish')).not.toContain('swordfish')
    const files = await readdir(folder)
    expect(files).toEqual(expect.arrayContaining(['catalogue.db', 'tokens.db', 'log']))
    for (const name of files) {
      expect((await readFile(join(folder, name), 'latin1')).includes('swordfish'), name).toBe(false)
    }
  })
})

test('a check in the harvest thread writes nothing: neither lease, nor token, nor a byte', async () => {
  const upstream = await standin()
  const folder = await tempFolder()
  const store = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => store.close())
  const harvests = await startHarvestWorker({
    storePort: store.connect(),
    tokens: { path: join(folder, 'tokens.db'), keys: [key] },
    connectorsFolder: new URL('../../connectors/', import.meta.url).pathname,
    sources: [],
    logLevel: 'silent',
  })
  onTestFinished(() => harvests.close())
  await store.store.configureSources([])
  const bytes = async () => {
    const names = (await readdir(folder)).sort()
    // What is read side by side is noted in the index of the log, which holds no data.
    const held = names.filter((name) => !name.endsWith('-shm'))
    return Object.fromEntries(
      await Promise.all(
        held.map(async (name) => [name, await readFile(join(folder, name), 'base64')]),
      ),
    )
  }
  const before = await bytes()
  const check = await harvests.check({
    source: 'brain',
    type: 'allen',
    options: (await import('../../connectors/allen/index.ts')).default.options.parse({
      baseUrl: upstream.url,
    }),
    credentials: null,
    origins: [upstream.url],
    allowPrivateAddresses: true,
    rights: { discover: ['public'], visibility: null },
    sample: 5,
    time: 14_000,
    signs: { addressPath: 'options.baseUrl', given: [], taken: [] },
  })
  expect(check).toMatchObject({ ok: true })
  expect(check.sample).toHaveLength(5)
  expect(await bytes()).toEqual(before)
})
