import { describe, expect, test } from 'vitest'
import { type Asset, type Term, unknownRecord } from '../../src/model/index.ts'
import { type IdentityFacts, identityKeys } from '../../src/store/identity-keys.ts'
import { asset } from './samples.ts'

const facts = (changes: Partial<IdentityFacts> = {}): IdentityFacts => ({
  ...unknownRecord,
  kind: 'DATASET',
  nativeId: '17',
  title: 'A title',
  ...changes,
})
const sameAs = (...texts: string[]) => identityKeys(facts({ sameAs: texts }), null)
const space = (label: string, termId: string | null = null): Term => ({
  label,
  termId,
  origin: 'STATED',
  raw: null,
})
const sum = (changes: Partial<Asset>) => identityKeys(facts(), asset('x', changes))
const checksum = (algorithm: 'MD5' | 'SHA1' | 'SHA256' | 'CRC32C', value = 'ab12') =>
  ({ algorithm, value, source: 'manifest' }) as const

describe('identifiers', () => {
  test('a DOI: is one key however it is written, and every version its own', () => {
    for (const text of ['10.1234/ABC.v1', 'doi:10.1234/abc.v1', 'https://doi.org/10.1234/abc.v1']) {
      expect(sameAs(text)).toEqual(['doi:10.1234/abc.v1'])
    }
    expect(sameAs('10.1234/abc')).not.toEqual(sameAs('10.1234/abc.v1'))
  })

  test('a publication: its DOI is no key', () => {
    const publications = [{ title: 'About it', doi: '10.1234/paper', url: null }]
    expect(identityKeys({ ...facts(), ...{ publications } }, null)).toEqual([])
  })

  test('a native id: is a key when it is a DOI, and none when only its source knows it', () => {
    expect(identityKeys(facts({ nativeId: 'doi:10.1234/X' }), null)).toEqual(['doi:10.1234/x'])
    for (const nativeId of ['17', 'dataset:ds000114', 'https://example.org/data/17', 'a:10.5']) {
      expect(identityKeys(facts({ nativeId }), null)).toEqual([])
    }
  })

  test('a native id in a bucket: is a key when the bucket is known to be one of AWS', () => {
    const at = (upstream: string | null) =>
      identityKeys(facts({ nativeId: 's3://data/a/', upstream }), null)
    expect(at('https://data.s3.eu-west-1.amazonaws.com/a/')).toEqual(['id:s3://data/a'])
    expect(at('https://minio.example.org/data/a/')).toEqual([])
    expect(at(null)).toEqual([])
    expect(sameAs('https://data.s3.amazonaws.com/a/')).toEqual(sameAs('s3://data/a'))
  })

  test('ids at other places: are keys with their authority, a page of a record, or a form of their own', () => {
    expect(sameAs('DANDI:000003')).toEqual(['id:dandi:000003'])
    expect(sameAs('https://identifiers.org/DANDI:000003')).toEqual(['id:dandi:000003'])
    expect(sameAs('urn:oid:1.2.3')).toEqual(['id:urn:oid:1.2.3'])
    expect(sameAs('SYN17865732')).toEqual(['id:syn17865732'])
    expect(sameAs('http://example.org/data/a/')).toEqual(['id:https://example.org/data/a'])
    expect(sameAs('https://example.org/view?id=a')).toEqual(['id:https://example.org/view?id=a'])
  })

  test('home pages, local names and words: are no keys', () => {
    const none = [
      'https://example.org',
      'https://example.org/index.html',
      'https://example.org/atlas',
      'https://user:word@example.org/data/1',
      'NEURO_E00044',
      'XNAT_E00001',
      'sub-01',
      'mailto:me1@example.org',
      'version:2',
      'Julich: 29 areas',
      `x:${'1'.repeat(600)}`,
    ]
    for (const text of none) expect(sameAs(text), text).toEqual([])
  })

  test('a record that names many things: is known by none of them', () => {
    const many = Array.from({ length: 17 }, (_, at) => `10.1234/${at}`)
    expect(sameAs(...many)).toEqual([])
    expect(sameAs(...many.slice(1))).toHaveLength(16)
  })
})

