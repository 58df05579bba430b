import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { every } from '../src/harvest/index.ts'
import { loadConnectors } from '../src/harvest/load-connectors.ts'
import { GatewayError } from '../src/model/index.ts'
import type { AnyConnector } from '../src/sdk/connector.ts'
import { connectorsFolder, parseSources, readSources } from '../src/sources.ts'

const archive: AnyConnector = {
  type: 'archive',
  title: 'Archive',
  version: 1,
  options: z.strictObject({
    baseUrl: z.url({ protocol: /^https?$/ }),
    pageSize: z.int().positive().default(500),
    parts: z.array(z.enum(['atlases', 'images'])).default(['atlases']),
    login: z.strictObject({ user: z.string(), realm: z.string().optional() }).optional(),
  }),
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],
  rows: {},
  async *harvest() {},
  map: {},
}
const vault: AnyConnector = {
  ...archive,
  type: 'vault',
  credentials: z.strictObject({ user: z.string().min(1), password: z.string().min(12) }),
}
const connectors = new Map([
  ['archive', archive],
  ['vault', vault],
])
const variables: Record<string, string> = { VAULT_USER: 'reader', VAULT_PASSWORD: 'correct horse' }
const variable = (name: string) => variables[name] ?? null

const parse = (text: string) => parseSources(text, 'sources.yaml', connectors, variable)

function faultsOf(text: string): string[] {
  try {
    parse(text)
  } catch (thrown) {
    if (!(thrown instanceof GatewayError) || thrown.code !== 'CONFIG_INVALID') throw thrown
    return thrown.message.split('\n').slice(1)
  }
  throw new Error('it was accepted')
}

const good = `
sources:
  - id: one
    type: archive
    title: The archive
    options: { baseUrl: 'https://archive.example.org' }
`

