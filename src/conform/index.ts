export { promisesOf } from './promises.ts'
export type { ConnectorPromise, ConnectorSetup } from './setup.ts'
export { testConnector } from './test-connector.ts'
