import { describe, expect, test } from 'vitest'
import { toRecordFilter } from '../../src/gateway/filter.ts'
import { harvestNodeId, recordNodeId, sourceNodeId } from '../../src/gateway/index.ts'
import type { RecordFilter } from '../../src/gateway/schema.generated.ts'
import { GatewayError } from '../../src/model/index.ts'

function faultOf(filter: RecordFilter): [string, string | undefined] {
  try {
    toRecordFilter(filter)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return [thrown.code, thrown.argument]
    throw thrown
  }
  throw new Error('it was accepted')
}

const nested = (depth: number): RecordFilter =>
  depth === 1 ? { species: ['mouse'] } : { not: nested(depth - 1) }

describe('filter', () => {
  test('carries the catalogue’s ids, with sources by id or by name', () => {
    expect(
      toRecordFilter({
        id: [recordNodeId('alpha:1')],
        source: [sourceNodeId('alpha'), 'beta'],
        parent: recordNodeId('alpha:2'),
        any: [{ id: [recordNodeId('alpha:3')] }, { not: { parent: recordNodeId('alpha:4') } }],
      }),
    ).toEqual({
      id: ['alpha:1'],
      source: ['alpha', 'beta'],
      parent: 'alpha:2',
      any: [{ id: ['alpha:3'] }, { not: { parent: 'alpha:4' } }],
    })
  })

  test('takes null and an empty list as no constraint', () => {
    expect(toRecordFilter({ species: [], kind: null, any: [], not: null, released: null })).toEqual(
      {},
    )
    expect(toRecordFilter(null)).toBeNull()
    expect(toRecordFilter(undefined)).toBeNull()
  })

  test.each<[string, RecordFilter]>([
    ['filter.id', { id: ['alpha:1'] }],
    ['filter.id', { id: [harvestNodeId('1')] }],
    ['filter.source', { source: ['No Such Name'] }],
    ['filter.source', { source: [recordNodeId('alpha:1')] }],
    ['filter.parent', { parent: 'x' }],
    ['filter.not.parent', { not: { parent: 'x' } }],
    ['filter.any.id', { any: [{}, { id: ['x'] }] }],
    ['filter.subjects', { subjects: { min: 3, max: 2 } }],
    ['filter.resolutionMicrometres', { resolutionMicrometres: { min: 25, max: 10 } }],
    ['filter.fieldStrength', { fieldStrength: { min: 7, max: 3 } }],
    ['filter.released', { released: { from: '2023', to: '2022-12-31' } }],
    ['filter.modified', { modified: { from: '2023-02-02', to: '2023-02-01' } }],
    ['filter.not.not.not.not.not', nested(6)],
    ['filter.species', { species: Array.from({ length: 1_001 }, () => 'x') }],
    ['filter.species', { species: ['x'.repeat(501)] }],
    [
      'filter.any.modality',
      {
        species: Array.from({ length: 600 }, () => 'x'),
        any: [{ modality: Array.from({ length: 600 }, () => 'x') }],
      },
    ],
  ])('names %s when that is at fault', (argument, filter) => {
    expect(faultOf(filter)).toEqual(['BAD_INPUT', argument])
  })

  test.each<RecordFilter>([
    { subjects: { min: 2, max: 2 } },
    { subjects: { min: 2 } },
    { released: { from: '2022-05', to: '2022' } },
    { released: { from: '2022', to: '2022-01' } },
    { released: { from: '2022-05-31', to: '2022-05' } },
    nested(5),
    { species: Array.from({ length: 1_000 }, () => 'x') },
  ])('accepts a range or size that just fits: %#', (filter) => {
    expect(toRecordFilter(filter)).not.toBeNull()
  })
})
