import { expect, onTestFinished, test } from 'vitest'
import shanoir from '../../../connectors/shanoir/index.ts'
import {
  offlineTokens,
  startShanoirStandin,
  studyIds,
} from '../../../connectors/shanoir/standin.ts'
import type { AnyConnector } from '../../../src/sdk/index.ts'
import { ask } from '../../gateway/ask.ts'
import { asOperator, groupsOf, openWorld } from '../../gateway/world.ts'

/*
 * Viewers with groups are made by a header here: the gateway's own tokens open nothing but the operator's view so far.
 */

const query = `query Find($query: String!) {
  search(query: $query, first: 50, facets: [{ facet: MODALITY, first: 50 }, { facet: KIND }, { facet: FIELD_STRENGTH }]) {
    totalCount totalIsExact
    facets { facet missing buckets { label count } }
    edges { node { title } }
    sources { source { name } total }
  }
  suggest(prefix: "glio", first: 10) { text }
}`

async function started() {
  const site = await startShanoirStandin()
  onTestFinished(() => site.close())
  const options = shanoir.options.parse({ baseUrl: site.baseUrl })
  const source = {
    id: 'shanoir',
    type: 'shanoir',
    options,
    credentials: { refreshToken: offlineTokens.member },
    schedule: null,
    allowPrivateAddresses: true,
  }
  const connectors = new Map([['shanoir', shanoir as AnyConnector]])
  const world = await openWorld({
    connectors,
    sources: [source],
    policy: { requestsPerSecond: 10_000 },
  })
  const config = {
    id: 'shanoir',
    type: 'shanoir',
    title: 'Shanoir',
    homepage: null,
    discover: ['public'],
    staleAfterSeconds: null,
    visibility: null,
  }
  await world.store.configureSources([config])
  async function harvested() {
    let run = await world.harvester.start('shanoir', { full: true })
    for await (run of world.harvester.progress(run.id));
    await world.follow()
    return run
  }
  const gateway = world.gateway({ viewerOf: groupsOf })
  const asMember = (...studies: number[]) => ({
    'x-groups': studies.map((id) => `shanoir:study:${id}`).join(','),
  })
  async function found(words: string, headers: Record<string, string> = {}) {
    const { data, errors } = await ask(gateway, query, { query: words }, headers)
    expect(errors).toEqual([])
    return data
  }
  return { site, harvested, asMember, found }
}

test('shanoir: a member and a stranger who search the same words get totals, facets and suggestions of their own', async () => {
  const { site, harvested, asMember, found } = await started()
  expect((await harvested()).state).toBe('SUCCEEDED')
  const glioma = asMember(studyIds.centers)

  const [member, stranger, operator] = await Promise.all([
    found('glioma follow-up', glioma),
    found('glioma follow-up'),
    found('glioma follow-up', asOperator),
  ])
  expect(member.search.totalCount).toBeGreaterThan(0)
  expect(member.search.edges[0].node.title).toContain('Glioma')
  expect(JSON.stringify(stranger)).not.toMatch(/glioma/i)
  expect(operator.search.totalCount).toBeGreaterThanOrEqual(member.search.totalCount)
  expect(JSON.stringify(member.suggest)).toMatch(/glio/i)
  expect(stranger.suggest).toEqual([])

  // Every edge is counted, and nothing else is, for each of them.
  for (const headers of [glioma, {}, asOperator]) {
    const { search } = await found('brain MRI', headers)
    expect(search.totalIsExact).toBe(true)
    for (const { facet, buckets, missing } of search.facets) {
      if (facet !== 'KIND') continue
      const counts = buckets.map(({ count }: { count: number }) => count)
      expect(counts.reduce((sum: number, count: number) => sum + count, missing)).toBe(
        search.totalCount,
      )
    }
    const ofSource = search.sources.find(
      ({ source }: { source: { name: string } }) => source.name === 'shanoir',
    )
    expect(ofSource?.total).toBe(search.totalCount)
  }

  // Of everything: what the upstream itself shows to them.
  const whole = async (headers: Record<string, string>) => (await found('', headers)).search
  const cards = site.readable(null).cards.length
  const { datasets, examinations } = site.readable('mharvest')
  const own = [...site.world.datasets.values()].filter(
    ({ id, studyId }) => studyId === studyIds.centers && datasets.includes(id),
  )
  const visits = new Set(own.flatMap(({ acquisition }) => acquisition?.examinationId ?? []))
  expect(examinations.length).toBeGreaterThan(visits.size)
  // And one of the server as a whole.
  const everybody = cards + 1
  expect((await whole({})).totalCount).toBe(everybody)
  expect((await whole(glioma)).totalCount).toBe(everybody + own.length + visits.size + 1)
  const images = (search: {
    facets: { facet: string; buckets: { label: string; count: number }[] }[]
  }) => search.facets.find(({ facet }) => facet === 'FIELD_STRENGTH')?.buckets ?? []
  expect(images(await whole({})).reduce((sum, { count }) => sum + count, 0)).toBe(0)
  expect(images(await whole(glioma)).reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0)
})

test('shanoir: a member whose study vanished at the upstream finds what a stranger does', async () => {
  const { site, harvested, asMember, found } = await started()
  await harvested()
  const member = asMember(studyIds.centers)
  const all = async (headers = {}) => (await found('', headers)).search.totalCount
  expect(await all(member)).toBeGreaterThan(await all())
  site.upstream.setRights('mharvest', studyIds.centers, null)
  await harvested()
  expect(await all(member)).toBe(await all())
  expect((await found('glioma', member)).suggest).toEqual([])
})
