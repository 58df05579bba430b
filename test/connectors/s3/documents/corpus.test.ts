import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { croissantRows } from '../../../../connectors/s3/croissant/read.ts'
import type { DocumentRead } from '../../../../connectors/s3/documents/rows.ts'
import { htanItems } from '../../../../connectors/s3/htan/read.ts'
import { stacRows } from '../../../../connectors/s3/stac/read.ts'
import { type CorpusLine, corpus, printCorpus } from '../corpus-table.ts'
import { type Checked, options, recordOf } from './read-document.ts'

const stac = corpus('stac')
const croissant = corpus('croissant')
const htan = corpus('htan')
const harvard = corpus('harvard-tissue-atlas')

interface Document {
  key: string
  content: unknown
}

function documentsBelow(folder: string): Document[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      key: relative(folder, file).split(sep).join('/'),
      content: JSON.parse(readFileSync(file, 'utf8')) as unknown,
    }))
}

interface Outcome extends CorpusLine {
  records: Checked['record'][]
  ids: (string | null)[]
}

/** Everything that a document gives, as core would take it. */
function outcomeOf(
  name: string,
  documents: readonly Document[],
  rowsOf: (
    content: unknown,
    place: { bucket: string; region: null; key: string },
  ) => DocumentRead | ReturnType<typeof htanItems>,
): Outcome {
  const found: Outcome = {
    name,
    read: documents.length,
    records: [],
    assets: 0,
    refused: [],
    ids: [],
  }
  const refused: string[] = []
  for (const { key, content } of documents) {
    const read = rowsOf(content, { bucket: 'corpus', region: null, key })
    if ('problem' in read) {
      refused.push(`${read.problem}: ${read.reason}`)
      continue
    }
    for (const item of read) {
      if ('assets' in item) {
        found.assets += item.chunk.length
        continue
      }
      found.ids.push(item.nativeId)
      const record = recordOf(item.entity, item.row)
      if ('refused' in record) refused.push(record.refused)
      else {
        found.records.push(record.record)
        found.assets += record.assets.length
      }
    }
  }
  return { ...found, refused }
}

function expectWhole({ records, ids, refused }: Outcome, count: number) {
  expect(refused).toEqual([])
  expect(records).toHaveLength(count)
  expect(new Set(ids).size, 'every record has an id of its own').toBe(count)
}

describe.skipIf(stac === null)('the STAC corpus', () => {
  const outcome = outcomeOf('stac', stac === null ? [] : documentsBelow(stac), stacRows)

  test('gives a record a document, each of the geospatial domain', () => {
    printCorpus('STAC', [outcome])
    expectWhole(outcome, 10)
    expect(new Set(outcome.records.map(({ domain }) => domain))).toEqual(new Set(['GEOSPATIAL']))
  })

  test('keeps its coordinate systems, licences and ground distances', () => {
    const spaces = outcome.records.flatMap(({ referenceSpace }) =>
      referenceSpace.map(({ label }) => label),
    )
    // The collection of Sentinel-2 names every zone of UTM North.
    expect(new Set(spaces).size).toBe(60)
    expect(spaces).toContain('EPSG:32659')
    expect(outcome.records.map(({ license }) => license.spdx)).toContain('CC-BY-4.0')
    expect(outcome.records.map(({ resolution }) => resolution?.values[0])).toContain(0.66)
  })
})

describe.skipIf(croissant === null)('the Croissant corpus', () => {
  const outcome = outcomeOf(
    'croissant',
    croissant === null ? [] : documentsBelow(croissant),
    croissantRows,
  )

  test('gives a record a document, but for the one that has no name', () => {
    printCorpus('Croissant', [outcome])
    expect(outcome.refused).toEqual(['INVALID: It has no name.'])
    expectWhole({ ...outcome, refused: [] }, 31)
  })

  test('claims no domain: none of its data sets is of one, however its descriptions read', () => {
    expect(
      outcome.records.filter(({ domain }) => domain !== null).map(({ title }) => title),
    ).toEqual([])
  })
})

describe.skipIf(htan === null || harvard === null)('the tissue atlas corpora', () => {
  const documents = htan === null ? [] : documentsBelow(htan)
  const named = (key: string) => documents.filter((document) => document.key === key)
  const read = (key: string) =>
    outcomeOf(key, named(key), (content, place) => htanItems(content, place, options))
  const outcomes = [
    'atlases.json',
    'imaging-assay-type.json',
    'publications.json',
    'synapse-manifests.json',
  ].map(read)
  const lists = outcomeOf(
    'file-lists.json',
    harvard === null ? [] : documentsBelow(harvard).filter(({ key }) => key === 'file-lists.json'),
    (content, place) => htanItems(content, place, options),
  )

  test('give a record an atlas, a picture, a publication and a component of an atlas', () => {
    printCorpus('HTAN and Harvard Tissue Atlas', [...outcomes, lists])
    const [atlases, pictures, publications, components] = outcomes as [
      Outcome,
      Outcome,
      Outcome,
      Outcome,
    ]
    expectWhole(atlases, 15)
    expectWhole(publications, 41)
    // Of 2,000 rows 282 list a picture again; each atlas has a dataset in the table.
    const centers = new Set(pictures.ids.flatMap((id) => /#(HTA\d+)_/.exec(id ?? '')?.[1] ?? []))
    expectWhole(pictures, 1_718 + centers.size)
    expect(components.records.length).toBeGreaterThan(50)
    expect(components.refused).toEqual([])
  })

  test('tell nothing of tables with rows about people', () => {
    const texts = JSON.stringify(outcomes.map(({ records }) => records))
    expect(texts).not.toMatch(/Demographics|Diagnosis|FamilyHistory|Biospecimen|orcid/)
  })

  test('list the files of both lists with sizes that were printed', () => {
    expectWhole(lists, 2)
    expect(lists.assets).toBeGreaterThan(140)
  })
})
