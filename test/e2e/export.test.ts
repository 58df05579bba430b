import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { environment, harvested, standin, startGateway } from '../support/gateway.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

describe('export', { timeout: 120_000 }, () => {
  test('of what was harvested: all of it, and of a search what it counts', async () => {
    const upstream = await standin()
    const folder = await tempFolder()
    const variables = await environment(folder, upstream.options.baseUrl, { harvestEvery: null })
    expect(await command(['harvest'], variables)).toMatchObject({ code: 0 })
    const gateway = await startGateway(variables)
    await harvested(gateway)
    const shell = { ATLAS_URL: gateway.url }

    const counts = await gateway.ask(`{
      all: search(first: 1) { totalCount }
      some: search(query: "hippocampos", filter: { species: ["mouse"] }, first: 100) {
        totalCount edges { node { id title } }
      }
    }`)
    const { all, some } = counts.data
    const everything = await command(['export', '--fields', 'id'], shell)
    expect(everything.out.trim().split('\n')).toHaveLength(all.totalCount)

    const file = join(folder, 'some.csv')
    const args = ['export', 'hippocampos', '--species', 'mouse', '--output', file]
    expect(await command(args, shell)).toMatchObject({
      code: 0,
      err: expect.stringContaining(`${some.totalCount} records in ${file}`),
    })
    const rows = parse(await readFile(file, 'utf8'), { columns: true }) as Record<string, string>[]
    const titles = new Map(rows.map(({ id, title }) => [id, title]))
    expect(titles.size).toBe(some.totalCount)
    for (const { node } of some.edges) expect(titles.get(node.id)).toBe(node.title)
    expect(await gateway.stop()).toBe(0)
  })
})
