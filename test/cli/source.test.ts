import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { exitCodes } from '../../src/cli/exit.ts'
import { followEvents } from '../../src/cli/follow.ts'
import { harvestNodeId } from '../../src/gateway/index.ts'
import { fill } from '../gateway/catalogue.ts'
import { command } from '../support/run.ts'
import { operatorToken, ownerToken, serve } from './served.ts'

describe('source commands', { timeout: 60_000 }, () => {
  test('list tells an owner its own sources, the operator all, and others none', async () => {
    const { shell, url, store } = await serve()
    await fill(store, 'gamma', [{ nativeId: '1', title: 'One', hidden: true }])
    const own = await command(['source', 'list'], shell)
    expect(own.code).toBe(0)
    expect(own.out).toMatch(/^SOURCE +TITLE +FROM/)
    expect(
      own.out
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['alpha', 'gamma'])
    expect(own.out).toMatch(/^gamma .* file +ready +1 /m)
    const all = await command(['source', 'list', '--json'], {
      ATLAS_URL: url,
      ATLAS_OPERATOR_TOKEN: operatorToken,
    })
    expect(JSON.parse(all.out).map(({ name }: { name: string }) => name)).toEqual([
      'alpha',
      'beta',
      'gamma',
    ])
    const nobody = await command(['source', 'list'], { ATLAS_URL: url })
    expect(nobody).toMatchObject({ code: 4, out: '', err: expect.stringContaining('ATLAS_TOKEN') })
  })

  test('what is not theirs, not there, or stands in the way ends with its code', async () => {
    const { shell } = await serve()
    const cases = [
      [['pause', 'beta'], 1, /FORBIDDEN/],
      [['approve', 'alpha'], 1, /sources file.*CONFLICT/],
      [['approve', 'alpha', '--revision', '1'], 1, /FORBIDDEN/],
      [['approve', 'beta'], 1, /FORBIDDEN/],
      [['approve', 'nonsense'], 4, /NOT_FOUND/],
      [['approve', 'alpha', '--revision', 'last'], 2, /whole number/],
      [['report', 'nonsense'], 4, /NOT_FOUND/],
      [['harvest', 'alpha'], 1, /CONFIG_INVALID/],
      [['remove', 'alpha', '--confirm-records', 'many'], 2, /whole number/],
      [['add', '--id', 'mine'], 2, /type, title/],
      [['update', 'alpha'], 2, /Nothing is to be changed/],
      [['update', 'alpha', '--type', 'rest'], 2, /stay what they are/],
    ] as const
    const ends = await Promise.all(cases.map(([words]) => command(['source', ...words], shell)))
    for (const [at, [words, code, message]] of cases.entries()) {
      expect(ends[at], words.join(' ')).toMatchObject({
        ...{ code, out: '', err: expect.stringMatching(message) },
      })
    }
  })

  test('remove asks for the number of records, and another one removes nothing', async () => {
    const { shell, store } = await serve()
    await fill(store, 'gamma', [{ nativeId: '1', title: 'One', hidden: true }])
    const wrong = await command(['source', 'remove', 'gamma'], shell, '2\n')
    expect(wrong).toMatchObject({
      code: 130,
      err: expect.stringMatching(/with 1 record\..*\n.*nothing/),
    })
    const other = await command(['source', 'remove', 'beta'], shell, '0\n')
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('not yours') })
  })
})

describe('events', () => {
  const Event = z.object({ harvest: z.object({ state: z.string() }) })
  const query = 'subscription ($id: ID!) { harvest(id: $id) { state message } }'
  const read = (url: string, id: string, token: string | null) =>
    Array.fromAsync(
      followEvents(url, query, { id }, Event, { token, signal: AbortSignal.timeout(10_000) }),
    )

  test('of a subscription come checked, and end with it', async () => {
    const { url, store } = await serve()
    const run = await fill(store, 'alpha', [{ nativeId: '1', title: 'One' }])
    const events = await read(url, harvestNodeId(run), ownerToken)
    expect(events).toEqual([{ harvest: { state: 'SUCCEEDED' } }])
  })

  test('that are refused end it with their code', async () => {
    const { url, store } = await serve()
    const run = await fill(store, 'alpha', [{ nativeId: '1', title: 'One' }])
    await expect(read(url, harvestNodeId(run), null)).rejects.toMatchObject({
      exitCode: exitCodes.FAILED,
      message: expect.stringContaining('FORBIDDEN'),
    })
    await expect(read(url, harvestNodeId('never'), ownerToken)).rejects.toMatchObject({
      exitCode: exitCodes.NOTHING,
    })
  })

  test('of nobody end it as unreachable', async () => {
    await expect(read('http://127.0.0.1:9', 'run.x', null)).rejects.toMatchObject({
      exitCode: exitCodes.UNREACHABLE,
    })
  })
})
