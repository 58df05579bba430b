import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assetNodeId,
  harvestNodeId,
  parseNodeId,
  recordNodeId,
  sourceNodeId,
} from '../../src/gateway/index.ts'

const names = fc.string({ minLength: 1, unit: 'grapheme' })

describe('ids', () => {
  test('come back as what they were made of, whatever characters the source uses', () => {
    fc.assert(
      fc.property(names, (id) => {
        expect(parseNodeId(recordNodeId(id))).toEqual({ type: 'record', id })
        expect(parseNodeId(sourceNodeId(id))).toEqual({ type: 'source', id })
        expect(parseNodeId(harvestNodeId(id))).toEqual({ type: 'harvest', id })
        expect(parseNodeId(assetNodeId({ record: id, key: 'k_-9' }))).toEqual({
          type: 'asset',
          record: id,
          key: 'k_-9',
        })
      }),
      { numRuns: 200 },
    )
  })

  test('are unique across types and safe in a URL path', () => {
    fc.assert(
      fc.property(names, (id) => {
        const all = [
          recordNodeId(id),
          sourceNodeId(id),
          harvestNodeId(id),
          assetNodeId({ record: id, key: 'a' }),
        ]
        expect(new Set(all).size).toBe(4)
        for (const each of all) expect(each).toMatch(/^[A-Za-z0-9._~-]+$/)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    '',
    'rec.',
    'rec',
    'alpha:1',
    'rec.YWxwaGE6MQ==',
    'rec.YWxwaGE6MR', // another spelling of the same bytes
    'rec.YWxwaGE6MQ.key',
    'ast.YWxwaGE6MQ',
    'ast.YWxwaGE6MQ.',
    'doc.YWxwaGE6MQ',
    'rec.YWxwaGE6MQ\n',
    'rec._____w',
  ])('%j is none', (id) => {
    expect(parseNodeId(id)).toBeNull()
  })
})
