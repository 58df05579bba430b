import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  GatewayError,
  type MappedRecord,
  operator,
  unknownRecord,
} from '../../../src/model/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { tempFolder } from '../../support/temp.ts'
import { until } from '../../support/until.ts'
import { book, contents, scripted } from '../catalogue.ts'
import { assetOf } from '../shelf.ts'
import { hooksOf, shelf } from './hooked.ts'

const shout = 'export const enrichRecord = ({ title }) => ({ title: title.toUpperCase() })'
const vocabulary = createVocabulary(seedTerms)

test('an enrichment: fields that it changes are in the words of the vocabulary, and say where they come from', async () => {
  const library = await shelf(['b1'])
  const code = `export const enrichRecord = (record, { options }) => ({
    ...record,
    species: [{ label: 'mouse', termId: null, origin: 'STATED', raw: null }],
    keywords: ['brain'],
    dataLevel: options.level,
    fields: [...record.fields, { field: 'keywords', raw: 'from a list', rule: null, origin: 'EXTRACTED' }],
  })`
  const hooks = await hooksOf({ tagger: { code, options: { level: 'raw' } } })
  const run = await library.run(hooks, { vocabulary })
  expect(run).toMatchObject({ state: 'SUCCEEDED', written: 1, message: null })
  const record = await library.record('b1')
  expect(record).toMatchObject({
    title: 'Book b1',
    keywords: ['brain'],
    dataLevel: 'raw',
    species: [
      { label: 'Mus musculus', termId: 'NCBITaxon:10090', origin: 'ASSUMED', raw: 'mouse' },
    ],
  })
  expect(record?.fields).toEqual([
    { field: 'keywords', raw: 'from a list', rule: 'hook:tagger', origin: 'EXTRACTED' },
    { field: 'species', raw: null, rule: 'hook:tagger', origin: 'ASSUMED' },
    { field: 'dataLevel', raw: null, rule: 'hook:tagger', origin: 'ASSUMED' },
  ])
  // What is now there is not missing any more.
  expect(record?.quality.missing).not.toContain('species')
  expect(record?.quality.missing).not.toContain('keywords')
})

test('an enrichment that changes nothing, or writes into its copy alone, leaves the record as it was', async () => {
  const plain = await shelf(['b1', 'b2'])
  await plain.run(await hooksOf({}))
  const { rowHash: _, ...before } = { ...(await plain.record('b1')) }
  const library = await shelf(['b1', 'b2'])
  await library.run(
    await hooksOf({
      same: 'export const enrichRecord = (record) => ({ ...record })',
      writes:
        'export const enrichRecord = (record) => { record.title = "mine"; record.fields.push(1) }',
      none: 'export const enrichRecord = () => null',
    }),
  )
  expect(await library.record('b1')).toMatchObject({ title: 'Book b1', fields: before.fields })
})

const made: Partial<MappedRecord> = {
  visibility: { discover: ['lab', 'staff'], retrieve: ['lab'] },
}

