import { describe, expect, test } from 'vitest'
import { studyIds } from '../../../connectors/shanoir/standin.ts'
import { operator, type Viewer } from '../../../src/model/index.ts'
import { type SiteTrial, withSite } from './read-shanoir.ts'

const member = (...studies: number[]): Viewer => ({
  subject: 'somebody',
  groups: ['public', ...studies.map((id) => `trial:study:${id}`)],
  roles: ['reader'],
})
const stranger = member()
const all = member(...Object.values(studyIds))

/** Native ids that a viewer finds. */
async function found({ trial, held }: SiteTrial, viewer: Viewer): Promise<string[]> {
  const ids = [...(await held()).values()].map(({ record }) => record.id)
  const records = await trial.store.records(viewer, ids)
  return records.flatMap((record) => record?.nativeId ?? []).sort()
}

/** Those of them that are of a study. */
async function foundOf(one: SiteTrial, viewer: Viewer, study: number): Promise<string[]> {
  const ids = await found(one, viewer)
  const own = new Set(
    [...(await one.held()).values()]
      .filter(({ record }) => [record.id, ...record.parents].includes(`trial:study:${study}`))
      .map(({ record }) => record.nativeId),
  )
  return ids.filter((id) => own.has(id))
}

describe('shanoir: who may see what', () => {
  test('cards of public studies are for everybody, all else for the group of the study', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const cards = one.site.readable(null).cards.map((id) => `study:${id}`)
      expect(await found(one, stranger)).toEqual(['site', ...cards].sort())
      expect((await foundOf(one, member(studyIds.closed), studyIds.closed)).length).toBeGreaterThan(
        10,
      )
      expect(await foundOf(one, member(studyIds.open), studyIds.closed)).toEqual([])
      const held = await one.held()
      const rights = (id: number) => held.get(`study:${id}`)?.record.visibility
      const group = [`trial:study:${studyIds.open}`]
      expect(rights(studyIds.open)).toEqual({ discover: ['public'], retrieve: group })
      expect(rights(studyIds.closed)).toEqual({
        discover: [`trial:study:${studyIds.closed}`],
        retrieve: [],
      })
      expect(rights(studyIds.cardOnly)).toEqual({ discover: ['public'], retrieve: [] })
    })
  })

  test('what a study asks of its readers is told with the way to it', async () => {
    await withSite({}, async (one) => {
      one.site.upstream.demandAgreement('mharvest', studyIds.centers)
      await one.harvest()
      const held = await one.held()
      const access = (id: number) => {
        const { access: how, accessNote } = held.get(`study:${id}`)?.record ?? {}
        return [how, accessNote]
      }
      expect(access(studyIds.pending)[0]).toBe('DATA_USE_AGREEMENT')
      expect(access(studyIds.pending)[1]).toContain('/shanoir-ng/dua')
      expect(access(studyIds.cardOnly)[0]).toBe('ON_REQUEST')
      expect(access(studyIds.cardOnly)[1]).toContain('/account/study/30/account-request')
      expect(access(studyIds.closed)[0]).toBe('CLOSED')
      // Known by its agreement alone, and nobody's but the operator's.
      expect(access(studyIds.centers)[0]).toBe('DATA_USE_AGREEMENT')
      expect(held.get(`study:${studyIds.centers}`)?.record.visibility.discover).toEqual([])
    })
  })
})

