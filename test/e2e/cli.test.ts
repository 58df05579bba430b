import { describe, expect, test } from 'vitest'
import { environment, harvested, standin, startGateway } from '../support/gateway.ts'
import { command, run } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

describe('command line', { timeout: 120_000 }, () => {
  test('harvests on the database of a running gateway, which then answers search, show and sources', async () => {
    const upstream = await standin()
    const { baseUrl } = upstream.options
    const variables = await environment(await tempFolder(), baseUrl, { harvestEvery: null })
    const gateway = await startGateway(variables)
    const shell = { ...variables, ATLAS_URL: gateway.url }

    const harvest = await command(['harvest', 'allen'], shell)
    expect(harvest).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^allen {2}succeeded: \d+/),
    })
    await harvested(gateway)

    const found = await command(['search', 'hippocampos', '--species', 'mouse'], shell)
    expect(found.code).toBe(0)
    expect(found.out).toMatch(/^ID +TITLE +KIND +SPECIES/)
    expect(found.out).toMatch(/Mus musculus/)
    expect(found.err).toMatch(/\d+ of \d+ records/)

    const asJson = await command(['search', 'hippocampos', '--first', '1', '--json'], shell)
    const { search } = JSON.parse(asJson.out)
    expect(search.edges).toHaveLength(1)

    const shown = await command(['show', search.edges[0].node.id], shell)
    expect(shown.code).toBe(0)
    expect(shown.out).toContain(search.edges[0].node.title)

    const sources = await command(['sources'], shell)
    expect(sources.out).toMatch(/^allen +Allen Brain Map +allen +ready +\d+/m)

    expect(await command(['search', 'zzzxqqq'], shell)).toMatchObject({ code: 4, out: '' })
    expect(await command(['show', 'no-such-id'], shell)).toMatchObject({ code: 4 })
    expect(await gateway.stop()).toBe(0)
    const nobody = await command(['search', 'mouse'], shell)
    expect(nobody).toMatchObject({ code: 5, out: '', err: expect.stringContaining('No gateway') })
  })

  test('harvest of an unknown source names the known ones', async () => {
    const variables = await environment(await tempFolder(), 'http://127.0.0.1:9')
    const { code, err } = await command(['harvest', 'alien'], variables)
    expect(code).toBe(2)
    expect(err).toContain('There is no source alien; known: allen.')
  })

  test('a harvest of which a part cannot be read is partial and ends with 3', async () => {
    const upstream = await standin()
    upstream.faults.add({
      kind: 'status-404',
      match: ({ path, search }) => decodeURIComponent(path + search).includes('ReferenceSpace'),
    })
    const variables = await environment(await tempFolder(), upstream.options.baseUrl)
    const { code, out } = await command(['harvest'], variables)
    expect({ code, out }).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^allen {2}partial/),
    })
  })

  test('Ctrl-C cancels a harvest with an honest verdict and ends with 130', async () => {
    const upstream = await standin({ latency: 60, synthetic: 400 })
    const variables = await environment(await tempFolder(), upstream.options.baseUrl)
    const running = run('src/cli/main.ts', ['harvest', '--json'], variables)
    await new Promise((resolve) => setTimeout(resolve, 100))
    while (upstream.requests.length < 5) await new Promise((resolve) => setTimeout(resolve, 20))
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(130)
    expect(JSON.parse(running.out())).toMatchObject([{ source: 'allen', state: 'CANCELLED' }])
  })
})
