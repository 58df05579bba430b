import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Asset, MappedRecord, unknownRecord } from '../../src/model/index.ts'
import { jsonSchema } from '../../src/model/json-schema.ts'

const record = { ...unknownRecord, kind: 'ATLAS', title: 'Mouse, P56, Coronal' } as const

describe('record', () => {
  test('a record of which only kind and title are known is valid, and everything else is unknown', () => {
    const parsed = MappedRecord.parse(record)
    expect(parsed.subjects).toBeNull()
    expect(parsed.resolution).toBeNull()
    expect(parsed.domain).toBeNull()
    expect(parsed.species).toEqual([])
    expect(parsed.license.class).toBe('UNKNOWN')
  })

  test.each(['patientName', 'birthDate', 'operator', 'row'])(
    'a field that is not listed is refused: %s',
    (field) => {
      expect(MappedRecord.safeParse({ ...record, [field]: 'x' }).success).toBe(false)
    },
  )

  test('a person cannot hide inside a group of subjects', () => {
    const subjects = { count: 1, ageMin: 30, ageMax: 30, ageUnit: 'years' }
    expect(MappedRecord.safeParse({ ...record, subjects }).success).toBe(true)
    const named = { ...subjects, names: ['A'] }
    expect(MappedRecord.safeParse({ ...record, subjects: named }).success).toBe(false)
  })

  test.each(['2021-13', '2021-00-01', '21', '2021-1-1', '2021-01-01T00:00:00Z'])(
    'a release date is at most a day, and a real one: %s',
    (released) => {
      expect(MappedRecord.safeParse({ ...record, released }).success).toBe(false)
    },
  )

  test('a link of another scheme than http is refused', () => {
    expect(MappedRecord.safeParse({ ...record, landingPage: 'javascript:alert(1)' }).success).toBe(
      false,
    )
  })

  test('an asset whose size is unknown says null; a negative size is refused', () => {
    const asset = {
      name: 'annotation_25.nrrd',
      role: 'LABELS',
      format: 'NRRD',
      mediaType: null,
      size: null,
      sizeIsExact: false,
      checksum: null,
      availability: 'UNKNOWN',
      locator: 'https://example.org/annotation_25.nrrd',
      region: null,
      payer: null,
    }
    expect(Asset.safeParse(asset).success).toBe(true)
    expect(Asset.safeParse({ ...asset, size: -1 }).success).toBe(false)
    expect(Asset.safeParse({ ...asset, locator: '/srv/data/annotation.nrrd' }).success).toBe(false)
  })

  test('the JSON Schema in the repository is the one of these shapes, and it is closed', () => {
    const written = readFileSync(
      new URL('../../schema/metadata-record.schema.json', import.meta.url),
      'utf8',
    )
    expect(written).toBe(jsonSchema())
    expect(JSON.parse(written).additionalProperties).toBe(false)
  })
})
