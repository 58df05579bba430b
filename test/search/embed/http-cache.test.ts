import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openHttpCache } from '../../../src/search/embed/http-cache.ts'
import { tempFolder } from '../../support/temp.ts'

function open(path: string, model = 'm', maxBytes?: number) {
  const cache = openHttpCache(path, model, maxBytes)
  onTestFinished(() => cache.close())
  return cache
}

const vector = (...numbers: number[]) => Int8Array.from(numbers)

test('embedding cache: a damaged file is made again', async () => {
  const path = join(await tempFolder(), 'embeddings.db')
  await writeFile(path, 'this is no database, but long enough to be taken for one'.repeat(100))
  const cache = open(path)
  cache.put([['text', vector(1, 2)]])
  expect(cache.get(['text'])).toEqual([vector(1, 2)])
})

test('embedding cache: a database of somebody else is not touched', async () => {
  const path = join(await tempFolder(), 'embeddings.db')
  const foreign = new DatabaseSync(path)
  foreign.exec('CREATE TABLE precious (a); INSERT INTO precious VALUES (1)')
  foreign.close()
  expect(() => open(path)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  const again = new DatabaseSync(path)
  expect(again.prepare('SELECT a FROM precious').all()).toEqual([{ a: 1 }])
  again.close()
})

test('embedding cache: what one model made is not there for another', async () => {
  const path = join(await tempFolder(), 'embeddings.db')
  open(path, 'one').put([['text', vector(1, 2)]])
  const other = open(path, 'two')
  expect(other.get(['text'])).toEqual([undefined])
  expect(other.dimensions).toBeNull()
})

test('embedding cache: is there after a restart, with the length of the vectors', async () => {
  const path = join(await tempFolder(), 'embeddings.db')
  const before = openHttpCache(path, 'm')
  before.put([['text', vector(1, -2, 127)]])
  before.close()
  const after = open(path)
  expect(after.dimensions).toBe(3)
  expect(after.get(['other', 'text'])).toEqual([undefined, vector(1, -2, 127)])
})

test('embedding cache: what was not used the longest goes first, and it stays within its size', async () => {
  const cache = open(join(await tempFolder(), 'embeddings.db'), 'm', 10_000)
  const big = () => new Int8Array(900).fill(1)
  for (let at = 0; at < 9; at++) cache.put([[`text ${at}`, big()]])
  cache.get(['text 0'])
  for (let at = 9; at < 14; at++) cache.put([[`text ${at}`, big()]])
  const [first, second, last] = cache.get(['text 0', 'text 1', 'text 13'])
  expect(first).toHaveLength(900)
  expect(second).toBeUndefined()
  expect(last).toHaveLength(900)
  expect(cache.bytes).toBeLessThanOrEqual(10_000)
})

test('embedding cache: holds no text', async () => {
  const path = join(await tempFolder(), 'embeddings.db')
  const cache = openHttpCache(path, 'm')
  cache.put([['a text nobody else may read', vector(1, 2)]])
  cache.close()
  const { readFile } = await import('node:fs/promises')
  expect((await readFile(path)).includes('nobody else')).toBe(false)
})
