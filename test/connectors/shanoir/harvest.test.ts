import { describe, expect, onTestFinished, test } from 'vitest'
import { readDatasetRules } from '../../../connectors/shanoir/dataset-rules.ts'
import shanoir from '../../../connectors/shanoir/index.ts'
import {
  misbehaviours,
  offlineTokens,
  startShanoirStandin,
  studyIds,
} from '../../../connectors/shanoir/standin.ts'
import { cutAtCheckpoint } from '../../../src/conform/wrap.ts'
import { createHttpClient } from '../../../src/sdk/index.ts'
import { type SiteTrial, withSite } from './read-shanoir.ts'

/** How many items of each kind a harvest yields that knows of nothing. */
async function countItems(baseUrl: string): Promise<Record<'dataset' | 'failed', number>> {
  const options = shanoir.options.parse({ baseUrl })
  const http = createHttpClient({
    origins: shanoir.origins(options),
    policy: { ...shanoir.http, requestsPerSecond: 10_000 },
    allowPrivateAddresses: true,
  })
  const counts = { dataset: 0, failed: 0 }
  const items = shanoir.harvest({
    source: 'trial',
    options,
    rules: readDatasetRules(),
    credentials: { refreshToken: offlineTokens.member },
    tokens: { get: async () => null, replace: async () => true },
    http,
    full: true,
    since: null,
    signal: new AbortController().signal,
    now: () => new Date(),
    from: () => undefined,
    known: async () => null,
    scopes: async () => [],
    pseudonym: (name) => name,
  })
  try {
    for await (const item of items) {
      if ('row' in item && item.entity === 'dataset') counts.dataset++
      if ('partitionFailed' in item) counts.failed++
    }
    return counts
  } finally {
    await http.close()
  }
}

const isSearch = (request: string) => request.endsWith('/datasets/solr')
const later = (days: number) => () => new Date(Date.now() + days * 24 * 3_600_000)

/** Numbers of the datasets in the catalogue, in their order. */
async function datasetsIn({ held }: SiteTrial): Promise<number[]> {
  const ids = [...(await held()).keys()].filter((id) => id.startsWith('dataset:'))
  return ids.map((id) => Number(id.slice('dataset:'.length))).sort((a, b) => a - b)
}

/** Whether a dataset is of the study that is open. */
function isOpen({ site }: SiteTrial) {
  return (id: number) => site.world.datasets.get(id)?.studyId === studyIds.open
}