test.each([
  ['another id', '{ id: "library:b2" }', 'gave another id'],
  ['another native id', '{ nativeId: "x" }', 'gave another nativeId'],
  ['another source', '{ source: "other" }', 'gave another source'],
  ['a wrong type', '{ title: 5 }', 'gave title: expected string, received number'],
  ['an empty title', '{ title: "" }', 'gave title: expected string of at least 1, received string'],
  ['a field that no record has', '{ birthDate: "1980-01-01" }', 'gave keys that are not expected'],
  ['wider rights', '{ visibility: null }', 'gave a visibility that is wider than before'],
  [
    'wider rights to open',
    '{ visibility: { discover: ["lab"], retrieve: ["staff", "lab"] } }',
    'gave a visibility that is wider than before',
  ],
  [
    'everybody',
    '{ visibility: { discover: ["public"], retrieve: [] } }',
    'gave a visibility that is wider than before',
  ],
  ['a list', '[1]', 'gave an array and no record'],
  ['a text', '"title"', 'gave a string and no record'],
  ['what is no JSON', '{ title: 5n }', 'gave what cannot be written as JSON'],
])(
  'an enrichment that gives %s: the record goes in as it was, and the run says so',
  async (_, answer, why) => {
    const connector = scripted(
      async function* ({ from }) {
        from('a')
        yield book('b1')
        yield { partitionDone: 'a' }
      },
      {
        map: {
          book: () => ({
            record: { ...unknownRecord, kind: 'DATASET', title: 'As it was', ...made },
          }),
        },
      },
    )
    const code = `export const enrichRecord = () => (${answer})`
    const lenient = await shelf([])
    const run = await lenient.run(await hooksOf({ odd: code }), { connector })
    expect(run).toMatchObject({ state: 'PARTIAL', written: 1, rejected: 0 })
    expect(run.message).toBe(
      'The hook odd gave what it may not give at 1 record. Without it 1 record went in.',
    )
    expect(await lenient.record('b1')).toMatchObject({ title: 'As it was', ...made })
    const strict = await shelf([])
    const rejected = await strict.run(await hooksOf({ odd: { code, onFault: 'reject' } }), {
      connector,
    })
    expect(await strict.rejections(rejected)).toMatchObject([{ reason: `the hook odd ${why}` }])
  },
)

test('an enrichment may narrow who sees a record', async () => {
  const library = await shelf(['b1', 'b2'])
  const code = `export const enrichRecord = ({ nativeId }) =>
    nativeId === 'b1' ? { visibility: { discover: ['staff'], retrieve: [] } } : undefined`
  await library.run(await hooksOf({ hide: code }))
  expect((await library.record('b1'))?.visibility).toEqual({ discover: ['staff'], retrieve: [] })
  expect((await library.record('b2'))?.visibility.discover).toEqual(['public'])
})

test('hooks go in the order of configuration: all enrich, then all validate what would be kept', async () => {
  const library = await shelf(['b1', 'b2'])
  const add = (word: string) =>
    `export const enrichRecord = ({ keywords }) => ({ keywords: [...keywords, '${word}'] })`
  const first = `${add('one')}
    export const validateRecord = ({ keywords }) => keywords.join()`
  const hooks = await hooksOf({ first, second: add('two') })
  const run = await library.run(hooks)
  expect((await library.rejections(run)).map(({ reason }) => reason)).toEqual([
    'hook first: one,two',
    'hook first: one,two',
  ])
})

test('a record that a hook rejects: its reason is one short line, and its assets go with it', async () => {
  const library = await shelf([])
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (const id of ['b1', 'b2']) {
      yield book(id)
      yield { assets: id, chunk: [assetOf('https://x.org', id, 'f.png')], etag: `e-${id}` }
    }
    yield { partitionDone: 'a' }
  })
  const code = `export const validateRecord = ({ nativeId }) =>
    nativeId === 'b1' ? 'no\\nlicence \\u0000 at https://u:pw@x.example/p?key=1 ' + 'x'.repeat(5000) : undefined`
  const run = await library.run(await hooksOf({ strict: code }), { connector })
  expect(run).toMatchObject({ state: 'PARTIAL', seen: 2, written: 1, rejected: 1, message: null })
  const [rejection] = await library.rejections(run)
  expect(rejection).toMatchObject({ nativeId: 'b1', entity: 'book', path: null })
  expect(rejection?.reason).toMatch(/^hook strict: no licence at https:\/\/x\.example\/p x+…$/)
  expect(rejection?.reason.length).toBe('hook strict: '.length + 200)
  expect(Object.keys(await contents(library.store))).toEqual(['library:b2'])
  expect((await library.record('b2'))?.assetCount).toBe(1)
})

