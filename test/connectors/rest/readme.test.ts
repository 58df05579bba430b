import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { recordAt } from './read-rest.ts'
import { readSmall } from './small.ts'

const readme = readFileSync(new URL('../../../connectors/rest/README.md', import.meta.url), 'utf8')
const [, example = ''] = /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(readme) ?? []

test('rest: the worked example of the page has at most 60 lines and reads what it says', async () => {
  expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
  const study = {
    id: 's1',
    shortTitle: 'A study',
    licence: { text: 'CC0' },
    isPublic: true,
    subjects: { species: ['M'] },
    published: '9/8/2016',
  }
  const scan = {
    uid: '1.2',
    seriesType: 'AX T1',
    modifiedAt: '2016-08-09T10:11:12Z',
    files: [{ path: 'raw/a.dcm', size: 12, md5: 'd41d8cd98f00b204e9800998ecf8427e' }],
  }
  const answers: Record<string, unknown> = {
    '/studies': { items: [study, { ...study, id: 's2', isPublic: false }], meta: { count: 2 } },
    '/studies/s1/scans': [scan],
    '/scans/1.2/header': { magnet: { field: '15000' } },
  }
  const reading = await readSmall(parse(example), ({ path }) =>
    path in answers ? { json: answers[path] } : { status: 204 },
  )
  expect([reading.error, reading.done]).toEqual([null, ['studies']])
  expect(reading.order.sort()).toEqual(['scan:1.2', 'study:s1', 'study:s2'])
  expect(recordAt(reading, 'study:s1')).toMatchObject({
    title: 'A study',
    species: [{ label: 'Mus musculus' }],
    released: '2016-08-09',
    visibility: null,
  })
  expect(recordAt(reading, 'study:s2').visibility).toEqual({ discover: [], retrieve: [] })
  expect(recordAt(reading, 'scan:1.2')).toMatchObject({
    title: 'AX T1 scan of A study',
    fieldStrength: 1.5,
    modality: [{ label: 'T1-weighted MRI' }],
    parents: ['study:s1'],
  })
  expect(reading.assets.get('scan:1.2')).toMatchObject([
    { name: 'a.dcm', size: 12, locator: `${reading.standin.url}/scans/1.2/files/raw/a.dcm` },
  ])
})
