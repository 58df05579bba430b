import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, readMeilisearchSetup, variableNames } from '../src/config.ts'
import { GatewayError } from '../src/model/index.ts'
import { tempFolder } from './support/temp.ts'

function faultsOf(
  variables: Record<string, string>,
  read: (variables: Record<string, string>) => unknown = readConfig,
): string {
  try {
    read(variables)
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.code === 'CONFIG_INVALID') return thrown.message
    throw thrown
  }
  throw new Error('it was accepted')
}

describe('config', () => {
  test('lists every variable at fault at once, by name and what was expected', () => {
    const message = faultsOf({
      PORT: 'eighty',
      ATLAS_LOG_LEVEL: 'loud',
      ATLAS_URL: 'ftp://example.org',
      ATLAS_CORS_ORIGINS: 'https://example.org/page',
    })
    expect(message.split('\n')).toEqual([
      'The environment is not valid:',
      '  PORT: expected a port, 0 to 65535',
      '  ATLAS_LOG_LEVEL: expected one of debug, info, warn, error, silent',
      '  ATLAS_URL: expected an http or https address',
      '  ATLAS_CORS_ORIGINS: expected * or origins such as https://example.org, with commas between',
    ])
  })

  test('a port past 65535 is refused', () => {
    expect(faultsOf({ PORT: '65536' })).toContain('PORT: expected a port')
  })

  test('never shows the value of a token that is too short', () => {
    const message = faultsOf({ ATLAS_OPERATOR_TOKEN: 'swordfish' })
    expect(message).toContain('ATLAS_OPERATOR_TOKEN: expected at least 16 characters')
    expect(message).not.toContain('swordfish')
  })

  test('an empty environment gives the documented defaults', () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      data: `${process.cwd()}/data`,
      sources: `${process.cwd()}/sources.yaml`,
      connectors: [],
      prices: null,
      operatorToken: null,
      token: null,
      secretKeys: [],
      production: false,
      logLevel: 'info',
      url: 'http://127.0.0.1:4000',
      corsOrigins: ['*'],
      privateOrigins: [],
      linkChecks: true,
      meilisearch: null,
      embedder: { kind: 'lsa' },
      oidc: null,
    })
  })

  test('takes keys of 32 bytes in either writing, the current one before older ones', () => {
    const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const ATLAS_SECRET_KEY = `${first.toString('base64')}, ${second.toString('hex')}`
    const { secretKeys } = readConfig({ ATLAS_SECRET_KEY })
    expect(secretKeys.map((key) => Buffer.from(key))).toEqual([first, second])
    const urlSafe = Buffer.alloc(32, 255).toString('base64url')
    expect(readConfig({ ATLAS_SECRET_KEY: urlSafe }).secretKeys[0]).toHaveLength(32)
  })

  test.each([
    'swordfish',
    Buffer.alloc(31).toString('base64'),
    Buffer.alloc(16).toString('hex'),
    ',',
  ])('never shows a key that is none: %s', (key) => {
    const message = faultsOf({ ATLAS_SECRET_KEY: key })
    expect(message).toContain('ATLAS_SECRET_KEY: expected 32 bytes')
    expect(message.replace(', older', '')).not.toContain(key === ',' ? 'never' : key)
  })

  test('an empty variable counts as absent', () => {
    expect(readConfig({ PORT: '', ATLAS_OPERATOR_TOKEN: '', ATLAS_URL: '' })).toEqual(
      readConfig({}),
    )
  })

  test('folders of connectors become absolute, in their order', () => {
    const { connectors } = readConfig({ ATLAS_CONNECTORS: '/srv/one, more/two,,' })
    expect(connectors).toEqual(['/srv/one', `${process.cwd()}/more/two`])
  })

  test('the command line looks for the gateway on PORT unless ATLAS_URL says where', () => {
    expect(readConfig({ PORT: '4111' }).url).toBe('http://127.0.0.1:4111')
    expect(readConfig({ PORT: '4111', ATLAS_URL: 'https://atlas.example.org/' }).url).toBe(
      'https://atlas.example.org',
    )
  })

  test('the README says every variable', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const untold = variableNames.filter((name) => !readme.includes(`\`${name}\``))
    expect(untold.filter((name) => !name.endsWith('_FILE') || name === 'MEILI_KEYS_FILE')).toEqual(
      [],
    )
  })
})

