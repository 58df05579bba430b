import setup from '../../../connectors/dicomweb/conform.ts'
import dicomweb from '../../../connectors/dicomweb/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(dicomweb, setup)
