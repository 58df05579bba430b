import { expect, test } from 'vitest'
import { GatewayError } from '../../../src/model/index.ts'
import { until } from '../../support/until.ts'
import { book, scripted } from '../catalogue.ts'
import { hooksOf, keptLog, shelf } from './hooked.ts'

const ids = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6']
const shout = 'export const enrichRecord = ({ title }) => ({ title: title.toUpperCase() })'
const shouted = Object.fromEntries(ids.map((id) => [id, `BOOK ${id.toUpperCase()}`]))

test('a hook that throws: its records go in without it, the others with it, and the run says so', async () => {
  const library = await shelf(ids)
  const log = keptLog()
  const code = `export const enrichRecord = ({ nativeId, title }) => {
    if (nativeId === 'b2') throw new TypeError('no ' + title)
    return { title: title.toUpperCase() }
  }`
  const run = await library.run(await hooksOf({ loud: code }, { log }))
  expect(run).toMatchObject({ state: 'PARTIAL', written: 6, rejected: 0, error: null })
  expect(run.message).toBe('The hook loud threw an error at 1 record. Without it 1 record went in.')
  expect(await library.titles()).toEqual({ ...shouted, b2: 'Book b2' })
  // Where it failed is told, and not with which words: these may be a record's.
  expect(log.entries.map(({ message }) => message)).toContain('a hook failed')
  expect(JSON.stringify(log.entries)).toContain('loud.mjs:2')
  expect(JSON.stringify(log.entries)).not.toContain('Book b2')
})

test('a hook that throws at each record is not switched off, and its faults stay its own', async () => {
  const library = await shelf(ids)
  const run = await library.run(
    await hooksOf({ bad: 'export const enrichRecord = () => { throw null }', loud: shout }),
  )
  expect(run.message).toBe(
    'The hook bad threw an error at 6 records. Without it 6 records went in.',
  )
  expect(await library.titles()).toEqual(shouted)
})

test('a hook that loops for ever loses one record, and its thread', async () => {
  const library = await shelf(ids)
  const code = `export const enrichRecord = ({ nativeId, title }) => {
    while (nativeId === 'b3') ;
    return { title: title.toUpperCase() }
  }`
  const run = await library.run(await hooksOf({ loop: { code, deadline: 100 } }))
  expect(run).toMatchObject({ state: 'PARTIAL', written: 6 })
  expect(run.message).toBe(
    'The hook loop took longer than it may at 1 record. Without it 1 record went in.',
  )
  expect(await library.titles()).toEqual({ ...shouted, b3: 'Book b3' })
})

test('a hook that loops while others are waited for: only the record that it loops at is lost', async () => {
  const library = await shelf(ids)
  const code = `export const enrichRecord = async ({ nativeId, title }) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    while (nativeId === 'b3') ;
    return { title: title.toUpperCase() }
  }`
  const run = await library.run(await hooksOf({ loop: { code, deadline: 200 } }))
  expect(await library.titles()).toEqual({ ...shouted, b3: 'Book b3' })
  expect(run.message).toContain('took longer than it may at 1 record.')
})

test('a hook that never answers loses those records alone, and is told by its signal', async () => {
  const library = await shelf(ids)
  const log = keptLog()
  const code = `export const enrichRecord = ({ nativeId, title }, { signal }) =>
    nativeId === 'b4'
      ? new Promise(() => signal.addEventListener('abort', () => console.log('given up')))
      : Promise.resolve({ title: title.toUpperCase() })`
  const run = await library.run(await hooksOf({ slow: { code, deadline: 80 } }, { log }))
  expect(run.message).toContain('took longer than it may at 1 record.')
  expect(await library.titles()).toEqual({ ...shouted, b4: 'Book b4' })
  await until('its voice', () => log.entries.some(({ fields }) => fields.said === 'given up'))
})

test('a hook that is late three times in a row is switched off for that run, and the next run tries it again', async () => {
  const library = await shelf(Array.from({ length: 120 }, (_, n) => `b${n}`))
  const code = 'export const enrichRecord = () => new Promise(() => {})'
  const hooks = await hooksOf({ stuck: { code, deadline: 50 }, loud: shout })
  const begun = performance.now()
  const run = await library.run(hooks)
  expect(performance.now() - begun).toBeLessThan(5_000)
  expect(run).toMatchObject({ state: 'PARTIAL', written: 120 })
  expect(run.message).toMatch(
    /^The hook stuck took longer than it may at \d+ records\. It was switched off for the rest of the run\. Without it 120 records went in\.$/,
  )
  expect((await library.record('b7'))?.title).toBe('BOOK B7')
  // They were not enriched: the next run takes them for changed.
  expect((await library.run(hooks)).message).toBe(run.message)
})

test('a hook that loops at every record is switched off after three threads', async () => {
  const library = await shelf(Array.from({ length: 60 }, (_, n) => `b${n}`))
  const code = 'export const enrichRecord = () => { for (;;) ; }'
  const run = await library.run(await hooksOf({ loop: { code, deadline: 50 } }))
  expect(run.message).toBe(
    'The hook loop took longer than it may at 3 records. It was switched off for the rest of the run. Without it 60 records went in.',
  )
})

test.each([
  ['ends its thread', 'process.exit(1)'],
  [
    'throws where nobody listens',
    "setTimeout(() => { throw new Error('late') }); await new Promise(() => {})",
  ],
  ['leaves a promise rejected', "Promise.reject(new Error('x')); await new Promise(() => {})"],
])('a hook that %s harms one record', async (_, fault) => {
  const library = await shelf(ids)
  const code = `export const enrichRecord = async ({ nativeId, title }) => {
    if (nativeId === 'b5') { ${fault} }
    return { title: title.toUpperCase() }
  }`
  const run = await library.run(await hooksOf({ odd: { code, deadline: 5_000 } }))
  expect(run.message).toBe(
    'The hook odd ended its thread at 1 record. Without it 1 record went in.',
  )
  expect(await library.titles()).toEqual({ ...shouted, b5: 'Book b5' })
})

