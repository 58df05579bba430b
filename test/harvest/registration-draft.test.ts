import { describe, expect, test } from 'vitest'
import rest from '../../connectors/rest/index.ts'
import s3 from '../../connectors/s3/index.ts'
import tissueAtlas from '../../connectors/tissue-atlas/index.ts'
import xnat from '../../connectors/xnat/index.ts'
import { checkDraft } from '../../src/harvest/registration/check-draft.ts'
import type { SourceDraft } from '../../src/harvest/registration/draft.ts'
import type { AnyConnector } from '../../src/sdk/index.ts'
import { libraryConnector } from './shelf.ts'

const all = [libraryConnector, xnat, s3, rest, tissueAtlas] as AnyConnector[]
const connectors = new Map(all.map((connector) => [connector.type, connector]))
const planted = 'swordfish-17'

function draftOf(more: Partial<SourceDraft> = {}): SourceDraft {
  return {
    id: 'books',
    type: 'library',
    title: 'Books',
    homepage: null,
    options: { baseUrl: 'https://library.example.org' },
    secrets: null,
    schedule: '24h',
    visibility: null,
    owners: ['ann'],
    discover: ['public'],
    staleAfterSeconds: null,
    ...more,
  }
}

function problems(
  more: Partial<SourceDraft>,
  rules: Partial<Parameters<typeof checkDraft>[1]> = {},
) {
  const defaults = { connectors, privateOrigins: [], keepsSecrets: true }
  return checkDraft(draftOf(more), { ...defaults, ...rules }).problems
}

describe('a draft', () => {
  test('is told every fault at once, by path', () => {
    const found = problems({
      id: 'Not An Id',
      schedule: 'whenever',
      homepage: 'nowhere',
      owners: [' '],
      options: { shelfs: ['a'], shelves: 3 },
    })
    expect(found.map(({ path }) => path)).toEqual([
      'id',
      'homepage',
      'owners[0]',
      'schedule',
      'options.baseUrl',
      'options.shelves',
      'options.shelfs',
    ])
    expect(found.at(-1)?.message).toMatch(/did you mean shelves\?/)
    expect(problems({ type: 'libary' })).toEqual([
      expect.objectContaining({ path: 'type', message: expect.stringMatching(/mean library\?/) }),
    ])
  })

  test('never hears a value, nor a key that may be one', () => {
    const found = [
      problems({ title: '', homepage: planted, schedule: planted, owners: [`${planted}\n`] }),
      problems({
        id: `${planted}!`,
        options: { baseUrl: planted, shelves: [7, { [planted]: 1 }] },
      }),
      problems({ options: { baseUrl: 'https://a.example', [`${planted} is it`]: planted } }),
      problems({
        type: 'xnat',
        options: { baseUrl: 'https://a.example' },
        secrets: { user: planted },
      }),
      problems({ options: { baseUrl: `https://ann:${planted}@a.example` } }),
      problems({ options: { baseUrl: `https://a.example/?token=${planted}` } }),
      problems({ type: planted }),
    ]
    for (const some of found) expect(some).not.toEqual([])
    expect(JSON.stringify(found)).not.toContain(planted)
    expect(found[2]).toEqual([
      expect.objectContaining({
        path: 'options',
        message: expect.stringMatching(/^an unknown option/),
      }),
    ])
  })

  test('names an unknown option by sixty characters of it at most', () => {
    const [problem] = problems({ options: { baseUrl: 'https://a.example', ['x'.repeat(200)]: 1 } })
    expect(problem?.path).toBe(`options.${'x'.repeat(60)}`)
  })

  test('may not hold a login in any of its addresses, however deep', () => {
    const options = { places: [{ bucket: 'b', endpoint: 'https://ann:pw@s3.example.org' }] }
    expect(problems({ type: 's3', options }).map(({ path }) => path)).toContain(
      'options.places[0].endpoint',
    )
  })

  test.each([
    'http://127.0.0.1:8080',
    'http://10.1.2.3',
    'http://[::1]',
    'http://169.254.169.254',
    'http://localhost:3000',
  ])('does not lead to %s, unless an operator has listed all of its origins', (baseUrl) => {
    expect(problems({ options: { baseUrl } })).toEqual([
      expect.objectContaining({ code: 'FORBIDDEN', path: 'options.baseUrl' }),
    ])
    expect(
      problems({ options: { baseUrl } }, { privateOrigins: [new URL(baseUrl).origin] }),
    ).toEqual([])
  })

  test.each([
    ['rest', { manifest: '/etc/passwd', baseUrl: 'https://a.example' }, null, 'options.manifest'],
    ['tissue-atlas', { folder: '/srv/atlas' }, null, 'options.folder'],
    ['s3', { places: [{ bucket: 'some' }] }, { profile: 'default' }, 'secrets.profile'],
  ])('of %s does not read the machine of the gateway', (type, options, secrets, path) => {
    const found = problems({ type, options, secrets })
    expect(found).toEqual([expect.objectContaining({ code: 'FORBIDDEN', path })])
  })

  test('with secrets wants a key to keep them under, and a connector that takes them', () => {
    const xnatDraft = {
      type: 'xnat',
      options: { baseUrl: 'https://xnat.example.org' },
      secrets: { user: 'ann', password: planted },
    }
    expect(problems(xnatDraft)).toEqual([])
    expect(problems(xnatDraft, { keepsSecrets: false })).toEqual([
      expect.objectContaining({ code: 'CONFIG_INVALID', path: 'secrets' }),
    ])
    expect(problems({ secrets: { token: planted } })).toEqual([
      expect.objectContaining({
        path: 'secrets',
        message: expect.stringMatching(/take no secrets/),
      }),
    ])
    expect(problems({ ...xnatDraft, secrets: { usr: 'ann', password: planted } })).toEqual([
      expect.objectContaining({ path: 'secrets' }),
    ])
  })

  test('that is too large or too deep is refused before it is read', () => {
    let deep: unknown = 1
    for (let level = 0; level < 5_000; level++) deep = [deep]
    expect(problems({ options: { deep } }).map(({ path }) => path)).toEqual(['options'])
    expect(problems({ options: { large: 'x'.repeat(70_000) } }).map(({ path }) => path)).toEqual([
      'options',
    ])
  })

  test('gives options with their defaults, credentials and a schedule', () => {
    const { checked } = checkDraft(draftOf({ schedule: 'manual' }), {
      connectors,
      privateOrigins: [],
      keepsSecrets: false,
    })
    expect(checked).toMatchObject({
      options: { shelves: ['a'] },
      credentials: null,
      schedule: null,
      origins: ['https://library.example.org'],
      allowPrivateAddresses: false,
    })
  })
})
