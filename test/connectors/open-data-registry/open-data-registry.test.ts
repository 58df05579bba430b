import openDataRegistry from '../../../connectors/open-data-registry/index.ts'
import {
  planted,
  registryOptions,
  startRegistryStandin,
} from '../../../connectors/open-data-registry/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(openDataRegistry, {
  play: () => startRegistryStandin(),
  options: registryOptions,
  ids: 21,
  rejected: 3,
  planted,
})