describe('shanoir: rights that were narrowed', () => {
  test('a study whose agreement waits for a signature is hidden before anything else is read, and kept', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const size = (await one.held()).size
      expect((await foundOf(one, all, studyIds.open)).length).toBeGreaterThan(10)
      one.site.upstream.demandAgreement('mharvest', studyIds.open)
      // Whatever fails afterwards.
      one.site.faults.add({ kind: 'status-500', match: ({ path }) => path.endsWith('/solr') })
      expect((await one.harvest({ allowRemovals: true })).removed).toBe(0)
      expect(await foundOf(one, all, studyIds.open)).toEqual([`study:${studyIds.open}`])
      one.site.faults.clear()
      const run = await one.harvest({ allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['SUCCEEDED', 0])
      expect((await one.held()).size).toBe(size)
      // The gateway signs nothing; once somebody has, all is there again.
      expect(one.site.counts.acceptedAgreements).toBe(0)
      one.site.upstream.signAgreement('mharvest', studyIds.open)
      expect((await one.harvest({ full: false })).state).toBe('SUCCEEDED')
      expect((await foundOf(one, all, studyIds.open)).length).toBeGreaterThan(10)
    })
  })

  test('a study that is in no list any more is hidden at once, and removed only on a word', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const size = (await one.held()).size
      one.site.upstream.setRights('mharvest', studyIds.closed, null)
      const run = await one.harvest({ full: false })
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      expect((await one.held()).size).toBe(size)
      expect(await foundOf(one, all, studyIds.closed)).toEqual([])
      expect((await foundOf(one, operator, studyIds.closed)).length).toBeGreaterThan(10)
      const swept = await one.harvest({ full: false, allowRemovals: true })
      expect(swept.removed).toBeGreaterThan(10)
      expect((await one.harvest()).state).toBe('SUCCEEDED')
    })
  })

  test('a public study that the account is no member of any more keeps its card', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      one.site.upstream.setRights('mharvest', studyIds.open, null)
      await one.harvest({ full: false })
      expect(await foundOf(one, all, studyIds.open)).toEqual([`study:${studyIds.open}`])
    })
  })

  test('rights that nothing comes of make nothing visible', async () => {
    await withSite({ quirks: { tellsUnconfirmedRights: true } }, async (one) => {
      await one.harvest()
      expect(await foundOf(one, all, studyIds.pending)).toEqual([`study:${studyIds.pending}`])
    })
  })

  test('an account that lost all its studies hides them all, and removes none by itself', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const size = (await one.held()).size
      for (const id of [3, 7, 12, 17, 21, 26]) one.site.upstream.setRights('mharvest', id, null)
      for (const id of one.site.readable(null).cards) {
        one.site.upstream.changeStudy(id, { visibleByDefault: false })
      }
      const run = await one.harvest({ allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      expect((await one.held()).size).toBe(size)
      expect(await found(one, all)).toEqual(['site'])
    })
  })
})

describe('shanoir: rights that could not be read', () => {
  test.each([
    ['rights/all', 'error-model'],
    ['rights/all', 'angular-page'],
    ['rights/all', 'forbidden'],
    ['rights/all', 'other-json'],
    ['studies/light', 'error-model'],
    ['studies/light', 'null-body'],
    ['studies/dua', 'maintenance'],
    ['public/data', 'missing'],
  ] as const)('hide nothing and remove nothing: %s answers %s', async (list, how) => {
    await withSite({}, async (one) => {
      await one.harvest()
      const before = await found(one, all)
      one.site.misbehave({ how, match: ({ path }) => path.endsWith(list) })
      const run = await one.harvest({ allowRemovals: true })
      expect([run.state, run.removed, run.seen]).toEqual(['FAILED', 0, 0])
      expect(await found(one, all)).toEqual(before)
    })
  })

  test('hide all that they are about when they are older than a day', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const before = await found(one, all)
      one.site.misbehave({ how: 'error-model', match: ({ path }) => path.endsWith('rights/all') })
      const hours = (count: number) => () => new Date(Date.now() + count * 3_600_000)
      await one.harvest({ now: hours(23) })
      expect(await found(one, all)).toEqual(before)
      await one.harvest({ now: hours(25) })
      expect(await found(one, all)).toEqual(['site'])
      expect((await one.held()).size).toBeGreaterThan(100)
    })
  })

  test('and are read again after more than a day hide nothing meanwhile', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const position = await one.trial.store.position()
      const tomorrow = () => new Date(Date.now() + 25 * 3_600_000)
      const run = await one.harvest({ full: false, now: tomorrow })
      expect([run.state, run.written]).toEqual(['SUCCEEDED', 0])
      expect(await one.trial.store.position()).toBe(position)
    })
  })

  test('a list of studies that is empty while rights are told is not believed', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const before = await found(one, all)
      one.site.faults.add({ kind: 'no-content', match: ({ path }) => path.endsWith('/light') })
      const run = await one.harvest({ allowRemovals: true })
      expect([run.state, run.error]).toEqual(['FAILED', 'ANSWER_INVALID'])
      expect(await found(one, all)).toEqual(before)
    })
  })
})
