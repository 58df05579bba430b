import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openTokenStore } from '../../../src/store/index.ts'
import { tempFolder } from '../../support/temp.ts'

const [old, next] = [randomBytes(32), randomBytes(32)]

async function place(): Promise<string> {
  return join(await tempFolder(), 'tokens.db')
}

function opened(path: string, ...keys: Uint8Array[]) {
  const store = openTokenStore(path, keys)
  onTestFinished(() => store.close())
  return store
}

test('secrets: are kept sealed, for whoever has the key, and forgotten for good', async () => {
  const path = await place()
  const store = opened(path, old)
  expect([store.secretsOf('one'), store.hasSecrets('one'), existsSync(path)]).toEqual([
    null,
    false,
    false,
  ])
  store.putSecrets('one', { user: 'ann', password: 'swordfish-17' })
  expect(opened(path, old).secretsOf('one')).toEqual({ user: 'ann', password: 'swordfish-17' })
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(await readFile(path, 'latin1')).not.toMatch(/swordfish|ann/)
  expect([store.forgetSecrets('one'), store.forgetSecrets('one')]).toEqual([true, false])
  expect(store.secretsOf('one')).toBeNull()
})

test('secrets: without their key they cannot be read or kept, but are known to be there', async () => {
  const path = await place()
  opened(path, old).putSecrets('one', { token: 'swordfish-17' })
  for (const store of [opened(path), opened(path, next)]) {
    expect([store.hasSecrets('one'), store.secretNames('one')]).toEqual([true, null])
    expect(() => store.secretsOf('one')).toThrow(/ATLAS_SECRET_KEY/)
  }
  expect(() => opened(path).putSecrets('one', { token: 'x' })).toThrow(/ATLAS_SECRET_KEY/)
})

test('secrets: what they are called is told sorted, and of none nothing', async () => {
  const store = opened(await place(), old)
  expect(store.secretNames('one')).toEqual([])
  store.putSecrets('one', { user: 'ann', password: 'swordfish-17' })
  store.put('two', null, 'login')
  expect([store.secretNames('one'), store.secretNames('two')]).toEqual([['password', 'user'], []])
})

test('secrets and a login of one source are apart', async () => {
  const store = opened(await place(), old)
  store.putSecrets('one', { token: 'secret' })
  store.put('one', null, 'login')
  store.forgetSecrets('one')
  expect(await store.of('one', null).get()).toBe('login')
})

test('rotation: everything is under the first key afterwards, and what it was is told', async () => {
  const path = await place()
  expect(opened(path, next).rotate()).toEqual({ kept: 0, anew: 0 })
  const before = opened(path, old)
  before.putSecrets('one', { token: 'secret' })
  before.put('two', null, 'login')
  expect(opened(path, next, old).rotate()).toEqual({ kept: 2, anew: 2 })
  const after = opened(path, next)
  expect(after.secretsOf('one')).toEqual({ token: 'secret' })
  expect(await after.of('two', null).get()).toBe('login')
  expect(after.rotate()).toEqual({ kept: 2, anew: 0 })
})

test('rotation: where one cannot be opened nothing is changed', async () => {
  const path = await place()
  const lost = randomBytes(32)
  opened(path, old).putSecrets('a', { token: 'secret' })
  opened(path, lost).putSecrets('b', { token: 'other' })
  expect(() => opened(path, next, old).rotate()).toThrow(/Nothing was changed/)
  expect(opened(path, old).secretsOf('a')).toEqual({ token: 'secret' })
  expect(opened(path, lost).secretsOf('b')).toEqual({ token: 'other' })
  expect(() => opened(path).rotate()).toThrow(/ATLAS_SECRET_KEY/)
})
