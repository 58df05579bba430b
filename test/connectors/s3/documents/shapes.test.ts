import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { croissantRows } from '../../../../connectors/s3/croissant/read.ts'
import { datsRows } from '../../../../connectors/s3/dats/read.ts'
import type { Place } from '../../../../connectors/s3/documents/place.ts'
import { type DocumentRead, isProblem } from '../../../../connectors/s3/documents/rows.ts'
import { frictionlessRows } from '../../../../connectors/s3/frictionless/read.ts'
import { htanItems, htanRows } from '../../../../connectors/s3/htan/read.ts'
import {
  cameraTraps,
  croissant,
  dats,
  landsat,
} from '../../../../connectors/s3/sample/documents.ts'
import { stacRows } from '../../../../connectors/s3/stac/read.ts'
import { openPlaces } from '../../../../src/sdk/index.ts'
import { entities, options, place, recordOf } from './read-document.ts'

const readers: Record<string, (document: unknown, place: Place) => DocumentRead> = {
  stac: stacRows,
  croissant: croissantRows,
  dats: datsRows,
  frictionless: frictionlessRows,
  htan: htanRows,
}

const samples = [landsat, croissant, dats, cameraTraps].flatMap((files) => Object.values(files))
const publication = {
  Component: 'PublicationManifest',
  'HTAN Center ID': 'HTA7',
  Title: 'A study',
  DOI: '10.1234/x',
}
const others = [
  [{ htan_id: 'hta7', title: { rendered: 'An atlas' } }],
  [publication],
  { HTA7: [{ component: 'ImagingLevel2', synapseId: 'syn123', numItems: 3 }] },
  { columns: ['HTAN_Data_File_ID', 'Imaging_Assay_Type'], rows: [['HTA7_1_1', 'H&E']] },
  {
    list: {
      bucket: 's3://x-y/z',
      tables: [{ section: 'A', columns: ['File Name', 'File size'], rows: [['a', '1 GB']] }],
    },
  },
]
const documents: readonly unknown[] = [...samples, ...others]

/** A document with one of its values, at any depth, put in place of by something else. */
const spoilt = fc
  .tuple(fc.constantFrom(...documents), fc.nat({ max: 400 }), fc.jsonValue({ maxDepth: 2 }))
  .map(([document, at, value]) => {
    let left = at
    return JSON.parse(JSON.stringify(document), (_, here) =>
      left-- === 0 ? value : here,
    ) as unknown
  })

/** Rows of it become records that core takes, or are refused; nothing is thrown. */
function expectSafe(document: unknown): void {
  for (const rowsOf of Object.values(readers)) {
    const read = rowsOf(document, place)
    if (isProblem(read)) {
      expect(['OTHER', 'INVALID', 'PERSONAL']).toContain(read.problem)
      continue
    }
    for (const { entity, nativeId, row, links = [] } of read) {
      const found = recordOf(entity, row)
      if (!('refused' in found)) expect(nativeId).toEqual(expect.any(String))
      for (const key of links) expect(key).not.toBe('')
    }
  }
}

describe('documents: the shapes', () => {
  test.each(Object.keys(entities))('of %s keep nothing but what they list', (name) => {
    expect(openPlaces(entities[name]?.shape ?? fail(), name)).toEqual([])
  })

  test('give the same for their own output', () => {
    for (const document of documents) {
      for (const rowsOf of Object.values(readers)) {
        const read = rowsOf(document, place)
        for (const { entity, row } of isProblem(read) ? [] : read) {
          const shape = entities[entity]?.shape ?? fail()
          const once = shape.parse(row)
          expect(shape.parse(JSON.parse(JSON.stringify(once)))).toEqual(once)
        }
      }
    }
  })

  test('let no e-mail address and no contact through', () => {
    for (const document of samples) {
      for (const rowsOf of Object.values(readers)) {
        const read = rowsOf(document, place)
        for (const { entity, row } of isProblem(read) ? [] : read) {
          const kept = JSON.stringify(entities[entity]?.shape.parse(row))
          expect(kept).not.toMatch(/@example|Somebody Else|email|contact/)
        }
      }
    }
  })
})

describe('documents: reading', () => {
  test('each sample is of one convention', () => {
    for (const document of documents) {
      const fitting = Object.values(readers).filter((rowsOf) => !isProblem(rowsOf(document, place)))
      expect(fitting).toHaveLength(1)
    }
  })

  test('never throws on any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), expectSafe), { numRuns: 200 })
    for (const document of [undefined, null, 0, '', [], {}, [[]], [{}], [null]])
      expectSafe(document)
  })

  test('never throws on a document in which something is not what it should be', () => {
    fc.assert(fc.property(spoilt, expectSafe), { numRuns: 500 })
  })

  test('never throws on objects with keys of objects themselves', () => {
    const text =
      '{"__proto__": {"stac_version": "1"}, "constructor": 1, "toString": {"tables": [1]}}'
    expectSafe(JSON.parse(text))
    expectSafe({ ...JSON.parse(text), stac_version: '1.0.0', id: 'x' })
  })

  test('never throws on documents that are nested deeper than a stack', () => {
    const deep = JSON.parse(`${'{"value":['.repeat(50_000)}1${']}'.repeat(50_000)}`) as unknown
    for (const document of documents) {
      if (typeof document !== 'object' || document === null) continue
      for (const key of Object.keys(document)) expectSafe({ ...document, [key]: deep })
    }
    const header = ['HTAN_Data_File_ID', 'Organ']
    expectSafe({ columns: header, rows: [['HTA1_1_1', deep]] })
    expectSafe([{ HTAN_Data_File_ID: 'HTA1_1_1', organ: deep }])
    expectSafe(deep)
  })

  test('gives assets of a list of files in the same order as rows, lazily', () => {
    const items = htanItems(others[4], place, options)
    if ('problem' in items) throw new Error(items.reason)
    const kinds = [...items].map((item) => ('assets' in item ? 'assets' : item.entity))
    expect(kinds).toEqual(['hta-file-list', 'assets'])
  })
})

function fail(): never {
  throw new Error('no such entity')
}
