import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { operatorToken, type RunningGateway, standin, startGateway } from '../support/gateway.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

const planted = 'swordfish-17'
const fields = '{ source { id state records } problems { code path message } }'

async function surroundings(origin: string): Promise<Record<string, string>> {
  const folder = await tempFolder()
  const file = join(folder, 'sources.yaml')
  await writeFile(file, 'sources: []')
  return {
    PORT: '0',
    ATLAS_DATA: join(folder, 'data'),
    ATLAS_SOURCES: file,
    ATLAS_OPERATOR_TOKEN: operatorToken,
    ATLAS_PRIVATE_ORIGINS: origin,
    ATLAS_SECRET_KEY: randomBytes(32).toString('hex'),
  }
}

function askerOf(gateway: RunningGateway) {
  return async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await gateway.ask(query, variables, operatorToken)
    expect(errors, JSON.stringify(errors)).toBeUndefined()
    return data
  }
}

async function filesHold(folder: string, text: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const holding = names.map(async (name) => ((await readFile(name)).includes(text) ? [name] : []))
  return (await Promise.all(holding)).flat()
}

describe('a source that is registered with a gateway', { timeout: 120_000 }, () => {
  test('is checked, harvested when approved, by the command line too, and after a new start', async () => {
    const upstream = await standin()
    const variables = await surroundings(upstream.url)
    let gateway = await startGateway(variables)
    let ask = askerOf(gateway)
    const options = { baseUrl: upstream.url }
    const input = { id: 'brain', type: 'allen', title: 'Brain', options }

    const { checkSource } = await ask(
      'mutation($input: SourceInput!) { checkSource(input: $input, sample: 3) { ok problems { code path message } sample { nativeId } } }',
      { input },
    )
    expect(checkSource).toMatchObject({ ok: true, problems: [] })
    expect(checkSource.sample).toHaveLength(3)

    const register = `mutation($input: SourceInput!) { registerSource(input: $input) ${fields} }`
    const bad = { ...input, options: { ...options, password: planted } }
    expect((await ask(register, { input: bad })).registerSource).toMatchObject({
      source: null,
      problems: [{ path: 'options.password' }],
    })
    const { registerSource } = await ask(register, { input })
    expect(registerSource).toMatchObject({ source: { state: 'PENDING', records: 0 }, problems: [] })
    const { id } = registerSource.source

    await ask(`mutation($id: ID!) { approveSource(id: $id) ${fields} }`, { id })
    const harvested = () =>
      until(
        'it is harvested',
        async () => {
          const { source } = await ask(
            'query($id: ID!) { source(id: $id) { records lastHarvest { id state } } }',
            { id },
          )
          return source.lastHarvest?.state === 'SUCCEEDED' && source.records > 0 ? source : null
        },
        60_000,
      )
    const first = await harvested()

    const again = await command(['harvest', 'brain', '--json'], variables)
    expect(again, again.err).toMatchObject({ code: 0 })
    expect(JSON.parse(again.out)).toMatchObject([{ source: 'brain', state: 'SUCCEEDED' }])

    await ask(`mutation($id: ID!) { pauseSource(id: $id) ${fields} }`, { id })
    const paused = await command(['harvest', 'brain'], variables)
    expect(paused).toMatchObject({ code: 2, err: expect.stringContaining('is paused') })
    await gateway.stop()
    gateway = await startGateway(variables)
    ask = askerOf(gateway)
    const { source } = await ask('query($id: ID!) { source(id: $id) { state records } }', { id })
    expect(source).toEqual({ state: 'PAUSED', records: first.records })

    const { removeSource } = await ask(
      'mutation($id: ID!, $records: Int!) { removeSource(id: $id, confirmRecords: $records) { removedRecords problems { code } } }',
      { id, records: first.records },
    )
    expect(removeSource).toEqual({ removedRecords: first.records, problems: [] })
    expect((await ask('{ sources { name } }')).sources).toEqual([])
    expect(await filesHold(variables.ATLAS_DATA ?? '', planted)).toEqual([])
    expect(gateway.err()).not.toContain(planted)
    await gateway.stop()
  })

  test('keeps its secrets sealed, and a rotation gives the old key up', async () => {
    const variables = await surroundings('http://127.0.0.1:9')
    const gateway = await startGateway(variables)
    const ask = askerOf(gateway)
    const input = {
      id: 'site',
      type: 'xnat',
      title: 'Site',
      options: { baseUrl: 'http://127.0.0.1:9' },
      secrets: { user: 'ann', password: planted },
    }
    const register = `mutation($input: SourceInput!) { registerSource(input: $input) ${fields} }`
    const { registerSource } = await ask(register, { input })
    expect(registerSource.problems).toEqual([])
    const old = variables.ATLAS_SECRET_KEY
    const next = randomBytes(32).toString('hex')
    const lost = await command(['secrets', 'rotate'], { ...variables, ATLAS_SECRET_KEY: next })
    expect(lost).toMatchObject({ code: 2, err: expect.stringContaining('Nothing was changed') })
    const both = { ...variables, ATLAS_SECRET_KEY: `${next},${old}` }
    expect(await command(['secrets', 'rotate'], both)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 of 1'),
    })
    const after = { ...variables, ATLAS_SECRET_KEY: next }
    expect(await command(['secrets', 'rotate'], after)).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 of 1'),
    })
    expect(await filesHold(variables.ATLAS_DATA ?? '', planted)).toEqual([])
    await gateway.stop()
    expect(gateway.out() + gateway.err()).not.toContain(planted)
  })

  test('that hangs is checked within 15 seconds, and what was waited for is told', async () => {
    const upstream = await standin()
    upstream.faults.add({ kind: 'hang-headers' })
    const gateway = await startGateway(await surroundings(upstream.url))
    const startedAt = performance.now()
    const { checkSource } = await askerOf(gateway)(
      'mutation($input: SourceInput!) { checkSource(input: $input, sample: 3) { ok problems { code path message } } }',
      { input: { id: 'brain', type: 'allen', title: 'Brain', options: { baseUrl: upstream.url } } },
    )
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    expect(checkSource).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'TIMEOUT',
          path: 'options.baseUrl',
          message: expect.stringContaining('14 seconds'),
        },
      ],
    })
    await gateway.stop()
  })
})
