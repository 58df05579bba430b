import { describe, expect, test } from 'vitest'
import { environment, harvested, standin, startGateway } from '../support/gateway.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

/** What a newcomer asks first: a typo, facets, a few hits. */
const shownBy =
  '{search(query:"hippocampos",facets:[{facet:SPECIES},{facet:STRUCTURE}]){totalCount facets{facet buckets{value count}} edges{node{id title} highlights{fragment}}}}'

describe('end to end', { timeout: 120_000 }, () => {
  test('what a stand-in serves is found over HTTP, and still is after a restart without the upstream', async () => {
    const upstream = await standin()
    const variables = await environment(await tempFolder(), upstream.options.baseUrl)
    const first = await startGateway(variables)
    const harvest = await harvested(first)
    expect(harvest.state).toBe('SUCCEEDED')
    expect(harvest.written).toBeGreaterThanOrEqual(60)

    // A typo finds hippocampus records, with counts.
    // The vocabulary comes with the harvest; the index takes it up a moment later, record by record.
    const typo = await until('every hit is counted within the brain', async () => {
      const { search } = (await first.ask(shownBy)).data
      const [brain] = search.facets[1].buckets
      return search.totalCount >= 10 && brain.count === search.totalCount ? search : null
    })
    expect(typo.edges.length).toBeGreaterThan(0)
    expect(
      typo.edges[0].highlights.map(({ fragment }: { fragment: string }) => fragment).join(),
    ).toContain('<mark>')
    const species = typo.facets.find(({ facet }: { facet: string }) => facet === 'SPECIES')
    expect(species.buckets[0].count).toBeGreaterThan(0)
    expect(species.buckets[0].count).toBeLessThanOrEqual(typo.totalCount)

    // Word forms give the same hits.
    const hits = async (query: string) => {
      const { data } = await first.ask(
        'query ($query: String!) { search(query: $query, first: 50) { totalCount edges { node { id } } } }',
        { query },
      )
      const ids = data.search.edges.map(({ node }: { node: { id: string } }) => node.id)
      return { total: data.search.totalCount, ids: ids.sort() }
    }
    const atlas = await hits('atlas')
    expect(atlas.total).toBeGreaterThan(0)
    expect(await hits('atlases')).toEqual(atlas)

    expect(await first.stop()).toBe(0)
    const asked = upstream.requests.length
    const again = await startGateway(variables)
    expect((await again.ask(shownBy)).data.search).toEqual(typo)
    expect(upstream.requests).toHaveLength(asked)
    expect(await again.stop()).toBe(0)
  })
})
