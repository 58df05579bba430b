export { CircuitBreaker } from './breaker.ts'
export { LinkChecks, type LinkChecksOptions } from './health.ts'
export { type Mirror, orderMirrors, regionOf } from './mirrors.ts'
export type { OpenedLinks } from './open-links.ts'
export type { PayerAccount } from './payer.ts'
export { type Reader, readerKey } from './reader.ts'
export {
  createResolver,
  type LinkedSource,
  type LinkRequest,
  type Resolver,
  type ResolverOptions,
} from './resolver.ts'
