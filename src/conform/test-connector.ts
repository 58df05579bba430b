import { describe, test } from 'vitest'
import type { AnyConnector } from '../sdk/connector.ts'
import { promisesOf } from './promises.ts'
import { type ConnectorPromise, type ConnectorSetup, deadlineOf } from './setup.ts'

/**
 * Holds a connector to the promises of every connector: through the real harvest, over real HTTP from its stand-in, into
 * a real catalogue. To be called at the top of a test file.
 *
 *   testConnector(archive, {
 *     play: () => startArchiveStandin(),
 *     options: (baseUrl) => ({ baseUrl, pageSize: 2 }),
 *     ids: ['E1', 'E2', 'E3'],
 *   })
 */
export function testConnector(connector: AnyConnector, setup: ConnectorSetup): void {
  const timeout = deadlineOf(setup)
  const promises = promisesOf(connector, setup)
  const name = setup.name === undefined ? connector.type : `${connector.type} (${setup.name})`
  function checked({ name: promise, check, skip }: ConnectorPromise): void {
    test(`${name}: ${promise}`, { timeout }, async (context) => {
      if (skip !== null) context.skip(skip)
      await check()
    })
  }
  describe(`${name}: promises`, () => {
    promises.filter(({ waits }) => !waits).forEach(checked)
  })
  describe.concurrent(`${name}: promises that take patience`, () => {
    promises.filter(({ waits }) => waits).forEach(checked)
  })
}
