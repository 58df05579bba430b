import { describe, expect, test } from 'vitest'
import { harvestNodeId } from '../../src/gateway/index.ts'
import { fill } from '../gateway/catalogue.ts'
import { command } from '../support/run.ts'
import { operatorToken, refusals, serve, strangerToken } from './served.ts'

const of = (...words: string[]) => ['source', 'changes', ...words]

describe('source changes', { timeout: 60_000 }, () => {
  test('what is not theirs, not there, or not asked well ends with its code', async () => {
    const { shell, as, store } = await serve()
    await fill(store, 'beta', [{ nativeId: '1', title: 'One' }])
    const other = harvestNodeId(await fill(store, 'gamma', [{ nativeId: '1', title: 'One' }]))
    const stranger = as(strangerToken)
    const cases = [
      [of('beta'), shell, 1, /FORBIDDEN/],
      [of('gamma'), stranger, 4, /NOT_FOUND/],
      [of('nonsense'), stranger, 4, /NOT_FOUND/],
      [of('alpha', '--harvest', other), stranger, 4, /NOT_FOUND/],
      [of('alpha', '--harvest', 'run.bm9uZQ'), stranger, 4, /NOT_FOUND/],
      [of('alpha', '--harvest', other), shell, 4, /alpha has no such harvest/],
      [of('alpha'), shell, 4, /alpha was never harvested/],
      [of('alpha', '--change', 'moved'), shell, 2, /added, changed, removed/],
      [of('alpha', '--first', '0'), shell, 2, /from 1 to 1,000/],
      [of('gamma', '--after', 'nowhere'), shell, 2, /BAD_INPUT/],
    ] as const
    const ends = await refusals(cases)
    // Word for word the same of what is hidden and of what is not there.
    expect(ends[1]).toEqual(ends[2])
    expect(ends[3]).toEqual(ends[4])
  })

  test('lists what the newest harvest did, and that of another when it is named', async () => {
    const { shell, as, store } = await serve()
    const titled = (nativeId: string, title: string) => ({ nativeId, title, hidden: true })
    const first = await fill(store, 'gamma', [titled('a', 'A'), titled('b', 'B')])
    await fill(store, 'gamma', [titled('a', 'New\u0007A'), titled('c', 'C')])
    const newest = await command(of('gamma'), shell)
    expect(newest, newest.err).toMatchObject({ code: 0 })
    expect(newest.out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['CHANGE', 'ID', 'TITLE', 'FIELDS'],
      ['added', 'c', 'C', '–'],
      ['changed', 'a', 'New A', 'title'],
      ['removed', 'b', 'B', '–'],
      [''],
    ])
    expect(newest.err).toMatch(/^gamma, harvest of 2.*, succeeded: 1 added, 1 changed, 1 removed$/m)
    // What was removed since, was added then: it comes first.
    const added = await command(
      of('gamma', '--harvest', harvestNodeId(first), '--change', 'added', '--first', '1', '--json'),
      as(operatorToken),
    )
    expect(JSON.parse(added.out).harvest).toMatchObject({
      ...{ added: { totalCount: 2 }, changed: { totalCount: 0 } },
      changes: { edges: [{ node: { change: 'ADDED', nativeId: 'b' } }] },
    })
  })

  test('goes on with the harvest that it began with, whatever came meanwhile', async () => {
    const { shell, store } = await serve()
    const things = ['a', 'b', 'c'].map((nativeId) => ({ nativeId, title: nativeId }))
    await fill(store, 'alpha', things)
    const page = await command(of('alpha', '--first', '2'), shell)
    const [, more = ''] = /^More: (.*)$/m.exec(page.err) ?? []
    await fill(store, 'alpha', things)
    const rest = await command(of('alpha', ...more.split(' ')), shell)
    expect(rest.out).toMatch(/^added +c/m)
    expect(rest.out).not.toMatch(/^added +a/m)
    expect(rest.err).not.toContain('More')
    const newest = await command(of('alpha'), shell)
    expect(newest).toMatchObject({
      ...{ code: 4, out: '', err: expect.stringContaining('0 added, 0 changed, 0 removed') },
    })
  })
})