describe('config of the embedder', () => {
  const http = {
    ATLAS_EMBEDDER: 'http',
    ATLAS_EMBEDDER_URL: 'http://127.0.0.1:11434/',
    ATLAS_EMBEDDER_MODEL: 'nomic-embed-text',
  }

  test('a kind that there is not is refused with those that there are', () => {
    expect(faultsOf({ ATLAS_EMBEDDER: 'bert' })).toContain(
      'ATLAS_EMBEDDER: expected one of lsa, http, none',
    )
  })

  test('http takes an address and a model, and says which are missing', () => {
    expect(faultsOf({ ATLAS_EMBEDDER: 'http' }).split('\n')).toEqual([
      'The environment is not valid:',
      '  ATLAS_EMBEDDER_URL: expected the address of the embedder',
      '  ATLAS_EMBEDDER_MODEL: expected the name of a model of the embedder',
    ])
  })

  test.each(['ftp://example.org', 'http://user:word@example.org', 'http://example.org/?key=abc'])(
    'the address %s is refused without being shown',
    (ATLAS_EMBEDDER_URL) => {
      const message = faultsOf({ ...http, ATLAS_EMBEDDER_URL })
      expect(message).toContain('ATLAS_EMBEDDER_URL: expected an http or https address')
      expect(message).not.toContain('example.org')
    },
  )

  test.each(['0', '-1', '1e3', 'many'])(
    'a length of %s is refused',
    (ATLAS_EMBEDDER_DIMENSIONS) => {
      expect(faultsOf({ ...http, ATLAS_EMBEDDER_DIMENSIONS })).toContain(
        'ATLAS_EMBEDDER_DIMENSIONS: expected a number of dimensions',
      )
    },
  )

  test('an address without http is a fault, since nobody would ask there', () => {
    expect(faultsOf({ ...http, ATLAS_EMBEDDER: '' })).toContain('ATLAS_EMBEDDER: expected http')
  })

  test('prefixes keep the space at their end, and a key may stand in a file', async () => {
    const file = join(await tempFolder(), 'key')
    await writeFile(file, 'sk-0123456789\n')
    const { embedder } = readConfig({
      ...http,
      ATLAS_EMBEDDER_KEY_FILE: file,
      ATLAS_EMBEDDER_QUERY_PREFIX: 'search_query: ',
      ATLAS_EMBEDDER_DOCUMENT_PREFIX: 'search_document: ',
      ATLAS_EMBEDDER_DIMENSIONS: '256',
    })
    expect(embedder).toEqual({
      kind: 'http',
      url: 'http://127.0.0.1:11434',
      model: 'nomic-embed-text',
      key: 'sk-0123456789',
      queryPrefix: 'search_query: ',
      documentPrefix: 'search_document: ',
      dimensions: 256,
    })
    expect(readConfig(http).embedder).toMatchObject({
      key: null,
      queryPrefix: '',
      dimensions: null,
    })
  })

  test('none is none', () => {
    expect(readConfig({ ATLAS_EMBEDDER: 'none' }).embedder).toEqual({ kind: 'none' })
  })
})

