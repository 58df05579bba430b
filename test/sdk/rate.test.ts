import { describe, expect, test } from 'vitest'
import { createLane } from '../../src/sdk/rate.ts'
import { backoff, quotaReset, retryAfter } from '../../src/sdk/retry.ts'

const forever = new AbortController().signal

describe('lane', () => {
  test('turns are given in the order they were asked for', async () => {
    const lane = createLane({ concurrency: 1, requestsPerSecond: 1_000, longestPause: 1_000 })
    const order: number[] = []
    await Promise.all(
      [1, 2, 3, 4].map(async (number) => {
        const leave = await lane.enter(forever)
        order.push(number)
        leave()
      }),
    )
    expect(order).toEqual([1, 2, 3, 4])
  })

  test('a turn given up twice counts once', async () => {
    const lane = createLane({ concurrency: 1, requestsPerSecond: 1_000, longestPause: 1_000 })
    const first = await lane.enter(forever)
    first()
    first()
    const second = await lane.enter(forever)
    let third = false
    const waiting = lane.enter(forever).then((leave) => {
      third = true
      leave()
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(third).toBe(false)
    second()
    await waiting
  })

  test('one who stops waiting holds up nobody behind', async () => {
    const lane = createLane({ concurrency: 1, requestsPerSecond: 1_000, longestPause: 1_000 })
    const first = await lane.enter(forever)
    const abort = new AbortController()
    const second = lane.enter(abort.signal)
    const third = lane.enter(forever)
    abort.abort(new Error('enough'))
    await expect(second).rejects.toThrow('enough')
    first()
    ;(await third)()
  })

  test('a longer pause is not cut by a shorter one', async () => {
    const lane = createLane({ concurrency: 2, requestsPerSecond: 1_000, longestPause: 1_000 })
    lane.pause(200)
    lane.pause(20)
    const started = performance.now()
    ;(await lane.enter(forever))()
    expect(performance.now() - started).toBeGreaterThan(190)
  })

  test('after a pause there is no burst', async () => {
    const lane = createLane({ concurrency: 10, requestsPerSecond: 20, longestPause: 1_000 })
    lane.pause(50)
    const started = performance.now()
    for (let count = 0; count < 4; count += 1) (await lane.enter(forever))()
    // One at the end of the pause, three more at twenty a second.
    expect(performance.now() - started).toBeGreaterThan(190)
  })

  test('a pause longer than can be waited for turns everybody away', async () => {
    const lane = createLane({ concurrency: 1, requestsPerSecond: 1_000, longestPause: 100 })
    const leave = await lane.enter(forever)
    const waiting = lane.enter(forever)
    lane.pause(10_000)
    await expect(waiting).rejects.toThrow('longer pause')
    await expect(lane.enter(forever)).rejects.toThrow('longer pause')
    leave()
  })

  test('nobody enters a closed lane', async () => {
    const lane = createLane({ concurrency: 1, requestsPerSecond: 1_000, longestPause: 100 })
    lane.close(new Error('closed'))
    await expect(lane.enter(forever)).rejects.toThrow('closed')
  })
})

describe('retry', () => {
  const now = () => new Date('2026-03-01T12:00:00Z')

  test.each([
    ['120', 120_000],
    ['0', 0],
    ['1.5', 1_500],
    [' 3 ', 3_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['-5', 0],
    ['soon', null],
    ['', null],
  ])('Retry-After %j asks for %j milliseconds', (value, wait) => {
    expect(retryAfter({ 'retry-after': value }, now)).toBe(wait)
  })

  test('a Retry-After date is compared with the Date of the answer', () => {
    const headers = {
      date: 'Mon, 02 Mar 2026 12:00:00 GMT',
      'retry-after': 'Mon, 02 Mar 2026 12:00:10 GMT',
    }
    expect(retryAfter(headers, now)).toBe(10_000)
  })

  test.each([
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }, 30_000],
    [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '7' }, 7_000],
    [{ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '7' }, 7_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772366410' }, 10_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772366410000' }, 10_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000000' }, 0],
    [{ ratelimit: '"default";r=0;t=30' }, 30_000],
    [{ ratelimit: '"burst";r=5;t=1, "daily";r=0;t=60' }, 60_000],
    [{ ratelimit: '"default";r=3;t=30' }, null],
    [{ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '30' }, null],
    [{ 'x-ratelimit-remaining': '0' }, null],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'later' }, null],
    [{}, null],
  ])('the quota in %j starts anew in %j milliseconds', (headers, wait) => {
    expect(quotaReset(headers as Record<string, string>, now)).toBe(wait)
  })

  test('the pause doubles with every attempt, up to its ceiling, with full jitter', () => {
    const most = [1, 2, 3, 4, 40, 400].map((attempt) => backoff(100, attempt, 1_000, () => 1))
    expect(most).toEqual([100, 200, 400, 800, 1_000, 1_000])
    expect(backoff(100, 3, 1_000, () => 0)).toBe(0)
    expect(backoff(100, 3, 1_000, () => 0.5)).toBe(200)
  })
})
