import { describe, expect, test } from 'vitest'
import { createS3Client, requestCost, s3Prices } from '#sdk'
import { createPurse } from '../../../src/sdk/s3/purse.ts'
import { quick, rejection } from '../upstream.ts'
import {
  all,
  bucketAt,
  credentialsOf,
  divertedTo,
  errorXml,
  pageXml,
  someKeys,
  worlds,
} from './worlds.ts'

const { s3, reader, standin, http } = worlds()
const exceeded = { code: 'BUDGET_EXCEEDED' }
const [list, get] = [0.005 / 1000, 0.0004 / 1000]
const egress = (bytes: number) => (bytes / 2 ** 30) * 0.09

describe('S3 budget', () => {
  async function paid(count: number, options = {}) {
    const keys = someKeys()
    const at = (index: number) => ({
      key: `k${String(index).padStart(6, '0')}`,
      body: 'x'.repeat(1000),
    })
    const server = await s3({
      buckets: [{ name: 'paid', requesterPays: true, keys: [keys], objects: { count, at } }],
    })
    const bucket = bucketAt(server.url, 'paid', { region: 'us-east-1', requesterPays: true })
    return { server, bucket, client: reader(server.url, keys, options) }
  }

  test('nothing is sent that it does not cover', async () => {
    const { server, bucket, client } = await paid(10, { budget: 0.000001 })
    expect(await rejection(all(client.pages(bucket)))).toMatchObject(exceeded)
    expect(await rejection(client.read(bucket, 'k000001'))).toMatchObject(exceeded)
    expect(server.requests).toHaveLength(0)
    expect(client.takeSpent()).toBe(0)
    // A head brings no bytes, so that it is covered: twice and no oftener.
    expect(await client.head(bucket, 'k000001')).toMatchObject({ size: 1000 })
    expect(await client.head(bucket, 'k000001')).toMatchObject({ size: 1000 })
    expect(await rejection(client.head(bucket, 'k000001'))).toMatchObject(exceeded)
    expect(client.takeSpent()).toBeCloseTo(2 * get, 12)
  })

  test('it is never passed, however many ask at once', async () => {
    const budget = 0.0002
    const { server, bucket, client } = await paid(10, { budget })
    const read = () => client.read(bucket, 'k000001').catch((error: unknown) => error)
    const outcomes = await Promise.all(Array.from({ length: 20 }, read))
    const refusals = outcomes.filter((one) => one instanceof Error)
    expect(refusals.length).toBeGreaterThan(10)
    for (const refusal of refusals) expect(refusal).toMatchObject(exceeded)
    const spent = client.takeSpent()
    expect(spent).toBeLessThan(budget)
    expect(spent).toBeCloseTo(server.charges.length * (get + egress(1000)), 12)
  })

  test('a listing stops before the page that would pass it, and what came before was given', async () => {
    const { server, bucket, client } = await paid(5000, { budget: 0.0001 })
    const pages = []
    const reading = (async () => {
      for await (const page of client.pages(bucket, { pageSize: 100 })) pages.push(page)
    })()
    expect(await rejection(reading)).toMatchObject(exceeded)
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.length).toBeLessThan(50)
    expect(server.charges).toHaveLength(pages.length)
    expect(client.takeSpent()).toBeLessThan(0.0001)
  })

  test('what is spent is told once, requests and bytes', async () => {
    const { server, bucket, client } = await paid(1500)
    await all(client.pages(bucket))
    const listed = client.takeSpent()
    expect(listed).toBeGreaterThan(2 * list)
    expect(listed).toBeLessThan(2 * list + egress(1500 * 600))
    await client.read(bucket, 'k000001')
    expect(client.takeSpent()).toBeCloseTo(get + egress(1000), 12)
    await client.read(bucket, 'none')
    await client.read(bucket, 'k000001', { range: [0, 9] })
    expect(client.takeSpent()).toBeGreaterThan(2 * get)
    expect(client.takeSpent()).toBe(0)
    // That there is no such key is charged for, though the answer does not say so.
    expect([client.charged, server.charges.length]).toEqual([4, 5])
  })

  test('what is not billed costs nothing: refusals, redirects and faults of the service', async () => {
    for (const answer of [
      errorXml(403, 'AccessDenied'),
      errorXml(400, 'InvalidRequest'),
      errorXml(301, 'PermanentRedirect'),
      errorXml(503, 'SlowDown'),
      errorXml(500, 'InternalError'),
    ]) {
      const server = await standin({ handle: () => answer })
      const bucket = bucketAt(server.url, 'paid', { region: 'any', requesterPays: true })
      const client = reader(server.url, someKeys())
      await rejection(client.read(bucket, 'a'))
      expect(server.requests.length).toBeGreaterThan(0)
      expect(client.takeSpent()).toBe(0)
    }
  })

  test('an answer that broke off counts with all that was promised, once an attempt', async () => {
    const body = 'x'.repeat(1000)
    const server = await standin({ handle: () => ({ body }) })
    const bucket = bucketAt(server.url, 'paid', { region: 'any', requesterPays: true })
    const client = reader(server.url, someKeys())
    server.faults.add({ kind: 'truncate-body', times: 1 })
    await client.read(bucket, 'a')
    expect(server.requests).toHaveLength(2)
    expect(client.takeSpent()).toBeCloseTo(2 * (get + egress(1000)), 12)
  })

  test('another attempt is not made when the budget does not cover it', async () => {
    const server = await standin({ handle: () => ({ body: 'x'.repeat(1000) }) })
    const bucket = bucketAt(server.url, 'paid', { region: 'any', requesterPays: true })
    const client = reader(server.url, someKeys(), { budget: 1.5 * (get + egress(1000)) })
    server.faults.add({ kind: 'truncate-body', times: 1 })
    expect(await rejection(client.read(bucket, 'a', { maxBytes: 1000 }))).toMatchObject(exceeded)
    expect(server.requests).toHaveLength(1)
  })

  test('only whoever signs may be billed: on AWS for any bucket, elsewhere for those whose readers pay', async () => {
    const server = await standin({ handle: () => pageXml({ keys: ['a'] }) })
    const diverted = divertedTo(server.url, http(server.url, quick))
    const credentials = credentialsOf(someKeys())
    const aws = { name: 'open', region: 'us-east-1', endpoint: null, requesterPays: false }
    const own = bucketAt(server.url, 'open', { region: 'any' })
    for (const [keys, bucket, isCounted] of [
      [credentials, aws, true],
      [null, aws, false],
      [credentials, own, false],
      [credentials, { ...own, requesterPays: true }, true],
    ] as const) {
      const via = bucket.endpoint === null ? diverted : http(server.url, quick)
      const client = createS3Client({ http: via, credentials: keys, budget: 1 })
      await all(client.pages(bucket))
      expect(client.takeSpent() > 0).toBe(isCounted)
    }
  })

  test('prices are those that are given', async () => {
    const prices = { ...s3Prices, getPerThousand: 1000, internet: [{ upTo: null, perGigabyte: 0 }] }
    const { bucket, client } = await paid(10, { prices, budget: 2.5 })
    await client.read(bucket, 'k000001')
    await client.read(bucket, 'k000001')
    expect(client.takeSpent()).toBe(2)
    expect(await rejection(client.read(bucket, 'k000001'))).toMatchObject(exceeded)
    expect(requestCost(s3Prices, 'GET', 2 ** 30)).toBeCloseTo(0.0900004, 10)
    expect(s3Prices.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
  })
})

test('purse: what is put aside counts until it is settled or released, each once', () => {
  const purse = createPurse(3 * get, s3Prices)
  const [first, second] = [purse.reserve('GET', 0), purse.reserve('GET', 0)]
  const third = purse.reserve('GET', 0)
  expect(() => purse.reserve('GET', 0)).toThrow('left of the budget')
  third.release()
  third.settle(0)
  first.settle(0)
  first.settle(0)
  expect(purse.takeSpent()).toBeCloseTo(get, 12)
  purse.reserve('GET', 0)
  expect(() => purse.reserve('GET', 0)).toThrow('left of the budget')
  second.release()
  purse.reserve('GET', 0)
})
