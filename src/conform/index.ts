export { promisesOf } from './promises.ts'
export type { ConnectorPromise, ConnectorSetup, Evolution } from './setup.ts'
export { testConnector } from './test-connector.ts'
