export * from '../model/index.ts'
export * from './connector.ts'
export { type CookieJar, createCookieJar } from './cookies.ts'
export { defineConnector } from './define-connector.ts'
export * from './http.ts'
export {
  createHttpClient,
  type HttpClientOptions,
  type OwnedHttpClient,
} from './http-client.ts'
export { defaultPolicy, HttpPolicyShape, resolvePolicy } from './http-policy.ts'
export { distinct, words } from './lists.ts'
export {
  createLog,
  type Log,
  type LogFields,
  type LogLevel,
  type LogOptions,
  logLevels,
  silentLog,
} from './log.ts'
export { redacted, safeText, safeUrl } from './redact.ts'
export { openPlaces, type ShapeFault } from './row-shape.ts'
export * from './rules/index.ts'
