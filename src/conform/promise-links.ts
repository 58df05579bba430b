import { anonymous } from '../model/index.ts'
import { createResolver } from '../resolve/index.ts'
import { expectAtMost, expectNone, expectSame, expectWhole } from './check.ts'
import { type Trial, trialSource } from './trial.ts'

/** Assets whose links are asked for. */
const most = 1_000

/**
 * A reader without credentials gets a link for each asset, in the order asked for, with at most one call to the upstream:
 * one that works, or one that says what is missing. What the source is harvested with is in none of them.
 */
export async function linksWithoutItsLogin(trial: Trial) {
  expectWhole(await trial.harvest(), trial.setup)
  const held = [...(await trial.held()).values()]
  const requests = held
    .flatMap(({ record, assets }) => assets.map((asset) => ({ asset, record })))
    .slice(0, most)
  const source = { id: trialSource, connector: trial.connector, options: trial.options }
  const resolverOf = () => createResolver({ sources: [{ ...source, allowPrivateAddresses: true }] })
  const nobody = { viewer: anonymous, credentials: new Map() }
  const before = trial.standin.requests.length
  const resolver = resolverOf()
  const other = resolverOf()
  try {
    const links = await resolver.links(nobody, requests)
    expectSame(links.length, requests.length, 'as many links as assets')
    expectNone(
      links.filter(({ error }) => error === 'INTERNAL').map(() => 'INTERNAL'),
      'links that the connector failed to make',
    )
    expectAtMost(trial.standin.requests.length - before, 1, 'calls to the upstream')
    expectNone(
      links
        .filter(({ state, url }) => (state === 'READY') !== (url !== null))
        .map(({ state }) => state),
      'links that are READY without an address, or have one and are not',
    )
    expectNone(
      links
        .filter(
          ({ state, requirements, error }) =>
            state !== 'READY' && requirements.length === 0 && error === null,
        )
        .map(({ state }) => state),
      'links that do not say what is missing',
    )
    const text = JSON.stringify(links)
    const secrets = Object.values(trial.setup.credentials ?? {})
    expectNone(
      secrets.filter((secret) => text.includes(secret)).map(() => 'a credential'),
      'credentials of the harvest in a link',
    )
    const backwards = await other.links(nobody, requests.toReversed())
    expectSame(backwards.toReversed(), links, 'the same links in the other order')
  } finally {
    await resolver.close()
    await other.close()
  }
}
