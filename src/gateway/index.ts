export { type ConnectorType, describeConnector } from './connector-type.ts'
export type { GatewayIndex } from './context.ts'
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts'
export type { HarvestControl } from './harvest-control.ts'
export {
  assetNodeId,
  harvestNodeId,
  type NodeRef,
  parseNodeId,
  recordNodeId,
  sourceNodeId,
} from './ids.ts'
export type { ViewerOf } from './viewer/viewers.ts'
