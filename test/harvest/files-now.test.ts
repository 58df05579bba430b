import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { HarvestSource } from '../../src/harvest/index.ts'
import { every } from '../../src/harvest/index.ts'
import { settingsNow } from '../../src/harvest/settings.ts'
import { operator } from '../../src/model/index.ts'
import {
  type AnyConnector,
  applyRules,
  type Log,
  RuleTerms,
  readRulesFile,
  factsOf as rowFacts,
  silentLog,
} from '../../src/sdk/index.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'
import { contents, openCatalogue } from './catalogue.ts'
import { harvesterOf, lastOf } from './harvesting.ts'
import { mapThing, type Thing, thingsOf } from './upkeep/kept.ts'

const things = [
  { id: 'a', title: 'First', words: ['t1'] },
  { id: 'b', title: 'Second', words: ['flair'] },
]
const by = 'somebody'
const planted = 'swordfish-17'

const slots = { modality: RuleTerms }
const ruleOf = (word: string, label: string) =>
  `rules:\n  - { id: ${word}, when: { all: [{ field: word, operator: equals, values: [${word}] }] }, set: { modality: ${label} } }\n`

/** A source whose titles begin as a file says that its options name, and whose modality a file of rules knows. */
async function surroundings(given: readonly Thing[] = things) {
  const folder = await tempFolder()
  const manifest = join(folder, 'manifest.txt')
  const rulesFile = join(folder, 'words.yaml')
  await writeFile(manifest, 'Old')
  await writeFile(rulesFile, ruleOf('t1', 'T1-weighted MRI'))
  const File = z.string().transform((path, context) => {
    try {
      const text = readFileSync(path, 'utf8')
      if (!text.startsWith('{')) return text
      context.addIssue('title: expected a word (line 1)')
    } catch {
      context.addIssue('the file cannot be read')
    }
    return z.NEVER
  })
  const topic = { fields: { word: 'text' as const }, slots }
  // biome-ignore lint/suspicious/noExplicitAny: as connectors are to core
  const map = (row: any, { manifest: word }: any, rules: any) => {
    const { modality } = applyRules<typeof slots>(rules, rowFacts({ word: row.words ?? [] }))
    const { record } = mapThing(row)
    const terms = (modality?.value ?? []).map(({ label, id }) => ({
      ...{ label, termId: id, origin: 'MAPPED' as const, raw: null },
    }))
    if (word === 'Never') throw new TypeError(planted)
    return { record: { ...record, title: `${word} ${record.title}`, modality: terms }, assets: [] }
  }
  const connector: AnyConnector = thingsOf(given, {
    options: z.strictObject({ manifest: File, baseUrl: z.url().optional() }),
    origins: ({ baseUrl }) => (baseUrl === undefined ? [] : [new URL(baseUrl).origin]),
    local: ({ manifest: path }) => (path === undefined ? [] : ['options.manifest']),
    rules: () => readRulesFile(pathToFileURL(rulesFile), topic),
    map: { thing: map },
  })
  const source: HarvestSource = {
    id: 'library',
    type: 'library',
    options: { manifest },
    schedule: null,
    allowPrivateAddresses: true,
  }
  const { store } = await openCatalogue()
  const connectors = new Map([['library', connector]])
  const harvester = harvesterOf({ store, connectors, sources: [source] })
  const harvest = async () => {
    const { id } = await harvester.start('library')
    return lastOf(harvester.progress(id))
  }
  return { folder, manifest, rulesFile, connector, connectors, source, store, harvester, harvest }
}

/** Titles with the modalities of their records. */
async function shelf(store: RecordStore): Promise<string[]> {
  const records = Object.values(await contents(store)) as {
    title: string
    modality: { label: string }[]
  }[]
  return records.map(({ title, modality }) => [title, ...modality.map(({ label }) => label)].join())
}

const runsOf = async (store: RecordStore) =>
  (await store.harvests(operator, 'library', { first: 20 })).items

