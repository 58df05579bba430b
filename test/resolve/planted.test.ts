import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { startStandin } from '../../src/sdk/standin/index.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

const operatorToken = 'planted-operator-token'
/** Nothing that is written may hold any of these. */
const planted = {
  readerId: 'PLANTEDREADERID',
  readerSecret: 'planted-reader-secret',
  readerToken: 'planted-reader-session-token',
  payerId: 'PLANTEDPAYERID',
  payerSecret: 'planted-payer-secret',
  wish: 'planted-idempotency-key',
}
const bytes = 'planted bytes of an asset'

/** A variable of the environment, as a sources file names it. */
const named = (variable: string) => `\${${variable}}`

/** A bucket that is somewhere else, and the gateway as a process of its own with all that it writes. */
async function start() {
  const bucket = await startStandin({
    routes: { 'GET /wine-1/bottle-1': () => ({ body: bytes }) },
  })
  onTestFinished(() => bucket.close())
  const folder = await tempFolder()
  const sources = join(folder, 'sources.yaml')
  const source = {
    id: 'cellar',
    type: 'cellar',
    title: 'Cellar',
    allowPrivateAddresses: true,
    payer: {
      credentials: { accessKeyId: named('PAYER_ID'), secretAccessKey: named('PAYER_SECRET') },
      budgetPerReader: 1,
      budget: 1,
    },
    options: { endpoint: bucket.url, bottles: ['bottle-1', 'bottle-2'] },
  }
  await writeFile(sources, JSON.stringify({ sources: [source] }))
  const server = fileURLToPath(new URL('./cellar-server.ts', import.meta.url))
  const child = spawn(process.execPath, [server], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ATLAS_DATA: join(folder, 'data'),
      ATLAS_SOURCES: sources,
      ATLAS_OPERATOR_TOKEN: operatorToken,
      ATLAS_LOG_LEVEL: 'debug',
      PAYER_ID: planted.payerId,
      PAYER_SECRET: planted.payerSecret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await ended
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
    })
  }
  const url = await until('it listens', () => /http:\/\/\S+/.exec(said)?.[0] ?? null)
  return {
    bucket,
    url,
    catalogue: join(folder, 'data', 'catalogue.db'),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async written() {
      const files = await readdir(folder, { recursive: true, withFileTypes: true })
      const texts = files.map(async (file) =>
        file.isFile() ? readFile(join(file.parentPath, file.name), 'latin1') : '',
      )
      return {
        files: files.map(({ name }) => name),
        text: [said, ...(await Promise.all(texts))].join('\n'),
      }
    },
  }
}

test('a signed link or a key is written nowhere, and no byte of an asset passes through the gateway', async () => {
  const { bucket, url, catalogue, stop, written } = await start()
  const keys = {
    accessKeyId: planted.readerId,
    secretAccessKey: planted.readerSecret,
    sessionToken: planted.readerToken,
  }
  const own = { 'x-source-credentials': JSON.stringify({ cellar: keys }) }
  const operator = { authorization: `Bearer ${operatorToken}` }
  const ask = async (query: string, variables: object, headers: Record<string, string>) => {
    const answer = await request(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    })
    // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
    return (await answer.body.json()) as any
  }
  const ids: string[] = await until('all is harvested and found', async () => {
    const { data } = await ask(
      '{ search { edges { node { assets(first: 1) { edges { node { id name } } } } } } }',
      {},
      {},
    )
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const found = data.search.edges.map(({ node }: any) => node.assets.edges[0].node)
    found.sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1))
    return found.length === 2 ? found.map(({ id }: { id: string }) => id) : null
  })

  const fields = '{ state url payer }'
  const links = await ask(`query ($ids: [ID!]!) { links(ids: $ids) ${fields} }`, { ids }, own)
  const opening = `mutation ($ids: [ID!]!, $key: String!) {
    openLinks(ids: $ids, consent: true, idempotencyKey: $key) { links ${fields} problems { code } }
  }`
  const opened = await ask(opening, { ids, key: planted.wish }, operator)
  const again = await ask(opening, { ids: [...ids].reverse(), key: planted.wish }, operator)
  // Whatever goes wrong, and is perhaps logged.
  await ask(opening, { ids, key: `${planted.wish} ` }, operator)
  await ask(opening, { ids, key: planted.wish }, {})
  for (const wrong of [{ cellar: { ...keys, pin: '1' } }, { nowhere: keys }, [keys]]) {
    await ask('{ sources { id } }', {}, { 'x-source-credentials': JSON.stringify(wrong) })
  }
  const redirect = await request(`${url}/assets/${ids[0]}`, { headers: own })
  await redirect.body.dump()
  expect(redirect.statusCode).toBe(302)
  expect(again.data.openLinks.problems).toMatchObject([{ code: 'CONFLICT' }])
  const made: { url: string; payer: string }[] = [
    ...links.data.links,
    ...opened.data.openLinks.links,
  ]
  expect(made.map(({ payer }) => payer)).toEqual(['CALLER', 'CALLER', 'OPERATOR', 'OPERATOR'])

  // The links lead to the bucket, which nobody has asked for anything until somebody follows one.
  expect(bucket.requests).toEqual([])
  const answer = await request(String(redirect.headers.location))
  expect(await answer.body.text()).toBe(bytes)
  expect(bucket.requests).toHaveLength(1)

  const signatures = made.map((link) => new URL(link.url).searchParams.get('X-Amz-Signature') ?? '')
  expect(signatures.every((signature) => /^[0-9a-f]{64}$/.test(signature))).toBe(true)
  const markers = [...Object.values(planted), ...signatures, 'X-Amz-', bytes]
  for (const moment of ['while it runs', 'after its end']) {
    const { files, text } = await written()
    expect(files).toContain('catalogue.db')
    expect(text).toContain('bottle-1')
    expect(
      markers.filter((marker) => text.includes(marker)),
      moment,
    ).toEqual([])
    if (moment === 'while it runs') await stop()
  }
  const database = new DatabaseSync(catalogue, { readOnly: true })
  const audit = database.prepare(`SELECT detail FROM audit WHERE action = 'opened'`).all()
  database.close()
  expect(audit.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
    {
      subject: 'operator',
      opening: expect.stringMatching(/^[\w-]{43}$/),
      dollars: expect.closeTo(0.18, 3),
      until: expect.any(String),
      assets: [
        { record: 'cellar:bottle-1', key: expect.any(String) },
        { record: 'cellar:bottle-2', key: expect.any(String) },
      ],
    },
  ])
})
