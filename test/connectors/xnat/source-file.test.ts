import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startXnatStandin } from '../../../connectors/xnat/standin.ts'
import { loadConnectors, startHarvestWorker } from '../../../src/harvest/index.ts'
import { GatewayError, type HarvestRun, operator } from '../../../src/model/index.ts'
import { connectorsFolder, parseSources } from '../../../src/sources.ts'
import { startStoreWorker } from '../../../src/store/index.ts'
import { tempFolder } from '../../support/temp.ts'

const named = (name: string) => `$${'{'}${name}}`

test('xnat: a source of the sources file logs in with what the environment holds, which is kept nowhere', async () => {
  const site = await startXnatStandin()
  onTestFinished(() => site.close())
  const { user, password } = site.account
  const variables: Record<string, string> = { XNAT_USER: user, XNAT_PASSWORD: password }
  const text = `sources:
  - id: site
    type: xnat
    title: A site
    allowPrivateAddresses: true
    harvestEvery: null
    credentials:
      user: ${named('XNAT_USER')}
      password: ${named('XNAT_PASSWORD')}
    options:
      baseUrl: ${site.baseUrl}
      projects: [EMPTY_START, TUMOUR]
`
  const connectors = await loadConnectors(connectorsFolder, ['xnat'])
  const sources = parseSources(text, 'sources.yaml', connectors, (name) => variables[name] ?? null)
  const folder = await tempFolder()
  const stores = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => stores.close())
  await stores.store.configureSources(sources)
  const harvests = await startHarvestWorker({
    storePort: stores.connect(),
    connectorsFolder,
    sources,
    scheduled: false,
    logLevel: 'silent',
  })
  onTestFinished(() => harvests.close())
  let run: HarvestRun = await harvests.start('site')
  for await (run of harvests.progress(run.id)) expect(run.error).toBeNull()
  expect([run.state, run.rejected]).toEqual(['SUCCEEDED', 0])
  expect(run.seen).toBeGreaterThan(10)
  expect((await stores.store.sources(operator))[0]?.state).toBe('READY')
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
  )
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  for (const secret of [password, basic]) expect(files.join('\n')).not.toContain(secret)
})

test('xnat: options that are wrong are named all at once, without their values', async () => {
  const connectors = await loadConnectors(connectorsFolder, ['xnat'])
  const text = `sources:
  - id: site
    type: xnat
    title: A site
    options:
      baseUrl: https://me:hunter2@xnat.example.org/?token=hunter2
      timeZone: Mars/Olympus
      projects: ['a b']
      depth: deep
      xsiTypes: [mrSessionData]
      password: hunter2
`
  let message = ''
  try {
    parseSources(text, 'sources.yaml', connectors, () => null)
  } catch (thrown) {
    message = thrown instanceof GatewayError ? thrown.message : String(thrown)
  }
  for (const option of ['baseUrl', 'timeZone', 'projects[0]', 'depth', 'xsiTypes[0]', 'password']) {
    expect(message).toContain(`sources[0].options.${option}: `)
  }
  expect(message).not.toContain('hunter2')
})

test.each([
  ['user', 'password', true],
  ['alias', 'secret', true],
  ['user', 'secret', false],
])('xnat: credentials by the names of %s and %s are taken: %s', async (user, password, taken) => {
  const connectors = await loadConnectors(connectorsFolder, ['xnat'])
  const text = `sources:
  - id: site
    type: xnat
    title: A site
    credentials:
      ${user}: ${named('ONE')}
      ${password}: ${named('TWO')}
    options: { baseUrl: 'https://xnat.example.org' }
`
  const read = () => parseSources(text, 'sources.yaml', connectors, (name) => `${name} word`)
  if (taken) {
    expect(read()[0]?.credentials).toEqual({ user: 'ONE word', password: 'TWO word' })
  } else expect(read).toThrow('credentials: expected user and password, or alias and secret')
})