test('a record that is rejected later keeps what stood of it, as any rejected row does', async () => {
  const folder = await tempFolder()
  const library = await shelf(['b1'])
  await library.run(await hooksOf({ check: 'export const validateRecord = () => {}' }, { folder }))
  const strict = await hooksOf({ check: 'export const validateRecord = () => "no"' }, { folder })
  expect(await library.run(strict)).toMatchObject({ rejected: 1, removed: 0 })
  expect((await library.record('b1'))?.title).toBe('Book b1')
})

test('unchanged rows go through the hooks again when a module, a file that it imports, or its options change; else never', async () => {
  const library = await shelf(['b1', 'b2'])
  const folder = await tempFolder()
  const words = (word: string) => `export const word = '${word}'`
  const code = `import { word } from './words.mjs'
    export const enrichRecord = (record, { options }) => ({ keywords: [word, options.more ?? 'none'] })`
  const run = async (word: string, more: string, tag = code) => {
    const hooks = await hooksOf(
      {
        words: { code: `${words(word)}; export const onHarvestFinished = () => {}` },
        tag: { code: tag, options: { more } },
      },
      { folder },
    )
    const { written, unchanged } = await library.run(hooks)
    return { written, unchanged, keywords: (await library.record('b1'))?.keywords }
  }
  expect(await run('one', 'x')).toEqual({ written: 2, unchanged: 0, keywords: ['one', 'x'] })
  expect(await run('one', 'x')).toMatchObject({ written: 0, unchanged: 2 })
  expect(await run('two', 'x')).toEqual({ written: 2, unchanged: 0, keywords: ['two', 'x'] })
  expect(await run('two', 'y')).toEqual({ written: 2, unchanged: 0, keywords: ['two', 'y'] })
  expect(await run('two', 'y', `${code}\n`)).toMatchObject({ written: 2 })
  expect(await run('two', 'y', `${code}\n`)).toMatchObject({ written: 0, unchanged: 2 })
})

test('hooks that have nothing to do with a source leave the hashes of its rows alone', async () => {
  const library = await shelf(['b1'])
  await library.run(await hooksOf({}))
  const others = await hooksOf({
    elsewhere: { code: shout, sources: ['other'] },
    told: 'export const onHarvestFinished = () => {}',
  })
  expect(others.fingerprint('library')).toBeNull()
  expect(others.fingerprint('other')).not.toBeNull()
  expect(await library.run(others)).toMatchObject({ state: 'SUCCEEDED', unchanged: 1, written: 0 })
})

test('records that a hook failed at are tried again by the next harvest, the others are not', async () => {
  const folder = await tempFolder()
  const library = await shelf([])
  const asked: (string | null | undefined)[] = []
  const connector = scripted(async function* ({ from, known }) {
    from('a')
    for (const id of ['b1', 'b2']) {
      const held = await known(id)
      asked.push(held?.etag)
      if (held?.etag === `e-${id}`) yield { same: id }
      else {
        yield { ...book(id), etag: `e-${id}` }
        // The etag is known only when the record is in the catalogue already.
        yield { assets: id, chunk: [assetOf('https://x.org', id, 'one.png')] }
        yield { checkpoint: id, partition: 'a' }
        yield { assets: id, chunk: [assetOf('https://x.org', id, 'two.png')], etag: `e-${id}` }
      }
    }
    yield { partitionDone: 'a' }
  })
  // A fault that passes: the same module fails once a record, in the first run.
  const code = `import { existsSync } from 'node:fs'
    export const enrichRecord = ({ nativeId, title }, { options }) => {
      if (nativeId === 'b1' && !existsSync(options.file)) throw new Error('not now')
      return { title: title.toUpperCase() }
    }`
  const hooks = await hooksOf(
    { loud: { code, options: { file: `${folder}/there.mjs` } } },
    { folder },
  )
  expect(await library.run(hooks, { connector })).toMatchObject({ state: 'PARTIAL', written: 2 })
  await hooksOf({ there: shout }, { folder })
  expect(await library.run(hooks, { connector })).toMatchObject({ state: 'SUCCEEDED', written: 1 })
  expect((await library.record('b1'))?.title).toBe('BOOK B1')
  expect(await library.run(hooks, { connector })).toMatchObject({ written: 0, unchanged: 2 })
  expect(asked).toEqual([undefined, undefined, null, 'e-b2', 'e-b1', 'e-b2'])
})