describe('shanoir: what a harvest asks', () => {
  test('is at most 210 pages of the index for 100,000 datasets', { timeout: 60_000 }, async () => {
    const site = await startShanoirStandin({ synthetic: 100_000 })
    onTestFinished(() => site.close())
    // Without a catalogue: what is asked does not depend on it, and writing is another's work.
    const counts = await countItems(site.baseUrl)
    expect(counts.dataset).toBe(site.readable('mharvest').datasets.length)
    expect(counts.dataset).toBeGreaterThan(100_000)
    expect(counts.failed).toBe(0)
    expect(site.counts.of('POST datasets/solr')).toBeLessThanOrEqual(210)
    expect(site.counts.of('POST datasets/solr')).toBeGreaterThan(100)
  })

  test('gives what the account reads, also where a server gives shorter pages than were asked for', async () => {
    await withSite({ quirks: { pageCap: 7 } }, async (one) => {
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      expect(await datasetsIn(one)).toEqual(one.site.readable('mharvest').datasets)
      expect(one.site.counts.downloads).toBe(0)
      expect(one.site.counts.acceptedAgreements).toBe(0)
    })
  })

  test.each(['member', 'colleague', 'stranger', 'admin'] as const)(
    'gives each account what it reads, and no more: %s',
    async (name) => {
      await withSite({ token: offlineTokens[name] }, async (one) => {
        const run = await one.harvest()
        expect([run.state, run.rejected]).toEqual(['SUCCEEDED', 0])
        const { datasets, examinations, studies, cards, pending, downloadable } = one.site.readable(
          one.site[name].username,
        )
        expect(await datasetsIn(one)).toEqual(datasets)
        const held = await one.held()
        const idsOf = (kind: string) => [...held.keys()].filter((id) => id.startsWith(`${kind}:`))
        expect(idsOf('examination')).toHaveLength(examinations.length)
        expect(idsOf('study')).toHaveLength(new Set([...studies, ...cards, ...pending]).size)
        const open = [...held.values()].filter(
          ({ record }) => record.visibility.retrieve.length > 0,
        )
        const groups = new Set(open.flatMap(({ record }) => record.visibility.retrieve))
        groups.delete('public')
        // An administrator may download all, and is told no right of it.
        const wanted = name === 'admin' ? [] : downloadable.filter((id) => studies.includes(id))
        expect([...groups].sort()).toEqual(wanted.map((id) => `trial:study:${id}`).sort())
      })
    },
  )

  test('without an account are the cards of public studies and the sums of the server, and nothing else', async () => {
    await withSite({ token: null }, async ({ harvest, held, asked, site }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      expect(asked()).toEqual([
        'GET /shanoir-ng/studies/studies/public/data',
        'GET /shanoir-ng/datasets/datasets/overallStatistics',
      ])
      const cards = site.readable(null).cards.map((id) => `study:${id}`)
      expect([...(await held()).keys()].sort()).toEqual(['site', ...cards].sort())
      for (const { record, assets } of (await held()).values()) {
        expect(record.visibility.discover).toEqual(['public'])
        expect(assets).toEqual([])
      }
    })
  })

  test('of studies that are not wanted is nothing, and what was read of them is gone', async () => {
    await withSite({ source: { studies: [studyIds.open, studyIds.animals] } }, async (one) => {
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      const studies = [...(await one.held()).keys()].filter((id) => id.startsWith('study:'))
      expect(studies.sort()).toEqual(['study:21', 'study:3'])
    })
  })

  test('is nothing of the studies that the account may not see, though the search finds them', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      expect([...(await one.held()).keys()]).not.toContain(`study:${studyIds.importOnly}`)
      const { found, datasets } = one.site.readable('mharvest')
      expect(found.length).toBeGreaterThan(datasets.length)
    })
  })
})

