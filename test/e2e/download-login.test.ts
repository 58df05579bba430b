import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startXnatStandin } from '../../connectors/xnat/standin.ts'
import { harvested, operatorToken, startGateway } from '../support/gateway.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

/** As the sources file names variables of the environment. */
const variable = (name: string) => `\${${name}}`

/** A gateway that has harvested an XNAT which shows nothing without a login. */
async function hospital() {
  const site = await startXnatStandin()
  onTestFinished(() => site.close())
  const folder = await tempFolder()
  const source = {
    id: 'xnat',
    type: 'xnat',
    title: 'XNAT of the hospital',
    allowPrivateAddresses: true,
    harvestEvery: '7d',
    credentials: { user: variable('HARVEST_USER'), password: variable('HARVEST_PASSWORD') },
    options: { baseUrl: site.baseUrl },
  }
  await writeFile(join(folder, 'sources.yaml'), JSON.stringify({ sources: [source] }))
  const gateway = await startGateway({
    PORT: '0',
    ATLAS_DATA: join(folder, 'data'),
    ATLAS_SOURCES: join(folder, 'sources.yaml'),
    ATLAS_OPERATOR_TOKEN: operatorToken,
    HARVEST_USER: site.admin.user,
    HARVEST_PASSWORD: site.admin.password,
  })
  await harvested(gateway)
  const { data } = await gateway.ask(
    '{ search(first: 50, filter: { kind: SESSION }) { edges { node { id assetCount nativeId source { linkOptions } } } } }',
  )
  const sessions = data.search.edges.map((edge: { node: unknown }) => edge.node)
  const session = sessions.find(({ assetCount }: { assetCount: number }) => assetCount > 1)
  return { site, folder, gateway, session, before: site.requests.length }
}

describe('atlas download from an XNAT', { timeout: 120_000 }, () => {
  test('logs in on the reader’s machine, once, and ends the token when it is done', async () => {
    const { site, folder, gateway, session, before } = await hospital()
    expect(session.source.linkOptions).toEqual({ baseUrl: site.baseUrl })
    const environment = { ATLAS_URL: gateway.url }
    const to = join(folder, 'got')
    const args = ['download', session.id, '--to', to, '--allow-private', '--credentials', '-']
    const { user, password } = site.account
    const ended = await command(args, environment, JSON.stringify({ xnat: { user, password } }))
    expect(ended).toMatchObject({ code: 0 })

    const asked = site.requests.slice(before).map(({ path }) => path)
    expect(asked.filter((path) => path === '/data/services/tokens/issue')).toHaveLength(1)
    expect(asked.at(-1)).toMatch(/^\/data\/services\/tokens\/invalidate\//)
    expect(asked.filter((path) => path.endsWith('/files'))).toHaveLength(session.assetCount)
    const manifest = JSON.parse(await readFile(join(to, 'manifest.json'), 'utf8'))
    const [{ files }] = manifest.records
    expect(files).toHaveLength(session.assetCount)
    for (const { path } of files) {
      expect(path).toMatch(/^xnat\/.*\.zip$/)
      expect((await readFile(join(to, path))).subarray(0, 2).toString()).toBe('PK')
    }

    // Neither the password nor the token stands anywhere.
    const token = /invalidate\/([^/]+)\/([^/?]+)/.exec(asked.at(-1) ?? '') ?? []
    const written = await readdir(folder, { recursive: true, withFileTypes: true })
    const texts = await Promise.all(
      written
        .filter((entry) => entry.isFile())
        .map(async ({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
    )
    const everything = [...texts, ended.out, ended.err, gateway.out(), gateway.err()].join('\n')
    for (const secret of [password, token[1], token[2]]) {
      expect(secret).toBeTruthy()
      expect(everything).not.toContain(secret)
    }
  })

  test('without a login says what is missing, and with a wrong one too, after one try', async () => {
    const { site, folder, gateway, session, before } = await hospital()
    const args = ['download', session.id, '--to', join(folder, 'got'), '--allow-private']
    const environment = { ATLAS_URL: gateway.url }
    const bare = await command(args, environment)
    expect(bare).toMatchObject({ code: 1, out: expect.stringContaining('Log in with your own') })
    expect(site.requests).toHaveLength(before)

    const file = join(folder, 'credentials.json')
    const wrong = { [site.baseUrl]: { user: site.account.user, password: 'planted-wrong' } }
    await writeFile(file, JSON.stringify(wrong), { mode: 0o644 })
    const refused = await command([...args, '--credentials', file], environment)
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('SOURCE_REFUSED') })
    expect(refused.err).toContain('chmod 600')
    expect(refused.out + refused.err).not.toContain('planted-wrong')
    expect(site.requests.slice(before).map(({ path }) => path)).toEqual([
      '/data/services/tokens/issue',
    ])

    await writeFile(file, JSON.stringify({ xnat: { token: 'planted-wrong' } }))
    const form = await command([...args, '--credentials', file], environment)
    expect(form).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'The source xnat takes other credentials: user, password; or alias, secret.',
      ),
    })
  })

  test('leaves a token that the reader brought as it is, and one it was told to keep', async () => {
    const { site, folder, gateway, session } = await hospital()
    const to = join(folder, 'got')
    const args = ['download', session.id, '--to', to, '--allow-private', '--credentials', '-']
    const { alias, secret } = site.upstream.issueToken(site.account.user)
    const brought = JSON.stringify({ xnat: { alias, secret } })
    const environment = { ATLAS_URL: gateway.url }
    expect(await command(args, environment, brought)).toMatchObject({ code: 0 })
    const { user, password } = site.account
    const kept = [...args, '--keep-tokens', '--to', join(folder, 'more')]
    const own = JSON.stringify({ xnat: { user, password } })
    expect(await command(kept, environment, own)).toMatchObject({ code: 0 })
    expect(site.requests.filter(({ path }) => path.includes('invalidate'))).toEqual([])
  })
})
