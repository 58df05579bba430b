import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { keys, listing, standinOf } from './asking.ts'

const plain = () =>
  standinOf({
    buckets: [{ name: 'b', keys: [keys.requester], objects: [{ key: 'k', body: 'hello' }] }],
  })

describe('S3 stand-in: bad days', () => {
  test.each([
    ['slow-down', 503, 'SlowDown'],
    ['unavailable', 503, 'ServiceUnavailable'],
    ['internal-error', 500, 'InternalError'],
    ['expired-token', 400, 'ExpiredToken'],
    ['error-in-200', 200, 'InternalError'],
  ] as const)('%s: %i with %s, as often as ordered', async (how, status, code) => {
    const { ask, standin } = await plain()
    const order = standin.orders.add({ how, after: 1, times: 1 })
    const codes = []
    for (let turn = 0; turn < 3; turn += 1) {
      const answer = await ask({ path: '/b', query: listing() })
      codes.push([answer.status, answer.code])
    }
    expect(codes).toEqual([
      [200, null],
      [status, code],
      [200, null],
    ])
    expect(order.hits).toBe(1)
  })

  test('the faults of every stand-in strike it too, and the log keeps them', async () => {
    const { ask, standin } = await plain()
    standin.faults.add({ kind: 'status-429', times: 1 })
    standin.faults.add({ kind: 'truncate-body', times: 1 })
    expect((await ask({ path: '/b/k' })).status).toBe(429)
    await expect(ask({ path: '/b', query: listing() })).rejects.toThrow()
    expect((await ask({ path: '/b/k' })).text).toBe('hello')
    expect(standin.requests.map(({ fault, path }) => [path, fault])).toEqual([
      ['/b/k', 'status-429'],
      ['/b', 'truncate-body'],
      ['/b/k', null],
    ])
  })

  test('a fault that changes the bytes of an object changes what is said of their number', async () => {
    const { ask, standin } = await plain()
    standin.faults.add({ kind: 'oversized', factor: 3, times: 1 })
    standin.faults.add({ kind: 'truncated-json', times: 1 })
    standin.faults.add({ kind: 'empty', times: 1 })
    const lengths = []
    for (let turn = 0; turn < 3; turn += 1) {
      const { body, headers } = await ask({ path: '/b/k' })
      lengths.push([body.length, headers['content-length']])
    }
    expect(lengths).toEqual([
      [15, '15'],
      [2, '2'],
      [0, '0'],
    ])
  })

  test('a page that lies says that there is nothing, or calls things by other names', async () => {
    const { ask, standin } = await plain()
    const list = async () => (await ask({ path: '/b', query: listing() })).text
    const empty = standin.faults.add({ kind: 'empty-page' })
    expect(await list()).toMatch(/<KeyCount>0<.*<IsTruncated>false<\/IsTruncated><\/ListBucket/)
    empty.remove()
    standin.faults.add({ kind: 'drift' })
    expect(await list()).toContain('<ObjectKey>k</ObjectKey>')
  })

  test('closing it ends what hangs', async () => {
    const { ask, standin } = await plain()
    standin.faults.add({ kind: 'hang-headers' })
    const hanging = expect(ask({ path: '/b/k' })).rejects.toThrow()
    while (standin.requests.length === 0) await sleep(5)
    await standin.close()
    await hanging
  })
})
