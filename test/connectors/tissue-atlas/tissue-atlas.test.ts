import setup from '../../../connectors/tissue-atlas/conform.ts'
import tissueAtlas from '../../../connectors/tissue-atlas/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(tissueAtlas, setup)