describe('shanoir: a harvest after the first', () => {
  test('asks for two pages a study and writes nothing when nothing changed', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      one.asked()
      const position = await one.trial.store.position()
      const run = await one.harvest({ full: false })
      expect([run.state, run.written, run.removed]).toEqual(['SUCCEEDED', 0, 0])
      // Four studies are the account's.
      expect(one.asked().filter(isSearch)).toHaveLength(8)
      expect(await one.trial.store.position()).toBe(position)
    })
  })

  test('reads what was imported since, and no other dataset', async () => {
    await withSite({}, async (one) => {
      const first = await one.harvest()
      const today = new Date().toISOString().slice(0, 10)
      const position = await one.trial.store.position()
      const added = one.site.upstream.addDataset(studyIds.open, today)
      const run = await one.harvest({ full: false })
      expect(run.state).toBe('SUCCEEDED')
      expect(run.seen).toBeLessThan(first.seen / 2)
      const changes = await one.trial.store.changes(position, 100)
      const written = changes.flatMap(({ record }) => record?.nativeId ?? []).sort()
      // And the study, and the server, where they count one more.
      expect(written.slice(0, 1)).toEqual([`dataset:${added}`])
      expect(written.filter((id) => id.startsWith('study:'))).toEqual(['study:3'])
      expect(written.length).toBeLessThanOrEqual(3)
      expect((await one.held()).get(`dataset:${added}`)?.record.title).toBe('added later')
      expect((await one.harvest({ full: false })).written).toBe(0)
    })
  })

  test('reads a study as a whole when something was deleted there, and removes that', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const [gone = 0, other = 0] = await datasetsIn(one)
      one.site.upstream.removeDataset(gone)
      const run = await one.harvest({ full: false })
      expect([run.state, run.removed]).toEqual(['SUCCEEDED', 1])
      expect(await datasetsIn(one)).not.toContain(gone)
      expect(await datasetsIn(one)).toContain(other)
    })
  })

  test('loses and repeats nothing that is imported while it reads, and needs no second look for it', async () => {
    await withSite({ source: { pageSize: 10, studies: [studyIds.open] } }, async (one) => {
      let pages = 0
      const match = ({ path }: { path: string }) => {
        const today = new Date().toISOString().slice(0, 10)
        if (path.endsWith('/solr') && ++pages % 2 === 0 && pages < 9) {
          one.site.upstream.addDataset(studyIds.open, today)
        }
        return false
      }
      one.site.faults.add({ kind: 'reset', match })
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['SUCCEEDED', null])
      expect(await datasetsIn(one)).toEqual(
        one.site.readable('mharvest').datasets.filter(isOpen(one)),
      )
      one.asked()
      const again = await one.harvest({ full: false })
      expect([again.state, again.written]).toEqual(['SUCCEEDED', 0])
      expect(one.asked().filter(isSearch)).toHaveLength(2)
    })
  })

  test('sees an edit, which moves no date, only when everything is read again', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const [edited = 0] = await datasetsIn(one)
      one.site.upstream.changeDataset(edited, { name: 'renamed' })
      const title = async () => (await one.held()).get(`dataset:${edited}`)?.record.title
      await one.harvest({ full: false })
      expect(await title()).not.toBe('renamed')
      expect((await one.harvest({ full: false, now: later(8) })).written).toBe(1)
      expect(await title()).toBe('renamed')
    })
  })

  test('makes the records of a study anew when its licence changes or the account may download no more', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const [first = 0] = one.site.readable('mharvest').datasets
      one.site.upstream.changeStudy(studyIds.open, { license: 'CC0-1.0' })
      one.site.upstream.setRights('mharvest', studyIds.open, ['CAN_SEE_ALL'])
      expect((await one.harvest({ full: false })).state).toBe('SUCCEEDED')
      const { record, assets } = (await one.held()).get(`dataset:${first}`) ?? {}
      expect(record?.license.spdx).toBe('CC0-1.0')
      expect(assets).toEqual([])
      expect(record?.visibility.retrieve).toEqual([])
    })
  })

  test('goes on after the dataset where an interrupted one stood, in the middle of a study', async () => {
    const source = { pageSize: 10 }
    const pages = await withSite({ source }, async (one) => {
      await one.harvest()
      return one.asked().filter(isSearch).length
    })
    await withSite({ source }, async (one) => {
      const { connector } = one.trial
      async function cut(nth: number, full: boolean) {
        const abort = new AbortController()
        const run = await one.harvest({
          full,
          connector: cutAtCheckpoint(connector, nth, abort),
          signal: abort.signal,
        })
        expect(run.state).toBe('RUNNING')
        return run.id
      }
      const id = await cut(3, true)
      const run = await one.harvest()
      expect([run.id, run.state]).toEqual([id, 'SUCCEEDED'])
      expect(await datasetsIn(one)).toEqual(one.site.readable('mharvest').datasets)
      // Not one more than of a harvest that nobody interrupted.
      expect(one.asked().filter(isSearch)).toHaveLength(pages)
      // Of what was imported since it was read last too.
      const today = new Date().toISOString().slice(0, 10)
      for (let count = 0; count < 25; count++) one.site.upstream.addDataset(studyIds.open, today)
      const other = await cut(2, false)
      const news = await one.harvest({ full: false })
      expect([news.id, news.state, news.removed]).toEqual([other, 'SUCCEEDED', 0])
      // Three pages of it, two of each of the three other studies, and one that tells what there is.
      expect(one.asked().filter(isSearch)).toHaveLength(3 + 2 * 3 + 1)
      expect(await datasetsIn(one)).toEqual(one.site.readable('mharvest').datasets)
    })
  })
})

