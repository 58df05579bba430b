import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import shanoir from '../../../connectors/shanoir/index.ts'
import { offlineTokens, startShanoirStandin } from '../../../connectors/shanoir/standin.ts'
import { loadConnectors, startHarvestWorker } from '../../../src/harvest/index.ts'
import { GatewayError, type HarvestRun, operator } from '../../../src/model/index.ts'
import { connectorsFolder, parseSources } from '../../../src/sources.ts'
import { openTokenStore, startStoreWorker, tokenFile } from '../../../src/store/index.ts'
import { tempFolder } from '../../support/temp.ts'

const named = (name: string) => `$${'{'}${name}}`

test('shanoir: a source goes on with the newest token in every process, and the first one is kept nowhere', async () => {
  const site = await startShanoirStandin({ quirks: { rotation: 'revoked' } })
  onTestFinished(() => site.close())
  const text = `sources:
  - id: site
    type: shanoir
    title: A site
    allowPrivateAddresses: true
    harvestEvery: null
    credentials: { refreshToken: '${named('SHANOIR_TOKEN')}' }
    options: { baseUrl: ${site.baseUrl}, studies: [3] }
`
  const connectors = await loadConnectors(connectorsFolder, ['shanoir'])
  const sources = parseSources(text, 'sources.yaml', connectors, () => offlineTokens.member)
  const folder = await tempFolder()
  const keys = [randomBytes(32)]
  const path = join(folder, tokenFile)
  const stores = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => stores.close())
  await stores.store.configureSources(sources)
  // As after a new start: of what was in memory nothing is left.
  for (let times = 0; times < 2; times++) {
    const harvests = await startHarvestWorker({
      storePort: stores.connect(),
      tokens: { path, keys },
      connectorsFolder,
      sources,
      scheduled: false,
      logLevel: 'silent',
    })
    try {
      let run: HarvestRun = await harvests.start('site')
      for await (run of harvests.progress(run.id)) expect(run.error).toBeNull()
      expect([run.state, run.rejected]).toEqual(['SUCCEEDED', 0])
    } finally {
      await harvests.close()
    }
  }
  expect(site.counts.refreshes).toBe(2)
  expect((await stores.store.sources(operator))[0]?.state).toBe('READY')
  const tokens = openTokenStore(path, keys)
  onTestFinished(() => tokens.close())
  const newest = await tokens.of('site', { refreshToken: offlineTokens.member }).get()
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
  )
  for (const secret of [offlineTokens.member, newest ?? '']) {
    expect(secret.length).toBeGreaterThan(20)
    expect(files.join('\n')).not.toContain(secret)
  }
})

test('shanoir: options that are wrong are named all at once, without their values', async () => {
  const connectors = await loadConnectors(connectorsFolder, ['shanoir'])
  const text = `sources:
  - id: site
    type: shanoir
    title: A site
    credentials: { refreshToken: '${named('SHANOIR_TOKEN')}' }
    options:
      baseUrl: https://somebody:secret@shanoir.example.org
      pageSize: 5000
      studies: [one]
      sweepevery: 3
`
  try {
    parseSources(text, 'sources.yaml', connectors, () => 'two words')
    expect.unreachable()
  } catch (thrown) {
    const { message } = thrown as GatewayError
    expect(thrown).toBeInstanceOf(GatewayError)
    for (const path of ['baseUrl', 'pageSize', 'studies[0]', 'sweepevery', 'refreshToken']) {
      expect(message).toContain(path)
    }
    expect(message).toContain('did you mean sweepEvery')
    expect(message).not.toMatch(/secret|two words/)
  }
})

test('shanoir: the example in sources.yaml is a source', async () => {
  const text = await readFile(new URL('../../../sources.yaml', import.meta.url), 'utf8')
  const lines = text.split('\n')
  const from = lines.findIndex((line) => line.trim() === '# - id: shanoir')
  const block = lines.slice(from, lines.indexOf('', from)).map((line) => line.replace('# ', ''))
  const connectors = new Map([['shanoir', shanoir]])
  const file = `sources:\n${block.join('\n')}`
  expect(parse(file).sources).toHaveLength(1)
  const [source] = parseSources(file, 'sources.yaml', connectors as never, () => null)
  expect(source).toMatchObject({ id: 'shanoir', options: { account: true, sweepEvery: 7 } })
})
