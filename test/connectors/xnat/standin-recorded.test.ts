import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Client, clientOf, startXnat } from './standin-client.ts'

/** Answers of real servers; they do not belong to this project and may not be there. */
const folder = new URL('../../../../shared/upstreams/xnat/', import.meta.url)
const recorded = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

type Row = Record<string, unknown>

async function harvester(): Promise<Client> {
  const xnat = await startXnat()
  return clientOf(xnat, xnat.account)
}

const keysOf = (row: Row | undefined) => Object.keys(row ?? {}).sort()
const typesOf = (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value]))

describe.skipIf(!existsSync(folder))('xnat stand-in: as recorded from real servers', () => {
  const lists: [sample: string, path: string][] = [
    ['projects-single.json', '/data/projects'],
    ['subjects-itcrdemo.json', '/data/projects/PET_TRACERS/subjects'],
    ['subject-experiments-pet-ct.json', '/data/projects/PET_TRACERS/subjects/PET001/experiments'],
  ]
  test.each(lists)(
    '%s has the envelope and the columns of the same list here',
    async (name, path) => {
      const client = await harvester()
      const { ResultSet: real } = recorded(name)
      const own = await client.table(`${path}?format=json`)
      expect(keysOf(own)).toEqual(keysOf(real))
      expect(keysOf(own.Result[0])).toEqual(keysOf(real.Result[0]))
      expect(typesOf(own.Result[0] as Row)).toEqual(typesOf(real.Result[0]))
    },
  )

  test('a list with columns of its own has these, the id and the address', async () => {
    const client = await harvester()
    const { ResultSet: real } = recorded('project-subjects-with-last_modified.json')
    const path = '/data/projects/OPEN_AGING/subjects'
    const own = await client.rows(`${path}?columns=insert_date,ID,label,insert_user,last_modified`)
    expect(keysOf(own[0])).toEqual(keysOf(real.Result[0]))
    const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,6}$/
    for (const row of [...real.Result, ...own.filter((row) => row.last_modified !== '')]) {
      expect(row.insert_date).toMatch(time)
      expect(row.last_modified).toMatch(time)
    }
  })

  test('rows of scans and of a dump of headers have the same columns', async () => {
    const client = await harvester()
    const real = recorded('rows-mcw-devxnat.json')
    const scans = await client.rows('/data/experiments/NEURO_E00001/scans')
    expect(keysOf(scans[0])).toEqual(keysOf(real.scans[0]))
    const source = '/archive/projects/OPEN_AGING/experiments/NEURO_E00001/scans/1'
    const dump = await client.rows(`/data/services/dicomdump?src=${source}&field=BodyPartExamined`)
    expect(keysOf(dump[0])).toEqual(keysOf(real.dicomdump[0]))
    expect(dump).toMatchObject([{ tag1: '(0018,0015)', value: 'HEAD' }])
  })

  test('fields of sessions and scans as items have the same types', async () => {
    const client = await harvester()
    const item = await client.item('/data/experiments/NEURO_E00001?format=json')
    const own = typesOf(item.data_fields)
    const session = recorded('rows-mcw-devxnat.json').experiment_data_fields
    const other = recorded('session-data-fields-mr.json')
    for (const [key, type] of Object.entries({ ...typesOf(session), ...typesOf(other) })) {
      if (own[key] !== undefined) expect([key, own[key]]).toEqual([key, type])
    }
    // All but a few fields that this site never has.
    const absent = Object.keys(session).filter((key) => own[key] === undefined)
    expect(absent).toEqual([])
    const scans = item.children.find(({ field }) => field === 'scans/scan')?.items ?? []
    const scan = Object.assign({}, ...scans.map(({ data_fields }) => typesOf(data_fields)))
    const real = typesOf(recorded('scan-data-fields-mr.json'))
    for (const key of ['parameters/te', 'frames', 'fieldStrength', 'type', 'UID', 'quality']) {
      expect([key, scan[key]]).toEqual([key, real[key]])
    }
  })

  test('a catalog has entries with the attributes of a real one', async () => {
    const client = await harvester()
    const real = readFileSync(new URL('catalog-mr-scan4-with-sizes.xml', folder), 'utf8')
    const own = (await client.ask('/data/experiments/NEURO_E00001/scans/1/resources/DICOM')).text
    const attributes = (text: string) =>
      new Set(
        [...(/<cat:entry ([^>]*)>/.exec(text)?.[1]?.matchAll(/(\w+)="/g) ?? [])].map(
          ([, name]) => name,
        ),
      )
    const [mine, theirs] = [attributes(own), attributes(real)]
    expect(mine.size).toBeGreaterThan(4)
    expect([...mine].filter((name) => !theirs.has(name))).toEqual([])
    expect(own).toContain('<cat:metaField name="size_in_bytes">')
    expect(real).toContain('<cat:metaField name="size_in_bytes">')
  })
})
