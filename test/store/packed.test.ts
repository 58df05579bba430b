import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../src/store/index.ts'
import { pack, unpack } from '../../src/store/sqlite/packed.ts'
import { begin, owner, put, source, tempFolder } from './samples.ts'

test.each([
  '',
  '{"id":1}',
  'x'.repeat(199),
  'µ'.repeat(5_000),
  JSON.stringify({ a: 'é'.repeat(300) }),
])('packed row: what was kept is given back to the letter (%#)', (row) => {
  expect(unpack(pack(row))).toBe(row)
})

test('packed row: the catalogue keeps the allow-listed row, smaller than it came', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const path = join(folder.path, 'catalogue.db')
  const store = openStore(path, 'write')
  await store.configureSources([source('one')])
  const { harvest } = await begin(store, 'one', { full: false })
  const row = JSON.stringify({
    nativeId: 'a',
    description: 'Sections of a mouse brain. '.repeat(50),
  })
  await store.apply(harvest.id, owner, [put('a', {}, { row })])
  await store.close()
  const file = new DatabaseSync(path, { readOnly: true })
  const kept = file.prepare('SELECT row FROM record').get()?.row as Uint8Array
  file.close()
  expect(kept.length).toBeLessThan(row.length / 4)
  expect(unpack(kept)).toBe(row)
})
