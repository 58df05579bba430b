import type { AnyConnector } from '../sdk/connector.ts'
import { faultPromises } from './promise-faults.ts'
import { linksWithoutItsLogin } from './promise-links.ts'
import { mapsPurely } from './promise-mapping.ts'
import {
  acceptsItsOptions,
  listsAllFaultsAtOnce,
  listsWhatIsKept,
  namesMisspeltOptions,
} from './promise-options.ts'
import { keepsOnlyWhatIsListed, rejectsWithoutValues } from './promise-privacy.ts'
import { goesOnWhereItStood, stopsWhenCancelled } from './promise-stop.ts'
import {
  givesItsRecords,
  givesValidRecords,
  keepsMostOfItsRecords,
  removesWhatIsGone,
  writesNothingTwice,
} from './promise-sweep.ts'
import type { ConnectorPromise, ConnectorSetup } from './setup.ts'
import { Trial } from './trial.ts'

/** Everything that every connector promises. Each is checked on a catalogue and a stand-in of its own. */
export function promisesOf(connector: AnyConnector, setup: ConnectorSetup): ConnectorPromise[] {
  const tried = (name: string, check: (trial: Trial) => Promise<void>): ConnectorPromise => ({
    name,
    check: () => Trial.run(connector, setup, check),
    waits: false,
    skip: null,
  })
  const plain = (
    name: string,
    check: (connector: AnyConnector, setup: ConnectorSetup) => Promise<void>,
  ): ConnectorPromise => ({ name, check: () => check(connector, setup), waits: false, skip: null })
  return [
    plain('its options are accepted and give the origins that it reads', acceptsItsOptions),
    plain('a misspelt option is an error that names it', namesMisspeltOptions),
    plain('all options at fault are named at once', listsAllFaultsAtOnce),
    plain('its row shapes are allow-lists', listsWhatIsKept),
    tried('a harvest gives exactly its records', givesItsRecords),
    tried('every record and asset is valid, and no link holds a secret', givesValidRecords),
    tried('a second harvest writes nothing', writesNothingTwice),
    tried('a record that is gone is removed after a complete sweep', removesWhatIsGone),
    tried('more than the share of its records is not removed', keepsMostOfItsRecords),
    plain(
      'an interrupted harvest goes on where it stood and reads no page twice',
      goesOnWhereItStood,
    ),
    tried('a cancelled harvest ends soon and removes nothing', stopsWhenCancelled),
    tried('mapping is pure: no clock, no chance, no network, nothing changed', mapsPurely),
    tried('links come in order and without the login of the harvest', linksWithoutItsLogin),
    tried('what no shape lists reaches neither catalogue nor log', keepsOnlyWhatIsListed),
    tried('bad rows are rejected without their values', rejectsWithoutValues),
    ...faultPromises(connector, setup),
  ]
}
