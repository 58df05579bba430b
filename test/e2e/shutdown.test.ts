import { describe, expect, test } from 'vitest'
import { environment, harvested, standin, startGateway } from '../support/gateway.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

describe('shutdown', { timeout: 120_000 }, () => {
  test('during a harvest it ends in good order, and the next start goes on with that harvest', async () => {
    const upstream = await standin({ latency: 60, synthetic: 400 })
    const variables = await environment(await tempFolder(), upstream.options.baseUrl)
    const first = await startGateway(variables)
    const id = await until('the harvest has met rows', async () => {
      const { data } = await first.ask('{ harvests(first: 1) { edges { node { id seen } } } }')
      const node = data.harvests.edges[0]?.node
      return node?.seen > 0 ? node.id : null
    })
    expect(await first.stop()).toBe(0)

    const again = await startGateway(variables)
    const harvest = await harvested(again)
    const { data } = await again.ask('{ harvests(first: 5) { edges { node { id state } } } }')
    expect(data.harvests.edges).toEqual([{ node: { id, state: 'SUCCEEDED' } }])
    expect(harvest.written).toBeGreaterThan(400)
    expect(await again.stop()).toBe(0)
  })
})
