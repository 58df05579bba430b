import { beforeAll, expect, test } from 'vitest'
import { type Ranking, rankings } from '../../src/model/index.ts'
import { ask } from './ask.ts'
import { furnish, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  const started = await startWorld()
  world = started
  await furnish(world)
  return started.close
})

/** A gateway, and the rankings that its index is asked for. */
function listening() {
  const { index } = world
  const asked: (Ranking | undefined)[] = []
  const gateway = world.gateway({
    index: {
      ...index,
      facetValues: (viewer, request) => {
        asked.push(request.ranking)
        return index.facetValues(viewer, request)
      },
      matches: (viewer, request) => {
        asked.push(request.ranking)
        return index.matches(viewer, request)
      },
    },
  })
  return { gateway, asked }
}

const exportOf = (ranking: string) =>
  new Request(`http://gateway.test/export?query=hippocampus${ranking}`)

test('facetValues: counts what the ranking matches, HYBRID unless told otherwise', async () => {
  const { gateway, asked } = listening()
  const query = (ranking: string) =>
    `{ facetValues(facet: SPECIES, query: "hippocampus"${ranking}) { label count } }`
  for (const ranking of ['', ...rankings.map((name) => `, ranking: ${name}`)]) {
    const { data, errors } = await ask(gateway, query(ranking))
    expect(errors).toEqual([])
    expect(data.facetValues).toHaveLength(2)
  }
  expect(asked).toEqual(['HYBRID', ...rankings])
})

test('/export: gives what the ranking matches, HYBRID unless told otherwise', async () => {
  const { gateway, asked } = listening()
  for (const ranking of ['', ...rankings.map((name) => `&ranking=${name}`)]) {
    const response = await gateway.fetch(exportOf(ranking))
    expect([response.status, (await response.text()).trim().split('\n').length]).toEqual([200, 3])
  }
  expect(asked).toEqual(['HYBRID', ...rankings])
})

test.each(['hybrid', 'BEST', ''])(
  '/export: refuses the ranking "%s" and names it',
  async (name) => {
    const { gateway, asked } = listening()
    const response = await gateway.fetch(exportOf(`&ranking=${name}`))
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: 'BAD_INPUT', argument: 'ranking' },
    ])
    expect(asked).toEqual([])
  },
)

test('search: every kind of part of a query is told as it was read', async () => {
  const query = `query ($query: String!) { search(query: $query) { interpretation { text as label termId } } }`
  const readings = async (text: string) =>
    (await ask(world.gateway(), query, { query: text })).data.search.interpretation
  expect(await readings('"mouse brain" hippocampus of 25um zzyzx')).toEqual([
    { text: 'mouse brain', as: 'PHRASE', label: 'mouse brain', termId: null },
    expect.objectContaining({ text: 'hippocampus', as: 'CONCEPT', termId: expect.any(String) }),
    expect.objectContaining({ text: 'hippocampus', as: 'CONCEPT', termId: expect.any(String) }),
    { text: 'of', as: 'DROPPED', label: 'of', termId: null },
    { text: '25um', as: 'NUMBER', label: 'resolution 25 µm', termId: null },
    { text: 'zzyzx', as: 'DROPPED', label: 'zzyzx', termId: null },
  ])
  expect(await readings('10.1016/j.cell.2020.04.007')).toEqual([
    expect.objectContaining({ text: '10.1016/j.cell.2020.04.007', as: 'IDENTIFIER' }),
  ])
})