test('an incremental harvest reads from as early again when a hook had failed', async () => {
  const library = await shelf([])
  const since: (string | null)[] = []
  const connector = scripted(async function* (context) {
    context.from('a')
    since.push(context.since)
    yield book('b1')
  })
  const failing = await hooksOf({ bad: 'export const enrichRecord = () => { throw 1 }' })
  await library.run(failing, { connector })
  await library.run(await hooksOf({}), { connector })
  await library.run(await hooksOf({}), { connector })
  expect(since.map((time) => time !== null)).toEqual([false, false, true])
})

test('a module whose files change under a running gateway is not used until the next start', async () => {
  const folder = await tempFolder()
  const library = await shelf(['b1', 'b2', 'b3', 'b4', 'b5'])
  const code = `export const enrichRecord = ({ nativeId }) => {
    if (nativeId === 'b1') process.exit()
    return { title: 'old' }
  }`
  const hooks = await hooksOf({ tag: code }, { folder })
  await hooksOf({ tag: shout }, { folder })
  const run = await library.run(hooks)
  expect(run.message).toContain('It was switched off for the rest of the run.')
  expect(Object.values(await library.titles())).not.toContain('BOOK B5')
})

test('a harvest whose hook takes its time keeps its lease', async () => {
  const library = await shelf(['b1', 'b2', 'b3', 'b4'])
  const code = 'export const enrichRecord = () => new Promise((done) => setTimeout(done, 2_500))'
  const hooks = await hooksOf({ slow: { code, deadline: 10_000 } })
  const running = library.run(hooks, { timing: { lease: 1_000 } })
  await pause(1_800)
  await expect(library.run(hooks)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await running).toMatchObject({ state: 'SUCCEEDED', written: 4 })
})

test('a harvest that is cancelled does not wait for its hooks, and keeps no half-checked record', async () => {
  const library = await shelf(Array.from({ length: 400 }, (_, n) => `b${n}`))
  const code = 'export const validateRecord = () => new Promise((done) => setTimeout(done, 400))'
  const abort = new AbortController()
  const running = library.run(await hooksOf({ slow: code }), { signal: abort.signal })
  await pause(600)
  const begun = performance.now()
  abort.abort(new GatewayError('CANCELLED'))
  expect(await running).toMatchObject({ state: 'CANCELLED', written: 0 })
  expect(performance.now() - begun).toBeLessThan(8_000)
})

test('a run is told to onHarvestFinished with its verdict, once, and nobody waits for that', async () => {
  const library = await shelf(['b1'])
  const folder = await tempFolder()
  const code = `import { appendFileSync } from 'node:fs'
    export const onHarvestFinished = async (run, { options, hook, harvest }) => {
      await new Promise((done) => setTimeout(done, 200))
      appendFileSync(options.file, JSON.stringify([hook, harvest === run.id, run.state]) + '\\n')
    }`
  const hooks = await hooksOf({ told: { code, options: { file: `${folder}/told` } } })
  const run = await library.run(hooks)
  hooks.finished(run)
  const { readFile } = await import('node:fs/promises')
  const told = await until('the hook', () => readFile(`${folder}/told`, 'utf8').catch(() => null))
  expect(told).toBe(`${JSON.stringify(['told', true, 'SUCCEEDED'])}\n`)
  expect(await library.store.harvestsById(operator, [run.id])).toMatchObject([
    { state: 'SUCCEEDED' },
  ])
})