describe('config of Meilisearch', () => {
  const url = 'http://search.example.org:7700'
  const keys = {
    prefix: 'lab',
    search: { uid: 'a', key: 'key-to-search' },
    write: { uid: 'b', key: 'key-to-write' },
  }

  async function fileOf(text: string, name = 'some-file'): Promise<string> {
    const file = join(await tempFolder(), name)
    await writeFile(file, text)
    return file
  }

  test.each([
    ['search.example.org', 'MEILI_URL: expected an http or https address'],
    ['http://user:swordfish@example.org', 'MEILI_URL: expected an http or https address'],
    ['https://example.org/?key=swordfish', 'MEILI_URL: expected an http or https address'],
  ])('MEILI_URL %s is refused, and not shown', (address, fault) => {
    const message = faultsOf({ MEILI_URL: address })
    expect(message).toContain(fault)
    expect(message).not.toContain('swordfish')
  })

  test.each([
    [{ MEILI_INDEX: 'my index' }, 'MEILI_INDEX: expected 1 to 64 letters'],
    [{ MEILI_KEY: 'sword fish' }, 'MEILI_KEY: expected printable characters'],
    [{ MEILI_SEARCH_KEY: 'swordfish' }, 'MEILI_KEY: expected the key to write with'],
    [{ MEILI_KEY: 'swordfish', MEILI_KEYS_FILE: '/k.json' }, 'MEILI_KEYS_FILE: expected either'],
    [
      { MEILI_KEY: 'swordfish', MEILI_KEY_FILE: '/k' },
      'MEILI_KEY: expected either this or MEILI_KEY_FILE',
    ],
    [{ MEILI_KEY_FILE: '/no/such/file' }, 'MEILI_KEY_FILE: expected a file that can be read'],
    [{ MEILI_KEYS_FILE: '/no/such/file' }, 'MEILI_KEYS_FILE: expected a file that can be read'],
  ])('%j is a fault that names the variable, never its value', (variables, fault) => {
    const message = faultsOf({ MEILI_URL: url, ...variables })
    expect(message).toContain(fault)
    expect(message).not.toMatch(/swordfish|sword fish|such|my index/)
  })

  test('one key serves for both when there is no other, and the address loses its last slash', () => {
    expect(readConfig({ MEILI_URL: `${url}/`, MEILI_KEY: 'both' }).meilisearch).toEqual({
      ...{ url, prefix: 'atlas', searchKey: 'both', searchKeyUid: null, writeKey: 'both' },
    })
    const variables = {
      MEILI_URL: url,
      MEILI_KEY: 'w',
      MEILI_SEARCH_KEY: 's',
      MEILI_INDEX: 'lab_2',
    }
    expect(readConfig(variables).meilisearch).toEqual({
      ...{ url, prefix: 'lab_2', searchKey: 's', searchKeyUid: null, writeKey: 'w' },
    })
  })

  test('without keys the server is asked without', async () => {
    const { meilisearch } = readConfig({ MEILI_URL: url, ATLAS_DATA: await tempFolder() })
    expect(meilisearch).toEqual({
      ...{ url, prefix: 'atlas', searchKey: null, searchKeyUid: null, writeKey: null },
    })
  })

  test('keys may stand in files, without the end of their line', async () => {
    const { meilisearch } = readConfig({
      MEILI_URL: url,
      MEILI_KEY_FILE: await fileOf('key-to-write\n'),
      MEILI_SEARCH_KEY_FILE: await fileOf('key-to-search\r\n'),
    })
    expect(meilisearch).toMatchObject({ searchKey: 'key-to-search', writeKey: 'key-to-write' })
  })

  test('what a file of a secret holds is checked and never shown', async () => {
    const empty = faultsOf({ ATLAS_OPERATOR_TOKEN_FILE: await fileOf('\n') })
    expect(empty).toContain('ATLAS_OPERATOR_TOKEN_FILE: expected a file')
    const short = faultsOf({ ATLAS_OPERATOR_TOKEN_FILE: await fileOf('swordfish') })
    expect(short).toContain('ATLAS_OPERATOR_TOKEN_FILE: expected at least 16 characters')
    expect(short).not.toContain('swordfish')
  })

  test('the keys of the set-up are found in the data folder, or where MEILI_KEYS_FILE says', async () => {
    const file = await fileOf(JSON.stringify(keys), 'meilisearch-keys.json')
    const expected = {
      ...{ prefix: 'lab', searchKey: 'key-to-search', searchKeyUid: 'a', writeKey: 'key-to-write' },
    }
    const data = join(file, '..')
    expect(readConfig({ MEILI_URL: url, ATLAS_DATA: data }).meilisearch).toMatchObject(expected)
    expect(readConfig({ MEILI_URL: url, MEILI_KEYS_FILE: file }).meilisearch).toMatchObject(
      expected,
    )
    // A key that is given goes first: the file is only looked for.
    const given = readConfig({ MEILI_URL: url, ATLAS_DATA: data, MEILI_KEY: 'given' }).meilisearch
    expect(given).toMatchObject({ searchKey: 'given', writeKey: 'given' })
  })

  test('keys that were made for other indexes are a fault', async () => {
    const file = await fileOf(JSON.stringify(keys))
    const variables = { MEILI_URL: url, MEILI_KEYS_FILE: file }
    expect(readConfig({ ...variables, MEILI_INDEX: 'lab' }).meilisearch?.prefix).toBe('lab')
    expect(faultsOf({ ...variables, MEILI_INDEX: 'atlas' })).toContain(
      'MEILI_INDEX: expected what the keys were made for',
    )
  })

  test('a keys file in the data folder that is damaged is a fault, not a server without keys', async () => {
    const file = await fileOf('{"search": {"key": "swordfish"}}', 'meilisearch-keys.json')
    await chmod(file, 0o600)
    const message = faultsOf({ MEILI_URL: url, ATLAS_DATA: join(file, '..') })
    expect(message).toContain(
      'MEILI_KEYS_FILE: expected a file that can be read and was written by',
    )
    expect(message).not.toContain('swordfish')
  })

  test('the set-up needs an address and a master key, and is the only one to see it', async () => {
    const nothing = faultsOf({}, readMeilisearchSetup)
    expect(nothing).toContain('MEILI_URL: expected')
    expect(nothing).toContain('MEILI_MASTER_KEY: expected')
    const short = faultsOf({ MEILI_URL: url, MEILI_MASTER_KEY: 'swordfish' }, readMeilisearchSetup)
    expect(short).toContain('MEILI_MASTER_KEY: expected at least 16 characters')
    expect(short).not.toContain('swordfish')

    const masterKey = 'the-master-key-of-a-server'
    const variables = {
      MEILI_URL: url,
      MEILI_MASTER_KEY: masterKey,
      MEILI_KEYS_FILE: '/keys/k.json',
    }
    // The file is yet to be written.
    const expected = { url, prefix: 'atlas', masterKey, keysFile: '/keys/k.json' }
    expect(readMeilisearchSetup(variables)).toEqual(expected)
    const { MEILI_KEYS_FILE: _, ...running } = variables
    expect(JSON.stringify(readConfig(running))).not.toContain(masterKey)
  })
})

