import setup from '../../../connectors/shanoir/conform.ts'
import shanoir from '../../../connectors/shanoir/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(shanoir, setup)
