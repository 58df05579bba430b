import setup from '../../../connectors/open-data-registry/conform.ts'
import openDataRegistry from '../../../connectors/open-data-registry/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(openDataRegistry, setup)