describe('config of OIDC', () => {
  const oidc = {
    ATLAS_OIDC_ISSUER: 'https://login.example.org/realms/lab/',
    ATLAS_OIDC_AUDIENCE: 'https://atlas.example.org',
  }

  test('takes an issuer to the letter, with `groups` as the claim and nobody who may change things', () => {
    expect(readConfig(oidc).oidc).toEqual({
      // A slash at the end is part of the name.
      issuer: 'https://login.example.org/realms/lab/',
      audience: 'https://atlas.example.org',
      groupsClaim: 'groups',
      ownerGroup: null,
      operatorGroup: null,
    })
    const named = {
      ATLAS_OIDC_GROUPS_CLAIM: 'realm_access.roles',
      ATLAS_OIDC_OWNER_GROUP: '/atlas/owners',
      ATLAS_OIDC_OPERATOR_GROUP: 'urn:example:group:atlas-operators',
    }
    expect(readConfig({ ...oidc, ...named }).oidc).toMatchObject({
      groupsClaim: 'realm_access.roles',
      ownerGroup: '/atlas/owners',
      operatorGroup: 'urn:example:group:atlas-operators',
    })
  })

  test.each([
    'login.example.org',
    'http://login.example.org',
    'http://127.0.0.1.example.org',
    'http://10.0.0.1:8080',
    'https://user:swordfish@example.org',
    'https://example.org/?realm=swordfish',
    'file:///etc/issuer',
  ])('the issuer %s is refused without being shown', (ATLAS_OIDC_ISSUER) => {
    const message = faultsOf({ ...oidc, ATLAS_OIDC_ISSUER })
    expect(message).toContain('ATLAS_OIDC_ISSUER: expected an https address')
    expect(message).not.toMatch(/swordfish|example\.org|10\.0/)
  })

  test.each(['http://127.0.0.1:8080/realms/lab', 'http://localhost:8080', 'http://[::1]:8080'])(
    'an issuer on this machine may do without TLS: %s',
    (ATLAS_OIDC_ISSUER) => {
      expect(readConfig({ ...oidc, ATLAS_OIDC_ISSUER }).oidc?.issuer).toBe(ATLAS_OIDC_ISSUER)
    },
  )

  test('without an audience every token of the issuer would do: that is a fault', () => {
    expect(faultsOf({ ...oidc, ATLAS_OIDC_AUDIENCE: '' })).toContain(
      'ATLAS_OIDC_AUDIENCE: expected what tokens for this gateway name',
    )
  })

  test.each([
    'ATLAS_OIDC_AUDIENCE',
    'ATLAS_OIDC_GROUPS_CLAIM',
    'ATLAS_OIDC_OWNER_GROUP',
    'ATLAS_OIDC_OPERATOR_GROUP',
  ])('%s without an issuer is a fault', (name) => {
    expect(faultsOf({ [name]: 'atlas' })).toContain('ATLAS_OIDC_ISSUER: expected the issuer')
  })

  test.each(['public', 'two words', ''.padEnd(201, 'a')])(
    'nobody is an operator by the group %s',
    (group) => {
      const message = faultsOf({ ...oidc, ATLAS_OIDC_OPERATOR_GROUP: group })
      expect(message).toContain('ATLAS_OIDC_OPERATOR_GROUP: expected the name of a group')
      expect(message).not.toContain(`${group}\n`)
    },
  )
})