describe('sources', () => {
  test('every fault is listed at once, with line, column, path and what was expected', () => {
    expect(
      faultsOf(`sources:
  - id: One
    type: archive
    title: The archive
    harvestEvery: weekly
    options:
      baseUrl: not an address
      pagesize: 10
      parts: [atlases, meshes]
      login: { usr: me }
  - id: two
    type: archiv
    titel: Two
`),
    ).toEqual([
      '  sources.yaml:2:9: sources[0].id: expected lower-case letters, digits and hyphens, at most 63, starting with a letter or digit',
      '  sources.yaml:5:19: sources[0].harvestEvery: expected a duration such as 30m, 24h or 7d',
      '  sources.yaml:7:16: sources[0].options.baseUrl: expected an absolute http or https address',
      '  sources.yaml:8:7: sources[0].options.pagesize: unknown option; did you mean pageSize? Known: baseUrl, pageSize, parts, login',
      '  sources.yaml:9:24: sources[0].options.parts[1]: expected one of atlases, images',
      '  sources.yaml:10:14: sources[0].options.login.user: missing, expected string',
      '  sources.yaml:10:16: sources[0].options.login.usr: unknown option; did you mean user? Known: user, realm',
      '  sources.yaml:11:5: sources[1].title: missing, expected string',
      '  sources.yaml:12:11: sources[1].type: unknown type; did you mean archive? Known types: archive, vault',
      '  sources.yaml:13:5: sources[1].titel: unknown key; did you mean title? Known: id, type, title, homepage, enabled, discover, visibility, harvestEvery, schedule, owners, staleAfter, allowPrivateAddresses, credentials, payer, options',
    ])
  })

  test('an option of the wrong type names both types and not the value', () => {
    expect(faultsOf(good.replace("baseUrl: 'https", "pageSize: hunter2, baseUrl: 'https"))).toEqual(
      ['  sources.yaml:6:26: sources[0].options.pageSize: expected number, found string'],
    )
  })

  test('a missing option points at the options', () => {
    expect(faultsOf(good.replace(/baseUrl.*\S }/, '}'))).toEqual([
      '  sources.yaml:6:14: sources[0].options.baseUrl: missing, expected string',
    ])
  })

  test('two sources with one id are refused at the second', () => {
    expect(faultsOf(good + good.replace('sources:\n', ''))).toEqual([
      '  sources.yaml:8:9: sources[1].id: sources[0] has this id already',
    ])
  })

  test('a file that is no YAML is refused with the line', () => {
    expect(faultsOf('sources:\n  - id: "one\n    type: archive\n')[0]).toMatch(
      /^ {2}sources\.yaml:\d+:\d+: /,
    )
    expect(faultsOf('sources: []\nsources: []\n')[0]).toContain('sources.yaml:2:1: ')
  })

  test('an empty file is refused, an empty list is not', () => {
    expect(faultsOf('# nothing\n')[0]).toContain('sources.yaml:1:1: sources: missing')
    expect(parse('sources: []')).toEqual([])
  })

  test('aliases that blow up are refused', () => {
    const lines = ['a: &a0 [x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 9; i++) lines.push(`a${i}: &a${i} [${`*a${i - 1}, `.repeat(8)}]`)
    expect(() => parse(lines.join('\n'))).toThrow(/aliases/)
  })

  test('what is absent gets the documented defaults', () => {
    expect(parse(good)).toEqual([
      {
        id: 'one',
        type: 'archive',
        title: 'The archive',
        homepage: null,
        enabled: true,
        discover: ['public'],
        visibility: null,
        schedule: every(86_400),
        owners: [],
        staleAfterSeconds: null,
        allowPrivateAddresses: false,
        credentials: null,
        payer: null,
        options: { baseUrl: 'https://archive.example.org' },
        checked: { baseUrl: 'https://archive.example.org', pageSize: 500, parts: ['atlases'] },
      },
    ])
  })

  test('durations are read as seconds, null as never', () => {
    const [source] = parse(`${good}    harvestEvery: null\n    staleAfter: 14d\n`)
    expect(source?.schedule).toBeNull()
    expect(source?.staleAfterSeconds).toBe(14 * 86_400)
    const [often] = parse(`${good}    harvestEvery: 30m\n`)
    expect(often?.schedule).toEqual(every(1_800))
  })

  test('a schedule says more than harvestEvery, and stands in its place', () => {
    const [source] = parse(`${good}    schedule: cron 0 3 * * 1-5; timezone Europe/Paris\n`)
    expect(source?.schedule).toMatchObject({ cron: '0 3 * * 1-5', timezone: 'Europe/Paris' })
    for (const never of ['null', 'manual']) {
      expect(parse(`${good}    schedule: ${never}\n`)[0]?.schedule).toBeNull()
    }
    const quick = '    schedule: 1h\n'
    expect(faultsOf(`${good}${quick}    harvestEvery: 2h\n`)).toEqual([
      '  sources.yaml:7:5: sources[0].schedule: expected harvestEvery or schedule, not both',
    ])
  })

  test('every fault of a schedule is listed where the schedule stands', () => {
    expect(faultsOf(`${good}    schedule: hourly; jiter 10m; quiet 8-18\n`)).toEqual([
      '  sources.yaml:7:15: sources[0].schedule: expected a duration such as 24h, cron and five fields, or manual',
      '  sources.yaml:7:15: sources[0].schedule: unknown part; did you mean jitter? Known: timezone, jitter, quiet, adaptive',
      '  sources.yaml:7:15: sources[0].schedule: quiet expected two different times of day such as 08:00-18:00',
    ])
    expect(faultsOf(`${good}    schedule: 24\n`)).toEqual([
      '  sources.yaml:7:15: sources[0].schedule: expected string, found number',
    ])
  })

  test('owners are subjects and groups, and an empty or cut-off name is refused', () => {
    const [source] = parse(`${good}    owners: [ada, 'group:archive team']\n`)
    expect(source?.owners).toEqual(['ada', 'group:archive team'])
    const wrong = faultsOf(`${good}    owners: ['', 'group:', ' ada', "a\\nb", ada]\n`)
    expect(wrong.map((line) => /owners\[\d\].*/.exec(line)?.[0])).toEqual(
      [0, 1, 2, 3].map((at) => `owners[${at}]: expected a subject, or group: and a name`),
    )
  })

  const named = (name: string) => `$${'{'}${name}}`
  const secured = (user: string, password: string, key = 'password') =>
    `${good.replace('type: archive', 'type: vault')}    credentials:
      user: ${user}
      ${key}: ${password}
`
  const [user, password] = [named('VAULT_USER'), named('VAULT_PASSWORD')]

  const paying = (more: string, key = 'VAULT_PASSWORD') =>
    `${good}    payer:
      credentials: { accessKeyId: '${named('VAULT_USER')}', secretAccessKey: '${named(key)}' }
      budgetPerReader: 5
      ${more}
`

  test('a payer account has keys from variables, budgets, and a period of 30 days', () => {
    const [source] = parse(paying('budget: 50'))
    expect(source?.payer).toEqual({
      credentials: { accessKeyId: 'reader', secretAccessKey: 'correct horse' },
      budgetPerReader: 5,
      budget: 50,
      periodSeconds: 30 * 86_400,
      anonymous: false,
    })
    expect(source?.credentials).toBeNull()
  })

  test('a payer account without budget, with keys in the file or unknown variables is refused', () => {
    expect(faultsOf(paying('budget: 0'))).toEqual([
      '  sources.yaml:10:15: sources[0].payer.budget: expected US dollars above 0',
    ])
    expect(faultsOf(paying('period: 1h'))).toEqual([
      '  sources.yaml:8:7: sources[0].payer.budget: expected US dollars',
    ])
    expect(faultsOf(paying('budget: 50', 'NOT_SET'))).toEqual([
      '  sources.yaml:8:69: sources[0].payer.credentials.secretAccessKey: the variable NOT_SET is not set',
    ])
    const inFile = paying('budget: 50').replace(named('VAULT_PASSWORD'), 'planted')
    expect(faultsOf(inFile).join()).toContain('payer.credentials.secretAccessKey: expected $')
    expect(faultsOf(inFile).join()).not.toContain('planted')
    const partly = paying('budget: 50').replace('accessKeyId', 'keyId')
    expect(faultsOf(partly).join()).toContain('unknown name')
  })

  test('credentials are what the variables hold that the file names', () => {
    const [source] = parse(secured(user, password))
    expect(source?.credentials).toEqual({ user: 'reader', password: 'correct horse' })
    expect(JSON.stringify(source?.options)).not.toContain('horse')
  })

  test('credentials that stand in the file itself are refused without being told', () => {
    expect(faultsOf(secured(user, 'hunter2-hunter2'))).toEqual([
      '  sources.yaml:9:17: sources[0].credentials.password: expected $ and the name of a variable of the environment in braces',
    ])
  })

  test('credentials that are not set, misspelt, or too short are named and never shown', () => {
    expect(faultsOf(secured(user, named('NOWHERE')))[0]).toContain(
      'sources[0].credentials.password: the variable NOWHERE is not set',
    )
    expect(faultsOf(secured(user, password, 'pasword')).join()).toContain(
      'sources[0].credentials.pasword: unknown name; did you mean password?',
    )
    const short = faultsOf(secured(user, user))
    expect(short).toHaveLength(1)
    expect(short[0]).toContain('sources[0].credentials.password: ')
    expect(short[0]).not.toContain('reader')
  })

  test('credentials of a source that is not enabled are not asked for', () => {
    const [source] = parse(`${secured(named('NOWHERE'), password)}    enabled: false\n`)
    expect(source?.credentials).toBeNull()
  })

  test('credentials for a type that takes none are refused', () => {
    expect(faultsOf(secured(user, password).replace('vault', 'archive'))).toEqual([
      '  sources.yaml:7:5: sources[0].credentials: sources of this type take no credentials',
    ])
  })

  test('a file that is not there is refused by its name', async () => {
    await expect(readSources('/nowhere/sources.yaml', connectors)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('/nowhere/sources.yaml cannot be read'),
    })
  })

  test('the shipped file is valid and has Allen enabled', async () => {
    const file = fileURLToPath(new URL('../sources.yaml', import.meta.url))
    const sources = await readSources(file, await loadConnectors(connectorsFolder))
    expect(sources.find(({ type }) => type === 'allen')).toMatchObject({ enabled: true })
  })
})
