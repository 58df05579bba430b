import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EmbeddedIndex } from '../../src/search/embedded/embedded-index.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../src/search/vocabulary/seed.ts'
import { openStore } from '../../src/store/index.ts'
import { environment, harvested, standin, startGateway } from '../support/gateway.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

describe('migrate-index', { timeout: 120_000 }, () => {
  test('fills the index of an engine from the catalogue alone, and says what to do next', async () => {
    const upstream = await standin()
    const folder = await tempFolder()
    const variables = await environment(folder, upstream.options.baseUrl, { harvestEvery: null })
    expect(await command(['harvest'], variables)).toMatchObject({ code: 0 })
    const asked = upstream.requests.length

    const migrated = await command(['migrate-index', '--to', 'embedded'], variables)
    expect(migrated).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^The embedded index holds all \d+ records\.\nStart the gateway without MEILI_URL/,
      ),
    })
    expect(upstream.requests).toHaveLength(asked)

    const again = await command(['migrate-index', '--to', 'embedded', '--json'], variables)
    const counts = JSON.parse(again.out)
    expect(counts).toMatchObject({ engine: 'embedded', settled: true })
    expect(counts.found).toBeGreaterThanOrEqual(60)
    expect(migrated.out).toContain(`all ${counts.found} records`)

    // All of it is there from the first moment, and the gateway keeps its index for itself.
    const gateway = await startGateway(variables)
    const { data } = await gateway.ask('{ search(first: 1) { totalCount } }')
    expect(data.search.totalCount).toBe(counts.found)
    expect(await harvestedCount(gateway)).toBe(counts.found)
    expect(await command(['migrate-index', '--to', 'embedded'], variables)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is in use'),
    })
    expect(await gateway.stop()).toBe(0)
  })

  test('an index that does not hold every record ends it with 3 and the counts', async () => {
    const upstream = await standin()
    const variables = await environment(await tempFolder(), upstream.options.baseUrl)
    expect(await command(['harvest'], variables)).toMatchObject({ code: 0 })
    expect(await command(['migrate-index', '--to', 'embedded'], variables)).toMatchObject({
      code: 0,
    })
    const data = variables.ATLAS_DATA ?? ''
    const store = openStore(join(data, 'catalogue.db'), 'read')
    const index = await EmbeddedIndex.open({ folder: join(data, 'index') })
    const { terms } = await store.vocabulary()
    const vocabulary = createVocabulary([...seedTerms, ...terms])
    await index.configure({ vocabulary, cursorKey: await store.installationKey() })
    const [change] = await store.changes(0, 1)
    const { position, documents } = await index.stats()
    await index.apply({ documents: [], removed: [change?.id ?? ''], position })
    await index.close()
    await store.close()

    const { code, out } = await command(['migrate-index', '--to', 'embedded'], variables)
    const counts = `${documents} records in the catalogue, ${documents - 1} in the embedded index, ${documents - 1} found`
    expect({ code, out }).toEqual({ code: 3, out: `The counts differ: ${counts}.\n` })
  })

  test('without a catalogue, or without an address of Meilisearch, it does nothing', async () => {
    const variables = await environment(await tempFolder(), 'http://127.0.0.1:9')
    const none = await command(['migrate-index', '--to', 'embedded'], variables)
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('no catalogue') })
    await expect(stat(join(variables.ATLAS_DATA ?? '', 'index'))).rejects.toThrow('ENOENT')
    const nowhere = await command(['migrate-index', '--to', 'meilisearch'], variables)
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('MEILI_URL') })
  })

  test('a Meilisearch that is not there ends it with 5 at once, without its address', async () => {
    const upstream = await standin()
    const variables = await environment(await tempFolder(), upstream.options.baseUrl)
    expect(await command(['harvest'], variables)).toMatchObject({ code: 0 })
    const begun = performance.now()
    const elsewhere = { ...variables, MEILI_URL: 'http://127.0.0.1:9', MEILI_KEY: 'some-key' }
    const { code, err } = await command(['migrate-index', '--to', 'meilisearch'], elsewhere)
    expect({ code, err }).toEqual({ code: 5, err: 'No Meilisearch answers at MEILI_URL.\n' })
    expect(performance.now() - begun).toBeLessThan(15_000)
  })
})

const harvestedCount = async (gateway: Awaited<ReturnType<typeof startGateway>>) =>
  (await harvested(gateway)).written
