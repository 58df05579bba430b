export { type HarvestRequest, harvestSource, Interruption } from './harvest.ts'
export {
  Harvester,
  type HarvesterRequest,
  type HarvestSource,
  type StartRequest,
} from './harvester.ts'
export { loadConnectors } from './load-connectors.ts'
export { defaultTiming, type HarvestTiming } from './timing.ts'
export { type HarvestWorker, type HarvestWorkerRequest, startHarvestWorker } from './worker.ts'
