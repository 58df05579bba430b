import type { AnyConnector } from '../sdk/connector.ts'
import { losesNothingByClocks } from './promise-clocks.ts'
import { faultPromises } from './promise-faults.ts'
import { bringsWhatHappened, readsLess } from './promise-incremental.ts'
import { takesTenTimesAsMuch } from './promise-larger.ts'
import { linksWithoutItsLogin } from './promise-links.ts'
import { mapsPurely } from './promise-mapping.ts'
import {
  acceptsItsOptions,
  listsAllFaultsAtOnce,
  listsWhatIsKept,
  namesMisspeltOptions,
} from './promise-options.ts'
import { keepsNoPerson } from './promise-people.ts'
import { keepsOnlyWhatIsListed, rejectsWithoutValues } from './promise-privacy.ts'
import { goesOnWhereItStood, stopsWhenCancelled } from './promise-stop.ts'
import {
  givesItsRecords,
  givesValidRecords,
  keepsMostOfItsRecords,
  removesWhatIsGone,
  writesNothingTwice,
} from './promise-sweep.ts'
import type { ConnectorPromise, ConnectorSetup, PromiseGroup, SparablePromise } from './setup.ts'
import { Trial } from './trial.ts'

type Check = (connector: AnyConnector, setup: ConnectorSetup) => Promise<void>

/** Everything that every connector promises. Each is checked on a catalogue and a stand-in of its own. */
export function promisesOf(connector: AnyConnector, setup: ConnectorSetup): ConnectorPromise[] {
  const plain = (group: PromiseGroup, name: string, check: Check): ConnectorPromise => ({
    name,
    group,
    check: () => check(connector, setup),
    waits: false,
    skip: null,
  })
  const tried = (group: PromiseGroup, name: string, check: (trial: Trial) => Promise<void>) =>
    plain(group, name, () => Trial.run(connector, setup, check))
  const spared = (promise: ConnectorPromise, key: SparablePromise): ConnectorPromise => ({
    ...promise,
    skip: setup.spared?.[key] ?? null,
  })
  return [
    plain('schema', 'its options are accepted and give the origins it reads', acceptsItsOptions),
    plain('schema', 'a misspelt option is an error that names it', namesMisspeltOptions),
    plain('schema', 'all options at fault are named at once', listsAllFaultsAtOnce),
    plain('schema', 'its row shapes are allow-lists', listsWhatIsKept),
    tried('paging', 'a harvest gives exactly its records', givesItsRecords),
    tried('paging', 'every record and asset is valid, no link holds a secret', givesValidRecords),
    spared(
      plain(
        'paging',
        'ten times as much comes whole, in order, no faster than it is taken',
        takesTenTimesAsMuch,
      ),
      'larger',
    ),
    plain(
      'resume',
      'an interrupted harvest goes on where it stood and reads no page twice',
      goesOnWhereItStood,
    ),
    tried('cancel', 'a cancelled harvest ends soon and removes nothing', stopsWhenCancelled),
    tried('incremental', 'a second harvest writes nothing', writesNothingTwice),
    spared(
      tried('incremental', 'where nothing changed, a second harvest reads less', readsLess),
      'incremental',
    ),
    spared(
      plain(
        'incremental',
        'what changed, appeared and vanished upstream comes through',
        bringsWhatHappened,
      ),
      'evolution',
    ),
    spared(
      plain('incremental', 'clocks that are a day apart lose nothing', losesNothingByClocks),
      'clocks',
    ),
    tried('deletion', 'a record that is gone is removed after a complete sweep', removesWhatIsGone),
    tried('deletion', 'more than the share of its records is not removed', keepsMostOfItsRecords),
    tried('mapping', 'mapping is pure: no clock, no chance, no network, no change', mapsPurely),
    tried(
      'privacy',
      'what no shape lists reaches neither catalogue nor log',
      keepsOnlyWhatIsListed,
    ),
    tried('privacy', 'bad rows are rejected without their values', rejectsWithoutValues),
    tried('privacy', 'nothing that is kept looks like a person', keepsNoPerson),
    tried(
      'links',
      'links come in order and without the login of the harvest',
      linksWithoutItsLogin,
    ),
    ...faultPromises(connector, setup),
  ]
}
