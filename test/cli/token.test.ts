import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createToken } from '../../src/cli/run-token.ts'
import type { CreateOptions } from '../../src/cli/token.ts'
import { hashOf, newAccessToken } from '../../src/gateway/viewer/access-token.ts'
import { operator } from '../../src/model/index.ts'
import { openStore, type RecordStore } from '../../src/store/index.ts'
import { follow, overHttp } from '../gateway/harvestable.ts'
import { audience, startIssuer } from '../gateway/local-issuer.ts'
import { ask, environment as sourcesOf, standin, startGateway } from '../support/gateway.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

let environment: Record<string, string>
let data: string
beforeEach(async () => {
  data = join(await tempFolder(), 'data')
  environment = { ATLAS_DATA: data }
})

const atlas = (...args: string[]) => command(['token', ...args], environment)

async function inStore<Result>(work: (store: RecordStore) => Promise<Result>): Promise<Result> {
  const store = openStore(join(data, 'catalogue.db'), 'write')
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

describe('token create', { timeout: 60_000 }, () => {
  test.each<[Partial<CreateOptions>, string]>([
    [{ role: 'owner' }, '--subject: expected whose token it is; owners'],
    [{ role: 'operator' }, '--subject: expected whose token it is; operators'],
    [{ role: 'owner', subject: 'ada@example.org' }, '--subject: expected 1 to 64'],
    [{ role: 'owner', subject: 'group:lab' }, '--subject: expected 1 to 64'],
    [{ role: 'operator', subject: 'operator' }, '--subject: expected 1 to 64'],
    [{ group: ['two words'] }, '--group: expected a name'],
    [{ group: ['lab', ''] }, '--group: expected a name'],
    [{ expires: 'soon' }, '--expires: expected a duration'],
    [{ expires: '0d' }, '--expires: expected a duration'],
    [{ note: 'two\nlines' }, '--note: expected one line'],
  ])('%j is a usage error before anything is opened', async (wrong, message) => {
    const options = { role: 'reader' as const, group: [], expires: '90d', ...wrong }
    const fault = { exitCode: 2, message: expect.stringContaining(message) }
    await expect(createToken(options)).rejects.toMatchObject(fault)
  })

  test('makes none when the command line is wrong', async () => {
    const { code, out, err } = await atlas('create', '--role', 'owner')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('--subject')
    expect((await atlas('create', '--role', 'king')).err).toContain('Allowed choices are reader')
    const { code: listed, err: missing } = await atlas('list')
    expect([listed, missing]).toEqual([2, 'There is no catalogue yet.\n'])
  })

  test('prints the token alone on stdout, and keeps only its hash', async () => {
    const before = Date.now()
    const made = await atlas('create', '--role', 'reader', '--group', 'lab', '--group', 'other')
    expect(made.code).toBe(0)
    expect(made.out).toMatch(/^atlas_reader_[\w-]{43}\n$/)
    expect(made.err).toMatch(/^tok_[a-z0-9]{12}: reader reader-[a-z0-9]{8}, in public, lab, other;/)
    expect(made.err).not.toContain('atlas_reader_')
    const token = made.out.trim()
    const kept = await inStore((store) =>
      store.accessTokenByHash(hashOf(token), new Date().toISOString()),
    )
    expect(kept).toMatchObject({ role: 'reader', groups: ['lab', 'other'], note: null })
    const days = (Date.parse(kept?.expiresAt ?? '') - before) / 86_400_000
    expect(days).toBeGreaterThanOrEqual(90)
    expect(days).toBeLessThan(90.01)
    for (const file of ['catalogue.db', 'catalogue.db-wal']) {
      const bytes = await readFile(join(data, file)).catch(() => Buffer.alloc(0))
      expect(bytes.includes(token) || bytes.includes(token.slice(-43))).toBe(false)
    }
  })

  test('never expires when that is said, and is written down in the audit without what opens', async () => {
    const args = ['--role', 'owner', '--subject', 'archive-team', '--expires', 'never', '--json']
    const made = await atlas('create', ...args, '--note', 'for the archive', '--group', 'public')
    const { token, ...kept } = JSON.parse(made.out)
    expect(token).toMatch(/^atlas_owner_/)
    expect(kept).toMatchObject({ subject: 'archive-team', expiresAt: null, groups: [] })
    const { entries } = await inStore((store) =>
      store.audit({ sources: null, first: 10, before: null }),
    )
    expect(entries).toMatchObject([{ action: 'token.created', by: operator.subject, source: null }])
    expect(JSON.stringify(entries)).toContain(kept.id)
    expect(JSON.stringify(entries)).not.toContain(token)
    expect(JSON.stringify(entries)).not.toContain(hashOf(token))
  })
})

describe('token list and revoke', { timeout: 60_000 }, () => {
  const made = () => newAccessToken('reader')

  test('tell which are active, expired and revoked, and never a token or its hash', async () => {
    await mkdir(data)
    const [lasting, brief, withdrawn] = [made(), made(), made()]
    const { id } = withdrawn
    const common = { subject: 'a', role: 'reader' as const, groups: [], note: null }
    const past = '2026-01-01T00:00:00.000Z'
    await inStore(async (store) => {
      await store.addAccessToken({ ...common, ...lasting, expiresAt: null }, 'operator')
      await store.addAccessToken({ ...common, ...brief, expiresAt: past }, 'operator')
      await store.addAccessToken({ ...common, ...withdrawn, expiresAt: null }, 'operator')
    })
    expect(await atlas('revoke', id)).toMatchObject({ code: 0, out: `${id} is revoked.\n` })
    expect((await atlas('revoke', id)).code).toBe(4)
    const { code, out } = await atlas('list')
    expect(code).toBe(0)
    const [, ...lines] = out.trim().split('\n')
    const states = lines.map((line) => /active|expired|revoked/.exec(line)?.[0])
    expect(states).toEqual(['revoked', 'expired', 'active'])
    const listed = JSON.parse((await atlas('list', '--json')).out)
    expect(listed.map((one: { state: string }) => one.state)).toEqual(states)
    for (const text of [out, JSON.stringify(listed)]) {
      for (const { token, hash } of [lasting, brief, withdrawn]) {
        expect(text).not.toContain(token)
        expect(text).not.toContain(hash)
      }
    }
  })

  test('revoke does not repeat a token that is given in place of its id', async () => {
    const { out } = await atlas('create', '--role', 'reader')
    const { code, err } = await atlas('revoke', out.trim())
    expect(code).toBe(2)
    expect(err).toContain('tok_')
    expect(err).not.toContain(out.trim())
  })
})

describe('a running gateway', { timeout: 120_000 }, () => {
  test('takes a token that another process makes, and refuses it as soon as another revokes it', async () => {
    await writeFile(join(data, '..', 'sources.yaml'), 'sources: []\n')
    const gateway = await startGateway({
      ...{ PORT: '0', ATLAS_SOURCES: join(data, '..', 'sources.yaml') },
      ...environment,
    })
    const sources = (token: string) => ask(gateway.url, '{ sources { name } }', {}, token)
    const made = await atlas('create', '--role', 'operator', '--subject', 'night-shift', '--json')
    const { id, token } = JSON.parse(made.out)
    expect(await sources(token)).toEqual({ data: { sources: [] } })
    const rebuilt = await ask(gateway.url, 'mutation { rebuildIndex { generation } }', {}, token)
    expect(rebuilt.errors).toBeUndefined()
    expect((await atlas('revoke', id)).code).toBe(0)
    expect((await sources(token)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED')
    const [listed] = JSON.parse((await atlas('list', '--json')).out)
    expect(listed).toMatchObject({
      state: 'revoked',
      lastUsed: new Date().toISOString().slice(0, 10),
    })
    expect(gateway.out() + gateway.err()).not.toContain(token)
    expect(await gateway.stop()).toBe(0)
  })

  test('ends what somebody follows within ten seconds after their token was revoked', async () => {
    const { baseUrl } = (await standin({ latency: 60_000 })).options
    const settings = { harvestEvery: undefined, schedule: 'manual' }
    environment = await sourcesOf(join(data, '..'), baseUrl, settings)
    const gateway = await startGateway(environment)
    const made = await atlas('create', '--role', 'operator', '--subject', 'night-shift', '--json')
    const { id, token } = JSON.parse(made.out)
    const begun = await gateway.ask(
      'mutation { startHarvest(source: "allen") { harvest { id } } }',
      {},
      token,
    )
    const { id: harvest } = begun.data.startHarvest.harvest
    const heads = { authorization: `Bearer ${token}` }
    const events = follow(overHttp(gateway.url), harvest, 'state', heads)
    expect((await events.next()).value).toEqual({ data: { harvest: { state: 'RUNNING' } } })
    expect((await atlas('revoke', id)).code).toBe(0)
    const revokedAt = performance.now()
    const [last, ...more] = await Array.fromAsync(events)
    expect(performance.now() - revokedAt).toBeLessThan(10_000)
    expect(last.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED' })
    expect(more).toEqual([])
    expect(await gateway.stop()).toBe(0)
  })

  test('takes tokens of the issuer that its environment names', async () => {
    await writeFile(join(data, '..', 'sources.yaml'), 'sources: []\n')
    const login = await startIssuer()
    onTestFinished(login.close)
    const gateway = await startGateway({
      ...{ PORT: '0', ATLAS_SOURCES: join(data, '..', 'sources.yaml') },
      ...{ ATLAS_OIDC_ISSUER: login.issuer, ATLAS_OIDC_AUDIENCE: audience },
      ATLAS_OIDC_OPERATOR_GROUP: 'admins',
      ...environment,
    })
    const codesOf = async (client: string, resource?: string) => {
      const token = await login.token(client, resource)
      const { errors } = await ask(
        gateway.url,
        'mutation { rebuildIndex { generation } }',
        {},
        token,
      )
      expect(gateway.out() + gateway.err()).not.toContain(token)
      return errors?.map(({ extensions }) => extensions?.code) ?? []
    }
    expect(await codesOf('lab')).toEqual(['FORBIDDEN'])
    expect(await codesOf('admin')).toEqual([])
    expect(await codesOf('admin', 'https://other.example.org')).toEqual(['UNAUTHENTICATED'])
    expect(await gateway.stop()).toBe(0)
  })
})
