import { describe, expect, test } from 'vitest'
import { ownerSubject } from '../gateway/catalogue.ts'
import { command } from '../support/run.ts'
import { until } from '../support/until.ts'
import { refusals, type Served, serveGated, strangerToken } from './served.ts'

const of = (...words: string[]) => ['source', 'cancel', ...words]

async function harvesting({ harvester }: Served, source: string): Promise<string> {
  const { id } = await harvester.start(source)
  await until('it runs', () => harvester.runs().some((run) => run.id === id) || null)
  return id
}

describe('source cancel', { timeout: 60_000 }, () => {
  test('what is not theirs, not there, or not under way is not cancelled', async () => {
    const served = await serveGated()
    const { shell, as, harvester, store } = served
    await harvesting(served, 'gamma')
    const elsewhere = { full: true, owner: 'another process', leaseSeconds: 60 }
    await store.beginHarvest('alpha', elsewhere)
    const cases = [
      [of('beta'), shell, 1, /FORBIDDEN/],
      [of('gamma'), as(strangerToken), 4, /NOT_FOUND/],
      [of('nonsense'), as(strangerToken), 4, /NOT_FOUND/],
      [of('gamma'), as(null), 4, /NOT_FOUND/],
      [of('alpha'), as(null), 1, /FORBIDDEN/],
      [of('alpha'), shell, 1, /CONFLICT .*another process/],
      [of(), shell, 2, /missing/],
    ] as const
    const ends = await refusals(cases)
    expect(ends[1]).toEqual(ends[2])
    expect(harvester.runs()).toMatchObject([{ source: 'gamma', state: 'RUNNING' }])
  })

  test('ends the harvest that is under way, and then there is none', async () => {
    const served = await serveGated()
    const { shell, harvester, store } = served
    await harvesting(served, 'gamma')
    const ended = await command(of('gamma'), shell)
    expect(ended).toMatchObject({
      ...{ code: 0, out: expect.stringMatching(/^gamma {2}cancelled: 0 seen, 0 written/) },
    })
    expect(harvester.runs()).toEqual([])
    const { entries } = await store.audit({ sources: ['gamma'], first: 1, before: null })
    expect(entries).toMatchObject([{ action: 'harvest.cancelled', by: ownerSubject }])
    const again = await command(of('gamma', '--json'), shell)
    expect(again).toMatchObject({ code: 4, out: '', err: 'gamma is not being harvested.\n' })
    const id = await harvesting(served, 'alpha')
    const told = await command(of('alpha', '--json'), shell)
    expect(JSON.parse(told.out).cancelHarvest).toMatchObject({
      ...{ harvest: { state: 'CANCELLED' }, problems: [] },
    })
    expect(
      await store.harvestsById({ subject: null, groups: ['public'], roles: [] }, [id]),
    ).toEqual([expect.objectContaining({ state: 'CANCELLED' })])
  })
})
