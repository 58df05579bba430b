import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startShanoirStandin } from '../../connectors/shanoir/standin.ts'
import { operatorToken, startGateway } from '../support/gateway.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

async function setUp() {
  const site = await startShanoirStandin()
  onTestFinished(() => site.close())
  const folder = await tempFolder()
  const file = join(folder, 'sources.yaml')
  const source = {
    id: 'shanoir',
    type: 'shanoir',
    title: 'Shanoir',
    allowPrivateAddresses: true,
    harvestEvery: '1s',
    options: { baseUrl: site.baseUrl, account: true },
  }
  const open = { ...source, id: 'cards', options: { baseUrl: site.baseUrl }, harvestEvery: null }
  await writeFile(file, JSON.stringify({ sources: [source, open] }))
  const variables: Record<string, string> = {
    PORT: '0',
    ATLAS_DATA: join(folder, 'data'),
    ATLAS_SOURCES: file,
    ATLAS_OPERATOR_TOKEN: operatorToken,
    ATLAS_SECRET_KEY: randomBytes(32).toString('base64'),
  }
  return { site, folder, variables }
}

describe('atlas login', { timeout: 120_000 }, () => {
  test('beside a running gateway is what that goes on with, and leaves no word of it anywhere', async () => {
    const { site, folder, variables } = await setUp()
    const gateway = await startGateway(variables)
    const state = async () => {
      const { data } = await gateway.ask('{ sources { name state records } }', {}, operatorToken)
      return data.sources.find(({ name }: { name: string }) => name === 'shanoir')
    }
    await until('the gateway wants a login', async () =>
      (await state())?.state === 'NEEDS_LOGIN' ? true : null,
    )
    expect(site.requests).toHaveLength(0)

    const { username, password, totp } = site.colleague
    const typed = `${username}\n${password}\n${totp}\n`
    const login = await command(['login', 'shanoir'], variables, typed)
    expect(login).toMatchObject({ code: 0, out: expect.stringContaining('Logged in to shanoir') })
    expect(site.counts.passwordLogins).toBe(1)
    await until('the gateway goes on', async () => ((await state())?.records > 20 ? true : null))
    expect(await gateway.stop()).toBe(0)

    const data = join(folder, 'data')
    const files = await Promise.all(
      (await readdir(data, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
    )
    const everything = [...files, login.out, login.err, gateway.out(), gateway.err()].join('\n')
    for (const secret of [password, variables.ATLAS_SECRET_KEY ?? '', 'eyJhbGciOi', 'Bearer ']) {
      expect(everything).not.toContain(secret)
    }
  })

  test('that is refused is sent once, says what to do and keeps nothing', async () => {
    const { site, variables } = await setUp()
    const refused = await command(['login', 'shanoir'], variables, 'mharvest\nwrong\n\n')
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('wrong')
    expect(site.requests).toHaveLength(1)
    const forget = await command(['login', 'shanoir', '--forget'], variables)
    expect(forget).toMatchObject({ code: 4, out: 'No login of shanoir is kept.\n' })
  })

  test('to a source that takes none, that there is not, or without a key says so before it asks', async () => {
    const { site, variables } = await setUp()
    const { ATLAS_SECRET_KEY: _, ...keyless } = variables
    const tried = await Promise.all([
      command(['login', 'cards'], variables, 'a\nb\n\n'),
      command(['login', 'nothing'], variables, 'a\nb\n\n'),
      command(['login', 'shanoir'], keyless, 'a\nb\n\n'),
    ])
    expect(tried.map(({ code }) => code)).toEqual([2, 2, 2])
    const said = ['account: true', 'There is no source nothing', 'ATLAS_SECRET_KEY']
    tried.forEach(({ err }, at) => {
      expect(err).toContain(said[at])
    })
    expect(site.requests).toHaveLength(0)
  })
})
