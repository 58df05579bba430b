import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import rest from '../../../connectors/rest/index.ts'
import { manifestSchema } from '../../../connectors/rest/manifest.ts'
import { isPersonal } from '../../../connectors/rest/personal.ts'
import { readManifest } from '../../../connectors/rest/read-manifest.ts'
import { worlds } from '../../../connectors/rest/standin.ts'
import { printedFault } from '../../../src/sdk/index.ts'
import { manifestOf } from './small.ts'

const folder = new URL('../../../connectors/rest/manifests/', import.meta.url)

/** Faults as people see them, without lines. */
function faultsOf(manifest: unknown): string[] {
  const read = readManifest(stringify(manifest))
  if ('manifest' in read) return []
  return read.faults.map((fault) => printedFault({ ...fault, line: null }))
}

const rule = (condition: unknown, set: unknown = { access: 'OPEN' }) =>
  manifestOf({ root: { rules: [{ id: 'one', when: { all: [condition] }, set }] } })

describe('rest: a manifest', () => {
  test('of this test is good, so that the faults below are those that are told', () => {
    expect(faultsOf(manifestOf({}))).toEqual([])
  })

  test.each<[string, unknown, string]>([
    [
      'a misspelt key',
      manifestOf({ list: { pagger: {} } }),
      'lists.things.list.pagger: is not known here',
    ],
    [
      'a name with spaces',
      manifestOf({ listing: { fields: { id: 'id', name: 'name', 'two words': 'a' } } }),
      'lists.things.fields.two words: expected a name of letters and digits',
    ],
    [
      'a path with a filter',
      manifestOf({ list: { rows: 'rows[?(@.a)]' } }),
      'lists.things.list.rows: expected a path such as results[*] or a.b[0]["c d"]',
    ],
    [
      'a place that is no field',
      manifestOf({ record: { title: '{nome}' } }),
      'lists.things.record.title: {nome} is no field',
    ],
    [
      'a brace that belongs to no place',
      manifestOf({ record: { title: '{name' } }),
      'lists.things.record.title: expected a text with places such as {name}',
    ],
    [
      'a row in the address of its own list',
      manifestOf({ list: { path: '/things/{id}' } }),
      'lists.things.list.path: {id} is no field',
    ],
    [
      'a detail that is not asked for',
      manifestOf({ listing: { fields: { id: 'id', name: 'more:name' } } }),
      'lists.things.fields.name: there is no detail more',
    ],
    [
      'an id that is the same for all',
      manifestOf({ listing: { id: 'thing' } }),
      'lists.things.id: expected a place such as {id}: ids differ',
    ],
    [
      'pages whose end nothing says',
      manifestOf({ list: { pager: { type: 'page', page: 'p' } } }),
      'lists.things.list.pager: needs total or pages: nothing else says that the list has ended',
    ],
    [
      'a list below one that is not there',
      manifestOf({ listing: { under: ['others'] } }),
      'lists.things.under: there is no list others',
    ],
    [
      'lists that only lead to each other',
      manifestOf({ listing: { under: ['things'] } }),
      'lists.things.under: no list that stands on its own leads here',
    ],
    [
      'credentials of another name',
      manifestOf({ root: { auth: { type: 'header', header: 'X', value: '{pin}' } } }),
      'auth.value: {pin} is no credential: expected one of user, password, token, key, clientId, clientSecret, refreshToken',
    ],
    [
      'records behind a login that nobody said are public',
      manifestOf({
        root: { auth: { type: 'header', header: 'X', value: '{key}' } },
        record: { public: undefined },
      }),
      'lists.things.record.public: must be said where credentials are wanted: true, false or a value',
    ],
    [
      'an operator that is none',
      rule({ field: 'name', operator: 'like', values: ['x'] }),
      'rules.0.when.all.0.operator: like is no operator: expected one of equals, not-equals, contains, not-contains, starts-with, not-starts-with, ends-with, not-ends-with, has-words, not-has-words, smaller-than, bigger-than, present, absent',
    ],
    [
      'an operator for numbers on text',
      rule({ field: 'name', operator: 'bigger-than', values: [3] }),
      'rules.0.when.all.0.operator: rule one: bigger-than does not fit name, a field of the type text; these do: equals, not-equals, contains, not-contains, starts-with, not-starts-with, ends-with, not-ends-with, has-words, not-has-words, present, absent',
    ],
    [
      'an operator for numbers with text',
      rule({ field: 'name', operator: 'bigger-than', values: ['3'] }),
      'rules.0.when.all.0.values: bigger-than takes one number',
    ],
    [
      'values where there is nothing to compare',
      rule({ field: 'name', operator: 'present', values: ['x'] }),
      'rules.0.when.all.0.values: present takes no values',
    ],
    [
      'a rule on a field that no list has',
      rule({ field: 'nome', operator: 'present' }),
      'rules.0.when.all.0.field: rule one: nome is no field; expected one of id, name',
    ],
    [
      'a rule on a list that is not there',
      manifestOf({
        root: {
          rules: [
            {
              id: 'one',
              scope: ['things', 'others'],
              when: { all: [{ field: 'name', operator: 'present' }] },
              set: { access: 'OPEN' },
            },
          ],
        },
      }),
      'rules.0.scope: rule one: there is no others; expected some of things',
    ],
    [
      'a rule that sets nothing',
      rule({ field: 'name', operator: 'present' }, {}),
      'rules.0.set: sets nothing',
    ],
  ])('with %s is refused with the place', (_, manifest, fault) => {
    expect(faultsOf(manifest)).toContain(fault)
  })

  test('tells every fault at once, each with its line', () => {
    const text = stringify(manifestOf({ record: { title: '{a}', description: '{b}' } }))
    const read = readManifest(text)
    const faults = 'faults' in read ? read.faults : []
    const lines = text.split('\n')
    expect(faults.map(({ line }) => lines[(line ?? 0) - 1]?.trim())).toEqual([
      'title: "{a}"',
      'description: "{b}"',
    ])
  })

  test('that is no YAML is told so', () => {
    expect(readManifest('lists: [')).toMatchObject({
      faults: [{ problem: expect.stringContaining('not YAML') }],
    })
  })

  test.each([
    ['doB', 'DoB'],
    ['birth', 'Candidate.birthDate'],
    ['who', '["https://openminds.ebrains.eu/vocab/familyName"]'],
    ['label', 'PSCID'],
    ['who', 'subject.patient_name'],
    ['mail', 'contributor[*].email'],
    ['userName', 'a'],
    ['who', 'primary_contact_email.value'],
    ['who', 'secondPatientName'],
  ])('that reads a person (%s: %s) is refused', (name, path) => {
    const faults = faultsOf(
      manifestOf({ listing: { fields: { id: 'id', name: 'name', [name]: path } } }),
    )
    expect(faults.join()).toMatch(/person’s/)
  })

  test('may read what only sounds like a person', () => {
    for (const name of [
      'name',
      'userStudies',
      'modality',
      'species',
      'dobbsScore',
      'protocolName',
    ]) {
      expect(isPersonal(name), name).toBe(false)
    }
  })

  test('that names no address wants one of its source, and lists that it has', () => {
    const options = { manifest: 'loris', withoutLists: ['images', 'scans'] }
    expect(rest.options.safeParse(options).error?.issues).toMatchObject([
      { path: ['baseUrl'], message: 'expected an address: the manifest names none' },
      { path: ['withoutLists', 1], message: 'expected one of projects, images' },
    ])
  })

  test('that cannot be found is an error of the option, without its content', () => {
    for (const manifest of ['nowhere', '/nowhere/at-all.yaml']) {
      const parsed = rest.options.safeParse({ manifest })
      expect(parsed.error?.issues[0]?.path).toEqual(['manifest'])
    }
  })
})

describe('rest: shipped manifests', () => {
  const names = readdirSync(folder).map((file) => file.replace('.yaml', ''))

  test('are six, and each has a stand-in', () => {
    expect(names).toEqual(['dandi', 'ebrains', 'girder', 'loris', 'openneuro', 'scitran'])
    expect(Object.keys(worlds).sort()).toEqual(names)
  })

  test.each(names)('%s has no fault and at most 60 lines', (name) => {
    const text = readFileSync(new URL(`${name}.yaml`, folder), 'utf8')
    expect(readManifest(text)).toMatchObject({ manifest: { name } })
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
  })

  test('have a schema for editors that is up to date', () => {
    const file = new URL('../manifest.schema.json', folder)
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    expect(kept).toEqual(JSON.parse(JSON.stringify(manifestSchema())))
  })
})
