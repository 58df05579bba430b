import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { environment, startGateway } from '../support/gateway.ts'
import { run } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

/** Nothing listens there: port 9 is `discard`. */
const nowhere = 'http://127.0.0.1:9/api/v2'

async function refused(variables: Record<string, string>): Promise<{ code: unknown; err: string }> {
  const running = run('src/main.ts', [], variables)
  const code = await running.ended
  expect(running.out()).toBe('')
  expect(running.err()).not.toMatch(/^\s+at /m)
  return { code, err: running.err() }
}

async function digests(folder: string): Promise<Record<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter((entry) => entry.isFile())
  const entries = files.map(async ({ parentPath, name }) => {
    const content = await readFile(join(parentPath, name))
    return [name, createHash('sha256').update(content).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

describe('start', { timeout: 120_000 }, () => {
  test('a wrong sources file stops it with every fault at once, by line', async () => {
    const folder = await tempFolder()
    const variables = await environment(folder, nowhere)
    await writeFile(
      join(folder, 'sources.yaml'),
      `sources:
  - id: allen
    type: allen
    title: Allen
    options:
      baseURL: ${nowhere}
  - id: allen
    type: alien
    title: Other
`,
    )
    const { code, err } = await refused(variables)
    expect(code).toBe(2)
    expect(err).toContain('sources.yaml:6:7: sources[0].options.baseURL: unknown option; did you')
    expect(err).toContain('sources.yaml:7:9: sources[1].id: sources[0] has this id already')
    expect(err).toContain('sources.yaml:8:11: sources[1].type: unknown type; did you mean allen?')
  })

  test('a wrong environment stops it with every fault at once, without the token', async () => {
    const variables = await environment(await tempFolder(), nowhere)
    const { code, err } = await refused({
      ...variables,
      PORT: 'http',
      ATLAS_OPERATOR_TOKEN: 'swordfish',
    })
    expect(code).toBe(2)
    expect(err).toContain('PORT: expected a port')
    expect(err).toContain('ATLAS_OPERATOR_TOKEN: expected at least 16 characters')
    expect(err).not.toContain('swordfish')
  })

  test('a damaged catalogue is refused and left as it is', async () => {
    const variables = await environment(await tempFolder(), nowhere)
    const data = variables.ATLAS_DATA ?? ''
    await mkdir(data)
    await writeFile(join(data, 'catalogue.db'), Buffer.alloc(8192, 'no database'))
    const before = await digests(data)
    const { code, err } = await refused(variables)
    expect(code).toBe(2)
    expect(err).toMatch(/catalogue/i)
    expect(await digests(data)).toEqual(before)
  })

  test('a catalogue of a newer gateway is refused and left as it is', async () => {
    const variables = await environment(await tempFolder(), nowhere)
    const first = await startGateway(variables)
    expect(await first.stop()).toBe(0)
    const data = variables.ATLAS_DATA ?? ''
    const database = new DatabaseSync(join(data, 'catalogue.db'))
    database.exec('pragma user_version = 9999')
    database.close()
    const before = await digests(data)
    const { code, err } = await refused(variables)
    expect(code).toBe(2)
    expect(err).toMatch(/newer/i)
    expect(await digests(data)).toEqual(before)
  })

  test('a port that is taken is named', async () => {
    const variables = await environment(await tempFolder(), nowhere)
    const server = createServer().listen(0, '127.0.0.1')
    try {
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as AddressInfo
      const { code, err } = await refused({ ...variables, PORT: String(port) })
      expect(code).toBe(1)
      expect(err).toContain(`${port}`)
    } finally {
      server.close()
    }
  })

  test('without its upstream it starts, says so, and answers', async () => {
    const gateway = await startGateway(await environment(await tempFolder(), nowhere))
    const ready = await until('it is ready', async () => {
      const { status } = await gateway.get('/ready')
      return status === 200
    })
    expect(ready).toBe(true)
    const { data } = await gateway.ask('{ search(query: "mouse") { totalCount } sources { name } }')
    expect(data).toEqual({ search: { totalCount: 0 }, sources: [{ name: 'allen' }] })
    await gateway.says(/^allen is unreachable: /m, 25_000)
    expect(await gateway.stop()).toBe(0)
  })
})
