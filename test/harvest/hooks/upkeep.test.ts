import { expect, test } from 'vitest'
import { remapSource } from '../../../src/harvest/upkeep/remap.ts'
import { replayRejections } from '../../../src/harvest/upkeep/replay.ts'
import { operator } from '../../../src/model/index.ts'
import { tempFolder } from '../../support/temp.ts'
import { noTerms } from '../quick-harvest.ts'
import { libraryConnector } from '../shelf.ts'
import { hooksOf, shelf } from './hooked.ts'

const request = {
  connector: libraryConnector,
  options: {},
  source: 'library',
  vocabulary: noTerms,
  by: 'op',
}

test('a remap takes kept rows through the hooks of today, and the next harvest finds everything unchanged', async () => {
  const library = await shelf(['b1', 'b2'])
  await library.run(await hooksOf({}))
  const code = 'export const enrichRecord = ({ title }) => ({ title: title.toUpperCase() })'
  const hooks = await hooksOf({ loud: code })
  const { store } = library
  const before = await remapSource({ ...request, store, hooks, apply: false })
  expect(before).toMatchObject({ applied: false, rows: 2, changed: 2, rejected: 0 })
  expect((await library.record('b1'))?.title).toBe('Book b1')
  await remapSource({ ...request, store, hooks, apply: true })
  expect((await library.record('b1'))?.title).toBe('BOOK B1')
  expect(await library.run(hooks)).toMatchObject({ written: 0, unchanged: 2 })
})

test('a remap gets past no validation, and its run says when a hook failed', async () => {
  const library = await shelf(['b1', 'b2', 'b3'])
  await library.run(await hooksOf({}))
  const code = `export const validateRecord = ({ nativeId }) => {
    if (nativeId === 'b1') return 'private'
    if (nativeId === 'b2') throw new Error('x')
  }`
  const { store } = library
  const hooks = await hooksOf({ privacy: code })
  const report = await remapSource({ ...request, store, hooks, apply: true })
  expect(report).toMatchObject({ rejected: 2 })
  expect(report.rejections.map(({ reason }) => reason)).toEqual([
    'hook privacy: private',
    'the hook privacy failed at it',
  ])
  const [run] = (await store.harvests(operator, 'library', { first: 1 })).items
  expect(run).toMatchObject({ kind: 'REMAP', state: 'PARTIAL' })
  expect(run?.message).toContain('The hook privacy threw an error at 1 record.')
})

test('a replay takes what a hook had rejected through the hook that was mended', async () => {
  const folder = await tempFolder()
  const library = await shelf(['b1', 'b2'])
  const { store } = library
  const strict = await hooksOf({ check: 'export const validateRecord = () => "no"' }, { folder })
  expect(await library.run(strict)).toMatchObject({ rejected: 2, written: 0 })
  const again = await replayRejections({ ...request, store, hooks: strict })
  expect(again).toMatchObject({ rows: 2, accepted: 0, rejected: 2 })
  const mended = await hooksOf(
    { check: 'export const validateRecord = ({ nativeId }) => nativeId === "b1" ? "no" : null' },
    { folder },
  )
  expect(await replayRejections({ ...request, store, hooks: mended })).toMatchObject({
    accepted: 1,
    rejected: 1,
    unreadable: 0,
  })
  expect(await library.titles()).toEqual({ b2: 'Book b2' })
})