describe('files that a source is mapped by', () => {
  test('are read as a harvest begins: one that nothing came anew of maps all rows again', async () => {
    const { manifest, rulesFile, store, harvest } = await surroundings()
    await harvest()
    expect(await shelf(store)).toEqual(['Old First,T1-weighted MRI', 'Old Second'])
    expect(await harvest()).toMatchObject({ written: 0, unchanged: 2 })
    await writeFile(rulesFile, ruleOf('flair', 'FLAIR'))
    expect(await harvest()).toMatchObject({ written: 2 })
    expect(await shelf(store)).toEqual(['Old First', 'Old Second,FLAIR'])
    await writeFile(manifest, 'New')
    await harvest()
    expect(await shelf(store)).toEqual(['New First', 'New Second,FLAIR'])
  })

  test('are read as a remap begins, and what is applied is what was told', async () => {
    const { manifest, rulesFile, store, harvester, harvest } = await surroundings()
    await harvest()
    await writeFile(manifest, 'New')
    await writeFile(rulesFile, ruleOf('flair', 'FLAIR'))
    const told = await harvester.remap('library', { apply: false, by })
    expect(told).toMatchObject({ changed: 2, rejected: 0 })
    expect(told.fields.map(({ field }) => field)).toEqual(expect.arrayContaining(['modality']))
    expect(await shelf(store)).toEqual(['Old First,T1-weighted MRI', 'Old Second'])
    expect(await harvester.remap('library', { apply: true, by })).toMatchObject({ changed: 2 })
    expect(await shelf(store)).toEqual(['New First', 'New Second,FLAIR'])
    expect(await harvest()).toMatchObject({ written: 0, unchanged: 2 })
  })

  test('are read as a replay begins: what they were mended for leaves the quarantine', async () => {
    const { manifest, store, harvester, harvest } = await surroundings()
    await writeFile(manifest, 'Never')
    const run = await harvest()
    expect(run).toMatchObject({ rejected: 2 })
    expect(await harvester.replay('library', { by })).toMatchObject({ accepted: 0, rejected: 2 })
    await writeFile(manifest, 'New')
    expect(await harvester.replay('library', { by })).toMatchObject({ accepted: 2, rejected: 0 })
    expect(await store.rejections(operator, run?.id ?? '', 9)).toEqual([])
    expect(await shelf(store)).toEqual(['New First,T1-weighted MRI', 'New Second'])
  })

  test('hold for a run from its beginning to its end, whatever is written meanwhile', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => ({ id: `t${at}`, title: 'x' }))
    const { manifest, store, harvester } = await surroundings(many)
    const { id } = await harvester.start('library')
    for await (const { written } of harvester.progress(id)) {
      if (written > 0) await writeFile(manifest, 'New')
    }
    expect(new Set(await shelf(store))).toEqual(new Set(['Old x']))
    const remapping = harvester.remap('library', { apply: true, by })
    await until('it has begun', () => (harvester.runs()[0]?.written ?? 0) > 0)
    await writeFile(manifest, 'Newest')
    expect(await remapping).toMatchObject({ changed: 3_000 })
    expect(new Set(await shelf(store))).toEqual(new Set(['New x']))
  })

  test('begin a harvest anew that was interrupted before they were edited', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => ({ id: `t${at}`, title: 'x' }))
    const { manifest, connectors, source, store, harvester } = await surroundings(many)
    const { id } = await harvester.start('library')
    for await (const { written } of harvester.progress(id)) {
      if (written > 0) await harvester.close()
    }
    const interrupted = (await runsOf(store))[0]
    expect(interrupted).toMatchObject({ id, state: 'RUNNING' })
    expect(interrupted?.written).toBeLessThan(3_000)
    await writeFile(manifest, 'New')
    const next = harvesterOf({ store, connectors, sources: [source] })
    const run = await next.start('library')
    expect(await lastOf(next.progress(run.id))).toMatchObject({ written: 3_000, full: true })
    expect(new Set(await shelf(store))).toEqual(new Set(['New x']))
    expect((await runsOf(store))[1]).toMatchObject({ id, state: 'CANCELLED' })
  })

  const breaks = [
    ['a manifest', 'manifest', '{', /^options\.manifest: title: expected a word \(line 1\)$/],
    ['a manifest that is gone', 'manifest', null, /^options\.manifest: the file cannot be read$/],
    [
      'rules',
      'rulesFile',
      `rules:\n  - { id: t1, when: { all: [] }, set: { modality: [${planted}] }, sett: 1 }\n`,
      /^words\.yaml: rules\.0\..*\(line 2\)/,
    ],
    ['rules that are gone', 'rulesFile', null, /^words\.yaml cannot be read\.$/],
  ] as const
  test.each(breaks)(
    'that are broken, %s, change nothing and say where, until they are mended',
    async (_, which, text, message) => {
      const around = await surroundings()
      const { store, harvester, harvest, folder } = around
      await harvest()
      const [before, runs] = [await contents(store), await runsOf(store)]
      const file = around[which]
      const good = readFileSync(file, 'utf8')
      if (text === null) await rm(file)
      else await writeFile(file, text)
      const asked = [
        () => harvester.start('library'),
        () => harvester.remap('library', { apply: false, by }),
        () => harvester.remap('library', { apply: true, by }),
        () => harvester.replay('library', { by }),
      ]
      for (const ask of asked) {
        const thrown = await ask().then(
          () => null,
          (thrown: unknown) => thrown,
        )
        expect(thrown).toMatchObject({
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(message),
        })
        expect(String(thrown)).not.toContain(folder)
        expect(String(thrown)).not.toContain(planted)
      }
      expect(harvester.runs()).toEqual([])
      expect([await contents(store), await runsOf(store)]).toEqual([before, runs])
      await writeFile(file, good)
      expect(await harvester.remap('library', { apply: true, by })).toMatchObject({ unchanged: 2 })
      expect(await harvest()).toMatchObject({ state: 'SUCCEEDED', unchanged: 2 })
    },
  )

  test('keep a due harvest waiting while they are broken, which is said once, and no longer', async () => {
    const { manifest, connectors, source, store } = await surroundings()
    await rm(manifest)
    const warned: unknown[] = []
    const log: Log = { ...silentLog, child: () => log, warn: (...told) => warned.push(told) }
    const due = { ...source, schedule: { ...every(3_600), jitterSeconds: 0 } }
    const timing = { lease: 200 }
    const harvester = harvesterOf({
      store,
      connectors,
      sources: [due],
      scheduled: true,
      timing,
      log,
    })
    await until('it is said', () => warned.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(warned).toMatchObject([
      ['a due harvest was not begun', { source: 'library', code: 'CONFIG_INVALID' }],
    ])
    expect(await runsOf(store)).toEqual([])
    await writeFile(manifest, 'New')
    await until('it is harvested', async () => (await shelf(store)).length === 2)
    expect(warned).toHaveLength(1)
    await harvester.close()
  })

  test('of this machine are never read for a registered source', async () => {
    const { connectors, source, store } = await surroundings()
    const registered = { ...source, privateOrigins: [] }
    const harvester = harvesterOf({ store, connectors, sources: [registered] })
    const refused = { code: 'CONFIG_INVALID', argument: 'options.manifest' }
    await expect(harvester.start('library')).rejects.toMatchObject(refused)
    await expect(harvester.remap('library', { apply: true, by })).rejects.toMatchObject(refused)
  })

  test('cannot lead a registered source into private networks that its operator has not listed', async () => {
    const { connector } = await surroundings()
    let origin = 'http://127.0.0.1:9'
    const roaming = { ...connector, local: () => [], origins: () => [origin] }
    const source = { id: 'library', options: {}, allowPrivateAddresses: true }
    const settings = () =>
      settingsNow(
        { ...roaming, options: z.strictObject({}) },
        { ...source, privateOrigins: ['http://127.0.0.1:9'] },
      )
    expect(settings()).toMatchObject({ origins: [origin], allowPrivateAddresses: true })
    origin = 'http://127.0.0.1:10'
    expect(settings()).toMatchObject({ origins: [origin], allowPrivateAddresses: false })
    expect(() =>
      settingsNow({ ...roaming, options: z.strictObject({}), origins: ({ x }) => x.y }, source),
    ).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', argument: 'options' }))
  })
})
