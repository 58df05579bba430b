import setup from '../../../connectors/s3/conform.ts'
import s3 from '../../../connectors/s3/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(s3, setup)