describe('shanoir: what is not whole', () => {
  test('an index that is made anew removes nothing, and is told', async () => {
    for (const keep of [0, 5, 40]) {
      await withSite({}, async (one) => {
        await one.harvest()
        const before = await datasetsIn(one)
        one.site.upstream.cutIndex(keep)
        for (const full of [false, true]) {
          const run = await one.harvest({ full, allowRemovals: true })
          expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
        }
        expect(await datasetsIn(one)).toEqual(before)
        one.site.upstream.restoreIndex()
        const run = await one.harvest({ full: false })
        expect([run.state, run.written, run.removed]).toEqual(['SUCCEEDED', 0, 0])
      })
    }
  })

  test('a loss of processed datasets, which no count knows, is believed by a full harvest alone', async () => {
    await withSite({ source: { studies: [studyIds.open] } }, async (one) => {
      await one.harvest()
      const before = await datasetsIn(one)
      const acquired = [...one.site.world.datasets.values()].filter(
        ({ studyId, acquisition }) => studyId === studyIds.open && acquisition !== null,
      )
      // Nearly all that was acquired is deleted, in the database too.
      for (const { id } of acquired.slice(3)) one.site.upstream.removeDataset(id)
      const run = await one.harvest({ full: false, allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      expect(await datasetsIn(one)).toEqual(before)
      const full = await one.harvest({ allowRemovals: true })
      expect(full.state).toBe('SUCCEEDED')
      expect(full.removed).toBeGreaterThan(acquired.length / 2)
    })
  })

  test('a member of some centres reads those as a whole, though the server counts all', async () => {
    await withSite({ source: { studies: [studyIds.centers] } }, async (one) => {
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      expect(one.asked()).toContain('GET /shanoir-ng/studies/studies/17')
      one.site.upstream.cutIndex(3, studyIds.centers)
      expect((await one.harvest()).state).toBe('PARTIAL')
    })
  })

  test.each(misbehaviours)(
    'a page of the index that is wrong fails its study alone: %s',
    async (how) => {
      await withSite({}, async (one) => {
        await one.harvest()
        const before = [...(await one.held()).keys()]
        // Of the second study the page of its datasets.
        const order = one.site.misbehave({
          how,
          match: ({ path }) => path.endsWith('/datasets/solr'),
          after: 3,
          // Whatever may pass is asked for again.
          times: how === 'bad-token' ? 3 : 4,
        })
        const run = await one.harvest({ allowRemovals: true })
        expect(order.hits).toBeGreaterThan(0)
        expect([run.removed, run.written]).toEqual([0, 0])
        expect(['PARTIAL', 'SUCCEEDED']).toContain(run.state)
        expect([...(await one.held()).keys()]).toEqual(before)
      })
    },
  )

  test('a failure that says why is asked once more, and then told', async () => {
    await withSite({ policy: { attempts: 4 } }, async (one) => {
      const match = ({ path }: { path: string }) => path.endsWith('/rights/all')
      const order = one.site.misbehave({ how: 'error-model', match })
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['FAILED', 'SOURCE_UNREACHABLE'])
      expect(order.hits).toBe(2)
      order.remove()
      const passing = one.site.misbehave({ how: 'error-model', match, times: 1 })
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      expect(passing.hits).toBe(1)
    })
  })

  test('the page of the front in place of data is asked for again, then a failed read', async () => {
    await withSite({ policy: { attempts: 3 } }, async (one) => {
      const match = ({ path }: { path: string }) => path.endsWith('/studies/light')
      const order = one.site.misbehave({ how: 'angular-page', match })
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['FAILED', 'ANSWER_INVALID'])
      expect(run.message).toContain('web page')
      expect(order.hits).toBe(3)
    })
  })

  test('sums of the server that are not there are no fault, and sums that fail cost nothing else', async () => {
    await withSite({ token: null }, async (one) => {
      const match = ({ path }: { path: string }) => path.endsWith('/overallStatistics')
      one.site.misbehave({ how: 'error-model', match })
      const run = await one.harvest()
      expect([run.state, run.error]).toEqual(['PARTIAL', null])
      expect((await one.held()).size).toBe(one.site.readable(null).cards.length)
    })
  })
})