test('a hook that takes all memory is ended, and the process is not', async () => {
  const library = await shelf(['b1', 'b2'])
  const code = `const all = []
    export const enrichRecord = ({ nativeId }) => {
      while (nativeId === 'b1') all.push(new Array(1e6).fill(nativeId))
    }`
  const run = await library.run(await hooksOf({ greedy: { code, deadline: 20_000 } }))
  expect(run.message).toContain('The hook greedy ended its thread at 1 record.')
})

test('a validation that fails rejects the record unless it says otherwise; an enrichment accepts it', async () => {
  const broken = '= ({ nativeId }) => { if (nativeId === "b1") throw new Error("secret") }'
  const rejecting = await shelf(['b1', 'b2'])
  const run = await rejecting.run(await hooksOf({ check: `export const validateRecord ${broken}` }))
  expect(run).toMatchObject({ state: 'PARTIAL', written: 1, rejected: 1 })
  expect(run.message).toBe(
    'The hook check threw an error at 1 record. Without it 1 record could not go in.',
  )
  expect(await rejecting.rejections(run)).toMatchObject([
    { nativeId: 'b1', entity: 'book', path: null, reason: 'the hook check failed at it' },
  ])
  const accepting = await shelf(['b1', 'b2'])
  const check = { code: `export const validateRecord ${broken}`, onFault: 'accept' as const }
  expect(await accepting.run(await hooksOf({ check }))).toMatchObject({ written: 2, rejected: 0 })
  const strict = await shelf(['b1', 'b2'])
  const add = { code: `export const enrichRecord ${broken}`, onFault: 'reject' as const }
  expect(await strict.run(await hooksOf({ add }))).toMatchObject({ written: 1, rejected: 1 })
})

test('a validation that is switched off goes on rejecting: nothing gets past it', async () => {
  const library = await shelf(Array.from({ length: 20 }, (_, n) => `b${n}`))
  const code = 'export const validateRecord = () => { for (;;) ; }'
  const run = await library.run(await hooksOf({ privacy: { code, deadline: 50 } }))
  expect(run).toMatchObject({ state: 'PARTIAL', written: 0, rejected: 20, removed: 0 })
  expect((await library.rejections(run)).at(-1)?.reason).toBe('the hook privacy is switched off')
})

test('a hook sees neither the environment, nor what other hooks have, and standard output is not its own', async () => {
  const library = await shelf(['b1'])
  const log = keptLog()
  const one = `globalThis.mine = 1
    export const enrichRecord = () => {
      console.log('printed https://user:pw@host.example/path?token=x')
      return { keywords: [String(Object.keys(process.env).length), typeof globalThis.yours] }
    }`
  const other = 'globalThis.yours = 1; export const enrichRecord = () => {}'
  await library.run(await hooksOf({ one, other }, { log }))
  expect((await library.record('b1'))?.keywords).toEqual(['0', 'undefined'])
  await until('its voice', () => log.entries.some(({ message }) => message === 'a hook says'))
})

test.each([
  ['a module that is not there', null, 'It cannot be loaded (Error ERR_MODULE_NOT_FOUND).'],
  ['no code', 'export const', 'It cannot be loaded (SyntaxError).'],
  ['no hook', 'export const enrich = 1', 'It exports none of'],
  ['no function', 'export const enrichRecord = 1', 'Its enrichRecord is not a function.'],
  ['a module that ends its thread', 'process.exit()', 'Its thread ended while it was loaded.'],
  [
    'options that its shape refuses',
    `export const enrichRecord = () => {}
     export const options = { safeParse: () => ({ success: false, error: { issues: [{ path: ['url'], message: 'expected an address' }] } }) }`,
    'Its options are not valid: options.url: expected an address.',
  ],
])('a hook is refused at the start: %s', async (_, code, message) => {
  const opening =
    code === null
      ? hooksOf({ gone: { code: '', module: '/nowhere/gone.mjs' } })
      : hooksOf({ gone: code })
  const refused = await opening.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(refused).toBeInstanceOf(GatewayError)
  expect(refused).toMatchObject({ code: 'CONFIG_INVALID' })
  expect((refused as GatewayError).message).toContain(`The hook gone cannot be used. ${message}`)
})

test('hooks that are refused are all named', async () => {
  await expect(hooksOf({ one: 'x', two: 'export {}', three: shout })).rejects.toThrow(
    /The hook one cannot be used.*\nThe hook two cannot be used/,
  )
})

test('a hook that loops at the records of one source keeps no other source waiting', async () => {
  const [stuck, well] = [await shelf(['b1']), await shelf(ids)]
  const code = `export const enrichRecord = ({ title }, context) => {
    while (title === 'Stuck') ;
    return { title: title.toUpperCase() }
  }`
  const hooks = await hooksOf({ loop: { code, deadline: 3_000 } })
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('b1', { title: 'Stuck' })
  })
  let isStuck = true
  const running = stuck.run(hooks, { connector }).finally(() => {
    isStuck = false
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await well.run(hooks)).toMatchObject({ state: 'SUCCEEDED', written: 6 })
  expect(isStuck).toBe(true)
  expect(await running).toMatchObject({ state: 'PARTIAL' })
})
