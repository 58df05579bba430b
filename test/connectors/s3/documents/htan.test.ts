import { describe, expect, test } from 'vitest'
import type { TableItem } from '../../../../connectors/s3/htan/file-table.ts'
import { htanItems, htanRows } from '../../../../connectors/s3/htan/read.ts'
import { openHtanTable } from '../../../../connectors/s3/htan/stream.ts'
import { tumourAtlas } from '../../../../connectors/s3/sample/documents.ts'
import { only, options, place, recordOf } from './read-document.ts'

const at = (key: string) => ({ ...place, key })

async function table(text: string, key: string, chunkBytes = 64): Promise<TableItem[]> {
  const bytes = Buffer.from(text)
  const chunks = {
    *[Symbol.iterator]() {
      for (let from = 0; from < bytes.length; from += chunkBytes) {
        yield bytes.subarray(from, from + chunkBytes)
      }
    },
  }
  const open = await openHtanTable(chunks, at(key), options)
  if ('problem' in open) throw new Error(`${open.problem}: ${open.reason}`)
  const found: TableItem[] = []
  for await (const batch of open.items) found.push(...batch)
  return found
}

const sample = (key: string) => table(tumourAtlas[key] as string, key)
const idOf = (item: TableItem) => ('entity' in item ? item.nativeId : `files of ${item.assets}`)
const recordsOf = (items: readonly TableItem[]) =>
  items.flatMap((item) => ('entity' in item ? [recordOf(item.entity, item.row)] : []))

