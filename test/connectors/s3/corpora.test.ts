import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { operator, type StoredRecord } from '../../../src/model/index.ts'
import type { S3StandinObject } from '../../../src/sdk/standin/index.ts'
import { bucket, type World, world } from './world.ts'

/** Real descriptions of data, beside the checkout where they are there: see their README.md. */
const corpora = new URL('../../../../shared/corpora', import.meta.url).pathname

/** Small files that say something of a dataset. */
const text = /(?:\.json|\.tsv|\.md|\.txt|\/README|\/CHANGES|\/LICENSE)$/

type Tree = Record<string, { metadataIncluded: boolean; files: [string, number][] }>

function json<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(corpora, ...path), 'utf8'))
}

/** Files of a folder as they were published: tables were converted to JSON for the corpus. */
function filesOf(folder: string, below = ''): Map<string, string> {
  const files = new Map<string, string>()
  for (const name of readdirSync(join(corpora, folder, below))) {
    const path = below === '' ? name : `${below}/${name}`
    const file = join(corpora, folder, path)
    if (statSync(file).isDirectory()) for (const one of filesOf(folder, path)) files.set(...one)
    else if (name.endsWith('.tsv.json')) files.set(path.slice(0, -5), tsvOf(json(folder, path)))
    else files.set(path, readFileSync(file, 'utf8'))
  }
  return files
}

function tsvOf({ columns, rows }: { columns: string[]; rows: string[][] }): string {
  return [columns, ...rows].map((row) => row.join('\t')).join('\n')
}

async function recordsOf({ store, ids }: World): Promise<StoredRecord[]> {
  const found = await ids()
  const records = await store.records(
    operator,
    found.map((id) => `library:${id}`),
  )
  return records.filter((record) => record != null)
}

function counted(records: readonly StoredRecord[], of: (record: StoredRecord) => unknown) {
  const counts: Record<string, number> = {}
  for (const record of records) {
    const value = String(of(record))
    counts[value] = (counts[value] ?? 0) + 1
  }
  return counts
}

/** One line, with what the whole of a corpus came to. */
function print(name: string, records: readonly StoredRecord[], rejected: number): void {
  const assets = records.reduce((sum, { assetCount }) => sum + assetCount, 0)
  const classes = Object.entries(counted(records, ({ license }) => license.class))
  const columns = [
    name,
    records.length,
    rejected,
    assets,
    classes.map((one) => one.join(' ')).join(', '),
  ]
  console.log(`| corpus | records | quarantined | assets | licences |\n| ${columns.join(' | ')} |`)
}

describe.skipIf(!existsSync(corpora))('s3: the corpora', () => {
  test('s3: every dataset of bids-examples becomes a valid record, problems told', async () => {
    const tree = json<Tree>('bids-examples', 'tree.json')
    const given = filesOf('bids-examples')
    const objects: S3StandinObject[] = []
    for (const [dataset, { files }] of Object.entries(tree)) {
      const listed = new Map(files.map(([path, size]) => [`${dataset}/${path}`, size]))
      for (const path of given.keys()) {
        if (path.startsWith(`${dataset}/`) && !listed.has(path)) listed.set(path, 0)
      }
      for (const [key, size] of listed) {
        // A text that was not copied to the corpus stands as white space of its size: its problems are told.
        const body = given.get(key) ?? (text.test(key) ? ' '.repeat(size) : undefined)
        objects.push(body === undefined ? { key, size } : { key, body })
      }
    }
    const one = await world([bucket(objects)])
    const run = await one.harvest([{ bucket: 'data', datasets: 'folders' }])
    expect([run.state, run.error, run.rejected]).toEqual(['SUCCEEDED', null, 0])
    expect(one.service.largeReads).toEqual([])
    const records = await recordsOf(one)
    print('bids-examples', records, run.rejected)
    const roots = records.filter(({ parents }) => parents.length === 0)
    expect(roots.length).toBe(Object.keys(tree).length)
    const described = Object.entries(tree).filter(([, { metadataIncluded }]) => metadataIncluded)
    for (const [dataset] of described) {
      const { Name } = JSON.parse(given.get(`${dataset}/dataset_description.json`) ?? '{}')
      const record = records.find(({ nativeId }) => nativeId === `s3://data/${dataset}/`)
      expect.soft(record?.title, dataset).toBe(Name.replaceAll(/\s+/g, ' ').trim())
    }
    const told = records
      .map((record) => JSON.stringify({ ...record, id: '', nativeId: '' }))
      .join('\n')
    // People, in the table of one of them and everywhere else.
    for (const word of ['LADAF-2020-31"', 'type 2 diabetes', 'cystectomy', 'sub-0001']) {
      expect.soft(told.includes(word), word).toBe(false)
    }
    const nested = records
      .filter(({ parents }) => parents.length > 0)
      .map(({ nativeId }) => nativeId)
    expect(nested).toContain('s3://data/synthetic/derivatives/fmriprep/')
    const zarr = await one.assets('s3://data/micr_XPCTzarr/')
    expect(zarr.filter(({ role }) => role === 'DIRECTORY').length).toBeGreaterThan(0)
    expect(zarr.some(({ name }) => name.includes('.zarr/'))).toBe(false)

    const before = one.service.requests.length
    const again = await one.harvest([{ bucket: 'data', datasets: 'folders' }])
    expect([again.state, again.written]).toEqual(['SUCCEEDED', 0])
    const asked = one.service.requests.slice(before)
    expect(asked.filter(({ search }) => !search.includes('list-type'))).toEqual([])
  }, 120_000)

  test('s3: every template of TemplateFlow becomes a valid record with its space', async () => {
    const tree = json<Record<string, string[]>>('templateflow', 'tree.json')
    const licenses = json<Record<string, string>>('templateflow', 'license-heads.json')
    const given = filesOf('templateflow')
    const objects = Object.entries(tree).flatMap(([template, files]) =>
      files.map((path): S3StandinObject => {
        const key = `${template}/${path}`
        const body = path === 'LICENSE' ? licenses[template] : given.get(key)
        return body === undefined ? { key, size: 1 } : { key, body }
      }),
    )
    const one = await world([bucket(objects)])
    const run = await one.harvest([{ bucket: 'data', datasets: 'folders' }])
    expect([run.state, run.error, run.rejected]).toEqual(['SUCCEEDED', null, 0])
    const records = await recordsOf(one)
    print('templateflow', records, run.rejected)
    expect(records.length).toBe(Object.keys(tree).length)
    expect(counted(records, ({ kind }) => kind)).toEqual({ TEMPLATE: records.length })
    for (const { nativeId, referenceSpace, assetCount } of records) {
      const template = nativeId.split('/').at(-2) ?? ''
      expect.soft(referenceSpace.length, nativeId).toBe(1)
      expect.soft(assetCount, nativeId).toBe(tree[template]?.length)
    }
    const rat = records.find(({ nativeId }) => nativeId.endsWith('tpl-WHS/'))
    expect(rat).toMatchObject({
      species: [{ termId: 'NCBITaxon:10116' }],
      resolution: { micrometres: [39.0625, 39.0625, 39.0625] },
      license: { class: 'NON_COMMERCIAL' },
    })
  }, 60_000)
})
