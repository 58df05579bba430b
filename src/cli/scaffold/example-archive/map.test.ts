import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toRecord } from './map.ts'
import { Scan } from './rows.ts'
import { sampleScans } from './standin.ts'

/* One row at a time, without a server: node --test 'connectors/example-archive/*.test.ts' */

const rows = sampleScans()

test('example-archive: a scan keeps its words, and who pressed the button is not among them', () => {
  const { record, assets } = toRecord(Scan.parse(rows[0]))
  assert.equal(record.title, 'T1-weighted image of a mouse brain')
  assert.deepEqual(record.species, [
    { label: 'Mus musculus', termId: null, origin: 'STATED', raw: null },
  ])
  assert.equal(assets?.[0]?.size, 5_242_880)
  assert.doesNotMatch(JSON.stringify({ record, assets }), /Zqoperator/)
})

test('example-archive: what a scan does not say is unknown', () => {
  const { record, assets } = toRecord(Scan.parse({ id: 'E0', title: 'Untold' }))
  assert.deepEqual([record.species, record.modality, assets], [[], [], []])
  assert.deepEqual([record.license.raw, record.modified], [null, null])
})
