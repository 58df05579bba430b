import { warehouse } from '../../../connectors/allen/conform.ts'
import allen from '../../../connectors/allen/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(allen, warehouse)