describe('htan: a table of files', () => {
  test('has a record a picture and its dataset; a row without an id is refused, one that comes again passed over', async () => {
    const items = await sample('imaging.csv')
    expect(items.map(idOf)).toEqual([
      's3://open-things/imaging.csv#HTA7_905_1004',
      's3://open-things/imaging.csv#HTA7_942_1004',
      null,
      's3://open-things/imaging.csv#HTA7/ImagingLevel2',
    ])
    expect(recordsOf(items).map((found) => 'refused' in found)).toEqual([false, false, true, false])
  })

  test('tells of a picture its assay, level, pixel and place, and nothing of the participant', async () => {
    const items = await sample('imaging.csv')
    const [picture, other] = recordsOf(items)
    expect(picture).toMatchObject({
      record: {
        kind: 'IMAGE',
        title: 'HTA7_905_1004: RareCyte Orion, Level 2',
        parents: ['s3://open-things/imaging.csv#HTA7/ImagingLevel2'],
        sameAs: ['HTA7_905_1004', 'syn24849819'],
        domain: 'MEDICAL_IMAGING',
        modality: [{ label: 'fluorescence microscopy', origin: 'MAPPED' }],
        dataLevel: 'Level 2',
        resolution: { values: [0.325, 0.325], unit: 'um', micrometres: [0.325, 0.325] },
        access: 'REGISTERED',
        species: [],
      },
      assets: [
        {
          name: 'CRC02.ome.tif',
          format: 'OME-TIFF',
          size: 90_000_000_000,
          sizeIsExact: false,
          locator: 'https://www.synapse.org/Synapse:syn24849819',
        },
      ],
    })
    expect(other).toMatchObject({
      record: { access: 'REQUESTER_PAYS' },
      assets: [
        { locator: 's3://open-things/orion/CRC03.ome.tif', payer: 'CALLER', region: 'us-west-2' },
      ],
    })
    expect(JSON.stringify(items)).not.toContain('"HTA7_905"')
  })

  test('has other files as assets of the dataset of their level, in chunks', async () => {
    const items = await sample('sequencing.tsv')
    const assets = items.flatMap((item) => ('assets' in item ? [item] : []))
    expect(assets).toMatchObject([
      {
        assets: 's3://open-things/sequencing.tsv#HTA1/ScRNA-seqLevel1',
        chunk: [
          { name: 'a_R1.fastq.gz', size: 1000, sizeIsExact: true, availability: 'ON_REQUEST' },
        ],
      },
      {
        assets: 's3://open-things/sequencing.tsv#HTA1/ScRNA-seqLevel4',
        chunk: [{ name: 'a.h5ad', checksum: { algorithm: 'MD5' }, availability: 'ONLINE' }],
      },
    ])
    expect(recordsOf(items)).toMatchObject([
      {
        record: {
          title: 'HTA1: ScRNA-seq, Level 1',
          access: 'DATA_USE_AGREEMENT',
          accessNote: expect.stringContaining('dbGaP'),
          parents: ['htan:HTA1'],
          domain: 'GENOMICS',
          technique: [{ termId: 'atlas:scrna-seq' }],
        },
      },
      { record: { dataLevel: 'Level 4', access: 'REQUESTER_PAYS' } },
    ])
  })

  test('with a row a person is not read', async () => {
    const bytes = Buffer.from(tumourAtlas['demographics.csv'] as string)
    expect(await openHtanTable([bytes], at('demographics.csv'), options)).toMatchObject({
      problem: 'PERSONAL',
    })
    const rows = [{ Component: 'Diagnosis', 'HTAN Participant ID': 'HTA7_1' }]
    expect(htanRows(rows, place)).toMatchObject({ problem: 'PERSONAL' })
  })

  test('refuses ids that hold more than an id', async () => {
    const items = await table(
      'HTAN Data File ID,Component\nHTA7_1 Somebody,ImagingLevel2\n',
      'odd.csv',
    )
    expect(recordsOf(items)).toEqual([{ refused: 'id: invalid_format' }])
  })

  test('leaves out rows of people among those of files', async () => {
    const text = 'HTAN Data File ID,Component\nHTA1_1_1,Biospecimen\nHTA1_1_2,OtherAssay\n'
    const items = await table(text, 'mixed.csv')
    expect(JSON.stringify(items)).not.toContain('HTA1_1_1')
    expect(items).toHaveLength(1)
  })

  test.each([
    ['', 'nothing.csv'],
    ['a,b\n1,2\n', 'other.csv'],
    ['sample,size\n1,2\n', 'samples.csv'],
  ])('%j is of something else', async (text, key) => {
    expect(await openHtanTable([Buffer.from(text)], at(key), options)).toMatchObject({
      problem: 'OTHER',
    })
  })

  test('that is no CSV in the middle says so, after what came before', async () => {
    const text = `HTAN Data File ID,Filename\nHTA1_1_1,"a"\nHTA1_1_2,"${'x'.repeat(2_000_000)}`
    await expect(table(text, 'broken.csv', 65_536)).rejects.toMatchObject({
      code: 'ANSWER_INVALID',
      message: 'A table is not written as CSV or TSV.',
    })
  })

  test('whose bytes stop coming fails as its source did', async () => {
    const chunks = (async function* () {
      yield Buffer.from('HTAN Data File ID,Filename\nHTA1_1_1,a\n')
      throw new Error('the line broke')
    })()
    const read = async () => {
      const open = await openHtanTable(chunks, at('lost.csv'), options)
      if ('problem' in open) throw new Error(open.reason)
      for await (const batch of open.items) expect(batch.length).toBeGreaterThan(0)
    }
    await expect(read()).rejects.toThrow('the line broke')
  })

  test('has the files of each dataset right behind its row, however they alternate', async () => {
    const rows = Array.from({ length: 1_400 }, (_, row) => {
      const component = ['OtherAssay', 'ScRNA-seqLevel4', 'ImagingLevel2'][row % 3]
      return `HTA9_1_${row},f${row}.csv,${component}\n`
    })
    const items = await table(`HTAN Data File ID,Filename,Component\n${rows.join('')}`, 'mixed.csv')
    const ids = items.map(idOf).filter((id) => !/#HTA9_1_\d+$/.test(id ?? ''))
    const dataset = (component: string) => `s3://open-things/mixed.csv#HTA9/${component}`
    expect(ids).toEqual([
      dataset('ImagingLevel2'),
      dataset('OtherAssay'),
      `files of ${dataset('OtherAssay')}`,
      dataset('ScRNA-seqLevel4'),
      `files of ${dataset('ScRNA-seqLevel4')}`,
    ])
    const chunks = items.flatMap((item) => ('assets' in item ? [item.chunk.length] : []))
    expect(chunks).toEqual([467, 467])
    expect(items.length - ids.length).toBe(466)
  })

  test('of many rows is read as it is asked for, never as one list', async () => {
    const rows = 41_000
    let made = 0
    const chunks = {
      *[Symbol.iterator]() {
        yield Buffer.from('HTAN Data File ID,Filename,Component\n')
        for (made = 0; made < rows; made += 100) {
          const lines = Array.from({ length: 100 }, (_, at) => {
            const row = made + at
            return `HTA9_1_${row},f${row}.csv,${row % 2 === 0 ? 'ImagingLevel2' : 'OtherAssay'}\n`
          })
          yield Buffer.from(lines.join(''))
        }
      },
    }
    const open = await openHtanTable(chunks, at('large.csv'), options)
    if ('problem' in open) throw new Error(open.reason)
    const counts = { pictures: 0, assets: 0, largest: 0, madeAtFirst: rows }
    for await (const batch of open.items) {
      counts.madeAtFirst = Math.min(counts.madeAtFirst, made)
      for (const item of batch) {
        if ('assets' in item) counts.assets += item.chunk.length
        else if (item.entity === 'htan-file') counts.pictures += 1
        counts.largest = Math.max(
          counts.largest,
          'assets' in item ? item.chunk.length : batch.length,
        )
      }
    }
    expect(counts).toMatchObject({ pictures: rows / 2, assets: rows / 2 })
    expect(counts.largest).toBeLessThanOrEqual(501)
    expect(counts.madeAtFirst, 'rows made when the first batch was handed over').toBeLessThan(
      rows / 4,
    )
  })

  test('that is left early lets go of its source', async () => {
    let isClosed = false
    const chunks = (async function* () {
      try {
        for (let row = 0; ; row += 1) {
          yield Buffer.from(
            row === 0 ? 'HTAN Data File ID,Component\n' : `HTA9_1_${row},ImagingLevel2\n`,
          )
        }
      } finally {
        isClosed = true
      }
    })()
    const open = await openHtanTable(chunks, at('endless.csv'), options)
    if ('problem' in open) throw new Error(open.reason)
    for await (const batch of open.items) {
      expect(batch.length).toBeGreaterThan(0)
      break
    }
    await expect.poll(() => isClosed).toBe(true)
  })
})

describe('htan: other documents', () => {
  test('an atlas has the words of its title without their markup', () => {
    const atlas = [
      { htan_id: 'hta7', title: { rendered: 'Pre-Cancer <b>Atlases</b> &#8211; Skin' } },
    ]
    expect(only(htanRows(atlas, place)).record).toMatchObject({
      kind: 'ATLAS',
      title: 'Pre-Cancer Atlases – Skin',
      species: [],
    })
  })

  test('an index of manifests has a dataset a component, with its count and controlled access', () => {
    const index = {
      HTA1: [
        { component: 'BulkDNALevel2', synapseId: 'syn1234', numItems: 30 },
        { component: 'BulkDNALevel2', synapseId: 'syn1235', numItems: 12 },
        { component: 'Demographics', synapseId: 'syn1236', numItems: 9 },
      ],
    }
    const { record, assets } = only(htanRows(index, place))
    expect(record).toMatchObject({
      kind: 'DATASET',
      title: 'HTA1: BulkDNA, Level 2',
      description: '42 files in 2 manifests.',
      access: 'DATA_USE_AGREEMENT',
    })
    expect(assets).toHaveLength(2)
  })

  test('a publication counts the files it is about, and lends them no licence', () => {
    const publication = {
      Component: 'PublicationManifest',
      'HTAN Center ID': 'HTA7',
      Title: 'A study',
      DOI: 'https://doi.org/10.1234/abc',
      Authors: 'A B, C D',
      License: 'CC-BY-4.0',
      'Corresponding Author ORCID': 'https://orcid.org/0000',
      'Data Type': 'CyCIF,H&E',
      'Eutils Sort Date': '2022/01/20 00:00',
      'Publication-associated HTAN Parent Data File ID': ['HTA7_1_1'],
      _parentDataFileCount: 164,
    }
    const { record } = only(htanRows([publication], place))
    expect(record).toMatchObject({
      kind: 'COLLECTION',
      parents: ['htan:HTA7'],
      description:
        'About 164 data files of HTAN. The article is under CC-BY-4.0; the licence of the data is not stated.',
      creators: ['A B', 'C D'],
      license: { class: 'UNKNOWN', raw: null },
      released: '2022-01-20',
      domain: 'MEDICAL_IMAGING',
    })
    expect(JSON.stringify(record)).not.toContain('orcid')
  })

  test('a list of files has them where it says, with sizes as printed', () => {
    const lists = {
      'some-images': {
        bucket: 's3://hta-melatlas-1/data/',
        tables: [
          {
            section: 'Images',
            columns: [
              'FIELD1',
              'Level 2 WSI (OME-TIFF)',
              'File size (WSI)',
              'Spatial feature tables (CSV)',
              'File size (feature table)',
            ],
            rows: [
              ['A', 'A.ome.tif', '195 GB', 'A-features.zip', '335 MB'],
              ['B', 'B #1.ome.tif', '', '', ''],
            ],
          },
          {
            section: '_N_HE_/',
            columns: ['File Name', 'File size'],
            rows: [['frame_t.ets', '1 GB']],
          },
          { section: 'raw/', columns: ['Number of Files', 'Folder size'], rows: [['13', '79 GB']] },
        ],
      },
    }
    const items = htanItems(lists, place, options)
    if ('problem' in items) throw new Error(items.reason)
    const assets = [...items].flatMap((item) => ('assets' in item ? item.chunk : []))
    expect(assets).toMatchObject([
      {
        locator: 's3://hta-melatlas-1/data/A.ome.tif',
        size: 195_000_000_000,
        sizeIsExact: false,
        payer: null,
        region: null,
        availability: 'UNKNOWN',
      },
      { locator: 's3://hta-melatlas-1/data/A-features.zip', role: 'ARCHIVE' },
      { locator: 's3://hta-melatlas-1/data/B%20%231.ome.tif', size: null },
    ])
    expect(assets).toHaveLength(3)
  })

  test('a list beside its files has them in its own bucket, whose readers pay', async () => {
    const items = await sample('files.csv')
    expect(recordsOf(items)).toMatchObject([
      { record: { title: 'files', access: 'REQUESTER_PAYS' } },
    ])
    expect(items[1]).toMatchObject({
      chunk: [
        { locator: 's3://open-things/MEL01-1-1.ome.tif', payer: 'CALLER' },
        { locator: 's3://open-things/MEL01-1-3.ome.tif' },
      ],
    })
  })
})
