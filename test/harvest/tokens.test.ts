import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { every, Harvester } from '../../src/harvest/index.ts'
import { GatewayError, type HarvestRun } from '../../src/model/index.ts'
import type { AnyConnector } from '../../src/sdk/index.ts'
import { openTokenStore } from '../../src/store/index.ts'
import { until } from '../support/until.ts'
import { book, openCatalogue, scripted } from './catalogue.ts'
import { quickHarvest } from './quick-harvest.ts'

const options = { baseUrl: 'http://127.0.0.1:9' }

/** Good tokens, and those that were shown so far. */
function door(...good: string[]) {
  const shown: (string | null)[] = []
  const connector: AnyConnector = scripted(async function* ({ tokens, from }) {
    const token = await tokens.get()
    shown.push(token)
    if (token === null) throw new GatewayError('NEEDS_LOGIN')
    if (!good.includes(token)) throw new GatewayError('SOURCE_REFUSED')
    await tokens.replace(token, `${token}+`)
    good.push(`${token}+`)
    from('a')
    yield book('a1')
    yield { partitionDone: 'a' }
  })
  return { connector, shown, good }
}

async function opened() {
  const { store, folder } = await openCatalogue()
  const tokens = openTokenStore(join(folder, 'tokens.db'), [randomBytes(32)])
  onTestFinished(() => tokens.close())
  return { store, tokens }
}

function harvesterOf(
  { store, tokens }: Awaited<ReturnType<typeof opened>>,
  connector: AnyConnector,
  seconds: number | null,
): Harvester {
  const source = { id: 'library', type: 'library', options, allowPrivateAddresses: false }
  const harvester = new Harvester({
    store,
    tokens,
    connectors: new Map([['library', connector]]),
    sources: [{ ...source, schedule: seconds === null ? null : every(seconds) }],
    scheduled: seconds !== null,
    timing: { progress: 0, grace: 50 },
  })
  onTestFinished(() => harvester.close())
  return harvester
}

async function ended(harvester: Harvester): Promise<HarvestRun> {
  let run = await harvester.start('library')
  for await (run of harvester.progress(run.id));
  return run
}

test('a harvest goes on with the token that the one before has left', async () => {
  const use = await opened()
  const { connector, shown } = door('t')
  use.tokens.put('library', null, 't')
  const harvester = harvesterOf(use, connector, null)
  expect((await ended(harvester)).state).toBe('SUCCEEDED')
  expect((await ended(harvester)).state).toBe('SUCCEEDED')
  expect(shown).toEqual(['t', 't+'])
  expect(await use.tokens.of('library', null).get()).toBe('t++')
})

test('a token that was refused is not shown again, and another one is', async () => {
  const use = await opened()
  const { connector, shown, good } = door()
  use.tokens.put('library', null, 'bad')
  const harvester = harvesterOf(use, connector, null)
  expect((await ended(harvester)).error).toBe('SOURCE_REFUSED')
  expect((await ended(harvester)).error).toBe('NEEDS_LOGIN')
  expect(shown).toEqual(['bad'])
  good.push('new')
  use.tokens.put('library', null, 'new')
  expect((await ended(harvester)).state).toBe('SUCCEEDED')
  expect(await use.store.refusedCredentials('library')).toBeNull()
})

test('a login while a harvest fails with the old token is not taken for what was refused', async () => {
  const { store, tokens } = await opened()
  tokens.put('library', null, 'old')
  const connector = scripted(async function* (context) {
    await context.tokens.get()
    tokens.put('library', null, 'new')
    yield* []
    throw new GatewayError('NEEDS_LOGIN')
  })
  const run = await quickHarvest(store, { connector, options, tokens: tokens.of('library', null) })
  expect(run.error).toBe('NEEDS_LOGIN')
  const { connector: fine } = door('new')
  const again = await quickHarvest(store, {
    connector: fine,
    options,
    tokens: tokens.of('library', null),
  })
  expect(again.state).toBe('SUCCEEDED')
})

test('a source that needs a login is harvested as soon as somebody has logged in, however long it has to wait otherwise', async () => {
  const use = await opened()
  const { connector, shown } = door('t')
  harvesterOf(use, connector, 3_600)
  await until('the harvest without a token', () => (shown.length === 1 ? true : null))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(shown).toEqual([null])
  use.tokens.put('library', null, 'bad')
  await until('the harvest with a bad one', () => (shown.length === 2 ? true : null))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(shown).toEqual([null, 'bad'])
  use.tokens.put('library', null, 't')
  await until('the harvest with a good one', () => (shown.length === 3 ? true : null))
})

test('a harvest without a place for tokens forgets them with its end', async () => {
  const { store } = await openCatalogue()
  let met: unknown[] = []
  const connector = scripted(async function* ({ tokens }) {
    met = [await tokens.get(), await tokens.replace('seed', 'next'), await tokens.get()]
    met.push(await tokens.replace('seed', 'late'))
    yield* []
  })
  for (let times = 0; times < 2; times++) {
    await quickHarvest(store, { connector, options })
    expect(met).toEqual([null, true, 'next', false])
  }
})