describe('RRIDs', () => {
  const template = (changes: Partial<IdentityFacts>) =>
    identityKeys(facts({ kind: 'TEMPLATE', sameAs: ['RRID:SCR_008796'], ...changes }), null)
  const c = template({ referenceSpace: [space('c', 'atlas:c')] })

  test('an RRID: is the same with its prefix, without, and as an address', () => {
    const one = sameAs('RRID:SCR_002978')
    expect(one).toHaveLength(1)
    expect(sameAs('SCR_002978')).toEqual(one)
    expect(sameAs('https://scicrunch.org/resolver/RRID:SCR_002978')).toEqual(one)
  })

  test('an RRID of many templates: is a key for each space, version and kind', () => {
    expect(template({ referenceSpace: [space('other words', 'atlas:c')] })).toEqual(c)
    expect(template({ referenceSpace: [space('a', 'atlas:a')] })).not.toEqual(c)
    expect(template({ referenceSpace: [space('c', 'atlas:c')], version: '2' })).not.toEqual(c)
    expect(template({ referenceSpace: [space('c', 'atlas:c')], kind: 'ATLAS' })).not.toEqual(c)
  })

  test('an RRID of data: is the same for a collection, a study and a data set', () => {
    const of = (kind: 'STUDY' | 'COLLECTION' | 'IMAGE') =>
      identityKeys(facts({ kind, sameAs: ['RRID:SCR_1'] }), null)
    expect(of('STUDY')).toEqual(sameAs('RRID:SCR_1'))
    expect(of('COLLECTION')).toEqual(sameAs('RRID:SCR_1'))
    expect(of('IMAGE')).not.toEqual(sameAs('RRID:SCR_1'))
  })
})

describe('names of templates and atlases', () => {
  const named = (changes: Partial<IdentityFacts>) =>
    identityKeys(
      facts({
        kind: 'ATLAS',
        title: 'Waxholm Space Atlas',
        version: '4.0',
        referenceSpace: [space('WHS')],
        ...changes,
      }),
      null,
    )

  test('name, version and space: are one key, case, accents and punctuation aside', () => {
    expect(named({})).toHaveLength(1)
    expect(
      named({ title: 'waxhólm-space  ATLAS', version: 'v4.0', referenceSpace: [space('whs')] }),
    ).toEqual(named({}))
  })

  test('another version, space, kind or name: is another key', () => {
    for (const changes of [
      { version: '4' },
      { version: '40' },
      { referenceSpace: [space('WHS SD')] },
      { kind: 'PARCELLATION' as const },
      { title: 'Waxholm Space Atlas of the rat' },
    ]) {
      expect(named(changes)).toHaveLength(1)
      expect(named(changes)).not.toEqual(named({}))
    }
  })

  test('a part that is not known: there is no key, nor for other kinds', () => {
    for (const changes of [
      { version: null },
      { referenceSpace: [] },
      { title: '…' },
      { version: '—' },
      { kind: 'DATASET' as const },
    ]) {
      expect(named(changes)).toEqual([])
    }
  })
})

describe('checksums', () => {
  test('a strong checksum: is a key with its algorithm, of any size', () => {
    expect(sum({ checksum: checksum('SHA256'), size: null, sizeIsExact: false })).toEqual([
      'sum:SHA256:ab12',
    ])
  })

  test('MD5: is a key together with an exact size only', () => {
    expect(sum({ checksum: checksum('MD5') })).toEqual(['sum:MD5:ab12:100'])
    expect(sum({ checksum: checksum('MD5'), sizeIsExact: false })).toEqual([])
    expect(sum({ checksum: checksum('MD5'), size: null, sizeIsExact: false })).toEqual([])
  })

  test('weaker sums, and files without bytes: are no keys', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(sum({ checksum: checksum('CRC32C') })).toEqual([])
    expect(sum({ checksum: null })).toEqual([])
    expect(sum({ checksum: checksum('SHA256'), size: 0 })).toEqual([])
    expect(sum({ checksum: checksum('SHA256', empty), size: null, sizeIsExact: false })).toEqual([])
  })
})
