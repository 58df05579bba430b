export * from '../model/index.ts'
export * from './connector.ts'
export { type CookieJar, createCookieJar } from './cookies.ts'
export { defineConnector } from './define-connector.ts'
export * from './hooks.ts'
export * from './http.ts'
export {
  createHttpClient,
  type HttpClientOptions,
  type OwnedHttpClient,
} from './http-client.ts'
export { defaultPolicy, HttpPolicyShape, resolvePolicy } from './http-policy.ts'
export * from './links.ts'
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
export { originBy } from './origin-by.ts'
export { errorOfPart, isHopeless, isSilence } from './part-error.ts'
export { redacted, safeText, safeUrl } from './redact.ts'
export { barredLink, resolveHttps, type WebLinkOptions, webAddress } from './resolve-https.ts'
export { openPlaces, type ShapeFault } from './row-shape.ts'
export * from './rules/index.ts'
export { isBucketName, s3Origins } from './s3/address.ts'
export {
  archiveNote,
  assetCost,
  billedBytes,
  dearestCost,
  gigabytes,
  internetCost,
  regionCost,
  type S3Transfer,
} from './s3/cost.ts'
export { parseS3Arn, parseS3Locator, parseS3Uri, type S3Place, s3Locator } from './s3/locator.ts'
export { localS3Login, S3Login, s3Credentials } from './s3/login.ts'
export { billedGigabyte, requestCost, type S3Prices, s3Prices } from './s3/prices.ts'
export { S3ReaderKeys } from './s3/reader-keys.ts'
export { resolveS3, type S3ResolveOptions } from './s3/resolve.ts'
export type {
  S3Bucket,
  S3Client,
  S3Content,
  S3Credentials,
  S3Head,
  S3Listing,
  S3Object,
  S3Page,
  S3Reading,
} from './s3/s3.ts'
export { createS3Client, type S3ClientOptions } from './s3/s3-client.ts'
export { type Presigning, presign } from './s3/sign.ts'
export { quoted } from './shell.ts'
