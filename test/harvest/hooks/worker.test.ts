import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type HarvestSource, startHarvestWorker } from '../../../src/harvest/index.ts'
import { type HarvestRun, operator } from '../../../src/model/index.ts'
import { startStoreWorker } from '../../../src/store/index.ts'
import { tempFolder } from '../../support/temp.ts'
import { until } from '../../support/until.ts'
import { configure } from '../catalogue.ts'
import { books, startLibrary } from '../shelf.ts'
import { type HookFile, hookConfigs } from './hooked.ts'

async function worker(hooks: Record<string, string | HookFile>, latency = 0) {
  const folder = await tempFolder()
  await mkdir(join(folder, 'connectors', 'library'), { recursive: true })
  const shelf = pathToFileURL(join(import.meta.dirname, '..', 'shelf.ts')).href
  const module = `export { libraryConnector as default } from '${shelf}'\n`
  await writeFile(join(folder, 'connectors', 'library', 'index.ts'), module)
  const sources = await Promise.all(
    ['library', 'other'].map(async (id): Promise<{ source: HarvestSource; hang: () => void }> => {
      const standin = await startLibrary({ books: books(40), pageSize: 20, rights: {} }, latency)
      onTestFinished(() => standin.close())
      const options = { baseUrl: standin.url, shelves: ['a'] }
      return {
        source: { id, type: 'library', options, schedule: null, allowPrivateAddresses: true },
        hang: () => standin.faults.add({ kind: 'hang-headers' }),
      }
    }),
  )
  const stores = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => stores.close())
  await configure(stores.store)
  const harvests = await startHarvestWorker({
    storePort: stores.connect(),
    connectorsFolder: join(folder, 'connectors'),
    sources: sources.map(({ source }) => source),
    hooks: await hookConfigs(hooks, join(folder, 'hooks')),
    scheduled: false,
    timing: { progress: 0, grace: 50 },
    logLevel: 'silent',
  })
  onTestFinished(() => harvests.close())
  const harvest = async (source: string): Promise<HarvestRun> => {
    let run = await harvests.start(source)
    for await (run of harvests.progress(run.id));
    return run
  }
  return { harvests, harvest, store: stores.store, folder, sources }
}

const told = (file: string) => `import { appendFileSync } from 'node:fs'
  export const onHarvestFinished = (run) => appendFileSync('${file}', run.source + ' ' + run.state + '\\n')`

test('the harvest worker: its hooks enrich, reject and are told, each in a thread of its own', async () => {
  const file = join(await tempFolder(), 'told')
  const code = `export const enrichRecord = ({ title }) => ({ title: title.toUpperCase() })
    export const validateRecord = ({ nativeId }) => nativeId === 'a7' ? 'not this one' : null`
  const { harvest, store } = await worker({ loud: code, told: told(file) })
  expect(await harvest('library')).toMatchObject({ state: 'PARTIAL', written: 39, rejected: 1 })
  const [record] = await store.records(operator, ['library:a1'])
  expect(record?.title).toBe('BOOK 1 OF A')
  expect(await until('the hook', () => readFile(file, 'utf8').catch(() => null))).toBe(
    'library PARTIAL\n',
  )
})

test('the harvest worker: a check of a source asks its hooks', async () => {
  const code = `export const validateRecord = ({ nativeId }) => nativeId === 'a2' ? 'not this one' : null`
  const { harvests, sources } = await worker({ strict: code })
  const { options = {} } = sources[0]?.source ?? {}
  const check = await harvests.check({
    ...{ source: 'draft', type: 'library', options, credentials: null, sample: 4, time: 10_000 },
    origins: [String(options.baseUrl)],
    allowPrivateAddresses: true,
    rights: { discover: ['public'], visibility: null },
    signs: { addressPath: 'options.baseUrl', given: [], taken: [] },
  })
  expect(check.rejected).toEqual([
    { nativeId: 'a2', entity: 'book', path: null, reason: 'hook strict: not this one' },
  ])
  expect(check.sample.map(({ record }) => record.nativeId)).toEqual(['a1', 'a3', 'a4'])
})

test('the harvest worker: a source that hangs and a hook that loops keep no other source waiting', async () => {
  const code = `export const enrichRecord = ({ title, source }) => {
    while (source === 'other') ;
    return { title: title.toUpperCase() }
  }`
  const { harvests, harvest, sources } = await worker({
    loop: { code, deadline: 2_000, sources: ['library', 'other'] },
  })
  const looping = harvest('other')
  expect(await harvest('library')).toMatchObject({ state: 'SUCCEEDED', written: 40 })
  expect((await harvests.runs()).map(({ source }) => source)).toEqual(['other'])
  expect(await looping).toMatchObject({ state: 'PARTIAL', written: 40 })
  sources[1]?.hang()
  const { id } = await harvests.start('other')
  expect(await harvest('library')).toMatchObject({ state: 'SUCCEEDED', unchanged: 40 })
  expect(await harvests.cancel(id)).toMatchObject({ state: 'CANCELLED' })
})

test('the harvest worker: a hook that cannot be loaded is told to whoever starts it', async () => {
  await expect(worker({ broken: 'export const' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: 'The hook broken cannot be used. It cannot be loaded (SyntaxError).',
  })
})
