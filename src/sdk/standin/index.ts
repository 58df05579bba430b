export { allFaultKinds, type FaultKind, type FaultKindInfo, faultKinds } from './fault-kinds.ts'
export type { ActiveFault, Fault, FaultOf, FaultReach, FaultSettings, Faults } from './faults.ts'
export type { Pages } from './misbehave.ts'
export { type ActiveOrder, createOrders, type Order, type Orders } from './orders.ts'
export { type Random, randomOf } from './random.ts'
export type { StandinAnswer, StandinHandler, StandinRequest } from './routes.ts'
export type { S3Charge, S3LargeRead } from './s3/bucket.ts'
export type {
  S3LazyObjects,
  S3StandinBucket,
  S3StandinChecksums,
  S3StandinKey,
  S3StandinObject,
} from './s3/buckets.ts'
export type { S3Misbehaviour } from './s3/misbehaviour.ts'
export { type S3Standin, type S3StandinOptions, startS3Standin } from './s3/s3-standin.ts'
export { type Standin, type StandinOptions, type StandinVisit, startStandin } from './standin.ts'
