export { type HarvestRequest, harvestSource, Interruption } from './harvest.ts'
export type { HarvestSource } from './harvest-source.ts'
export {
  Harvester,
  type HarvesterRequest,
  type RemapOrder,
  type StartRequest,
  type UpkeepOrder,
} from './harvester.ts'
export { loadConnectors } from './load-connectors.ts'
export {
  describeSchedule,
  every,
  parseSchedule,
  type Schedule,
  scheduleText,
} from './schedule-text.ts'
export { defaultTiming, type HarvestTiming } from './timing.ts'
export { type HarvestWorker, type HarvestWorkerRequest, startHarvestWorker } from './worker.ts'
