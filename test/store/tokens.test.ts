import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { GatewayError } from '../../src/model/index.ts'
import { openTokenStore } from '../../src/store/index.ts'
import { createSeal } from '../../src/store/tokens/seal.ts'
import { tempFolder } from '../support/temp.ts'

const newKey = () => randomBytes(32)
const key = newKey()

async function place(): Promise<string> {
  return join(await tempFolder(), 'data', 'tokens.db')
}

function opened(path: string, keys: readonly Uint8Array[] = [key]) {
  const store = openTokenStore(path, keys)
  onTestFinished(() => store.close())
  return store
}

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (thrown) {
    return thrown instanceof GatewayError ? thrown.code : String(thrown)
  }
  return 'none'
}

describe('seal', () => {
  test('opens what it closed, and not with another key, under another label, or changed', () => {
    const seal = createSeal([key])
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (text, label, at) => {
        const sealed = seal.close(text, label)
        expect(seal.open(sealed, label)).toBe(text)
        expect(seal.open(sealed, `${label}x`)).toBeNull()
        expect(createSeal([newKey()]).open(sealed, label)).toBeNull()
        const body = Buffer.from(sealed.split('.')[3] ?? '', 'base64url')
        const place = at % body.length
        body[place] = (body[place] ?? 0) ^ 1
        const changed = [...sealed.split('.').slice(0, 3), body.toString('base64url')].join('.')
        expect(seal.open(changed, label)).toBeNull()
      }),
      { numRuns: 60 },
    )
  })

  test('never closes one text in one way twice', () => {
    const seal = createSeal([key])
    expect(seal.close('text', 'label')).not.toBe(seal.close('text', 'label'))
  })

  test.each(['', 'v1', 'v1.a.b.c', 'v2.x.y.z', '....'])('opens nothing of %j', (text) => {
    expect(createSeal([key]).open(text, 'label')).toBeNull()
  })

  test('opens with an older key, and tells that it is not the current one', () => {
    const next = newKey()
    const sealed = createSeal([key]).close('text', 'label')
    const both = createSeal([next, key])
    expect([both.open(sealed, 'label'), both.isCurrent(sealed)]).toEqual(['text', false])
    expect(both.isCurrent(both.close('text', 'label'))).toBe(true)
  })
})

describe('token store', () => {
  test('keeps nothing and makes no file until there is a token', async () => {
    const path = await place()
    expect(await opened(path).of('one', null).get()).toBeNull()
    expect(existsSync(path)).toBe(false)
  })

  test('keeps the tokens of each source, for whoever opens it next', async () => {
    const path = await place()
    const store = opened(path)
    store.put('one', null, 'first')
    expect(await store.of('two', null).replace('seed', 'second')).toBe(true)
    const other = opened(path)
    expect(await other.of('one', null).get()).toBe('first')
    expect(await other.of('two', null).get()).toBe('second')
  })

  test('has a file that its owner alone may read, with nothing of a token in it', async () => {
    const path = await place()
    const store = opened(path)
    store.put('one', { clientSecret: 'of-the-client' }, 'a-token-of-somebody')
    await store
      .of('one', { clientSecret: 'of-the-client' })
      .replace('a-token-of-somebody', 'another')
    expect(statSync(path).mode & 0o077).toBe(0)
    const bytes = await readFile(path, 'latin1')
    for (const secret of [
      'a-token-of-somebody',
      'another',
      'of-the-client',
      key.toString('latin1'),
    ]) {
      expect(bytes).not.toContain(secret)
    }
    const sealed = /v1\.[\w.-]+/.exec(bytes)?.[0] ?? ''
    expect(sealed).not.toBe('')
    // Not under the name of another source either.
    expect(createSeal([key]).open(sealed, 'two')).toBeNull()
  })

  test('leaves a newer token where it is', async () => {
    const path = await place()
    const [harvest, person] = [opened(path), opened(path)]
    person.put('one', null, 'first')
    const tokens = harvest.of('one', null)
    expect(await tokens.get()).toBe('first')
    person.put('one', null, 'of a new login')
    expect(await tokens.replace('first', 'renewed')).toBe(false)
    expect(await tokens.get()).toBe('of a new login')
    expect(await tokens.replace('of a new login', 'renewed')).toBe(true)
    expect(await opened(path).of('one', null).get()).toBe('renewed')
  })

  test('takes a token that came with other credentials for none', async () => {
    const path = await place()
    const store = opened(path)
    const old = { clientId: 'a', refreshToken: 'seed' }
    await store.of('one', old).replace('seed', 'renewed')
    expect(await store.of('one', { refreshToken: 'seed', clientId: 'a' }).get()).toBe('renewed')
    expect(await store.of('one', { ...old, refreshToken: 'other seed' }).get()).toBeNull()
    expect(await store.of('one', null).get()).toBeNull()
  })

  test('is opened by an older key, and needs it no more after that', async () => {
    const path = await place()
    opened(path).put('one', null, 'token')
    const next = newKey()
    expect(await opened(path, [next, key]).of('one', null).get()).toBe('token')
    expect(await opened(path, [next]).of('one', null).get()).toBe('token')
  })

  test.each([
    ['another key', [newKey()]],
    ['no key', []],
  ])('with %s needs a new login, and tells so instead of having none', async (_, keys) => {
    const path = await place()
    opened(path).put('one', null, 'token')
    const store = opened(path, keys)
    expect(await codeOf(() => store.of('one', null).get())).toBe('NEEDS_LOGIN')
    // Of other sources nothing is kept.
    expect(await store.of('two', null).get()).toBeNull()
  })

  test('without a key keeps no login, and what is renewed as long as it is open', async () => {
    const path = await place()
    const store = opened(path, [])
    expect(await codeOf(() => store.put('one', null, 'token'))).toBe('CONFIG_INVALID')
    const tokens = store.of('one', null)
    expect(await tokens.replace('seed', 'renewed')).toBe(true)
    expect(await store.of('one', null).get()).toBe('renewed')
    expect(await tokens.replace('seed', 'late')).toBe(false)
    expect(existsSync(path)).toBe(false)
  })

  test('forgets a token, and says whether there was one', async () => {
    const store = opened(await place())
    expect(store.forget('one')).toBe(false)
    store.put('one', null, 'token')
    expect([store.forget('one'), store.forget('one')]).toEqual([true, false])
    expect(await store.of('one', null).get()).toBeNull()
  })

  test('does not touch a file that is none', async () => {
    const path = join(await tempFolder(), 'tokens.db')
    await writeFile(path, 'something else altogether, and long enough to be looked at')
    const store = opened(path)
    expect(await codeOf(() => store.put('one', null, 'token'))).toBe('CONFIG_INVALID')
    expect(await readFile(path, 'utf8')).toContain('something else')
  })

  test('keeps what was there when a process dies before the new one is whole', async () => {
    const path = await place()
    const store = opened(path)
    store.put('one', null, 'old')
    const circle: { self?: unknown } = {}
    circle.self = circle
    const broken = circle as unknown as string
    await expect(store.of('one', null).replace('old', broken)).rejects.toThrow()
    expect(await opened(path).of('one', null).get()).toBe('old')
    expect(await store.of('one', null).replace('old', 'new')).toBe(true)
  })
})
