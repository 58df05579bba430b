import setup from '../../../connectors/xnat/conform.ts'
import xnat from '../../../connectors/xnat/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(xnat, setup)
