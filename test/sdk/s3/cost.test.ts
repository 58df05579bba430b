import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assetCost,
  billedBytes,
  dearestCost,
  internetCost,
  regionCost,
} from '../../../src/sdk/s3/cost.ts'
import { billedGigabyte, s3Prices } from '../../../src/sdk/s3/prices.ts'

const read = (gigabytes: number, objects = 0, archived = 0) => ({
  objects,
  bytes: gigabytes * billedGigabyte,
  archivedBytes: archived * billedGigabyte,
})

describe('cost of S3', () => {
  test.each([
    [0, 0],
    [100, 0],
    [101, 0.09],
    [2_627, 227.43],
    [10 * 1_024, 10_140 * 0.09],
    [11 * 1_024, 10_140 * 0.09 + 1_024 * 0.085],
    [200 * 1_024, 10_140 * 0.09 + 40_960 * 0.085 + 102_400 * 0.07 + 51_200 * 0.05],
  ])('of %d GB to the internet is by tiers %d dollars', (gigabytes, dollars) => {
    expect(internetCost(s3Prices, read(gigabytes))).toBeCloseTo(dollars, 2)
  })

  test('inside a region is requests alone, and a rate to another', () => {
    expect(regionCost(s3Prices, read(2_627, 120), true)).toBeCloseTo(0.000048, 9)
    expect(regionCost(s3Prices, read(100, 1), false)).toBeCloseTo(2, 3)
  })

  test('counts reading out of an archive where the prices say what it costs', () => {
    const prices = { ...s3Prices, retrievalPerGigabyte: { GLACIER: 0.01 } }
    expect(regionCost(prices, read(100, 0, 50), true)).toBeCloseTo(0.5, 9)
    expect(regionCost(s3Prices, read(100, 0, 50), true)).toBe(0)
    const frozen = { size: billedGigabyte, sizeIsExact: true, availability: 'ARCHIVED' } as const
    expect(assetCost(frozen, s3Prices)?.basis).toContain('not counted')
    expect(assetCost(frozen, prices)?.basis).toContain('With what reading out of the archive costs')
  })

  test('of a printed size is by the larger of what it may mean', () => {
    expect(billedBytes({ size: 195e9, sizeIsExact: false })).toBeCloseTo(195 * 2 ** 30, -1)
    expect(billedBytes({ size: 335e6, sizeIsExact: false })).toBeCloseTo(335 * 2 ** 20, -1)
    expect(billedBytes({ size: 195e9, sizeIsExact: true })).toBe(195e9)
    expect(billedBytes({ size: 0, sizeIsExact: false })).toBe(0)
    expect(billedBytes({ size: null, sizeIsExact: false })).toBeNull()
  })

  test('never falls with size, and is never above what the dearest tier takes', () => {
    const size = fc.integer({ min: 0, max: 2 ** 50 })
    fc.assert(
      fc.property(size, size, fc.boolean(), (one, other, sizeIsExact) => {
        const cost = (bytes: number) => {
          const asset = { size: bytes, sizeIsExact, availability: 'ONLINE' } as const
          const usual = assetCost(asset, s3Prices)?.amount ?? 0
          expect(usual).toBeLessThanOrEqual((dearestCost(asset, s3Prices)?.amount ?? 0) + 1e-9)
          return usual
        }
        const [small, large] = [Math.min(one, other), Math.max(one, other)]
        expect(cost(small)).toBeLessThanOrEqual(cost(large) + 1e-9)
      }),
    )
  })
})
