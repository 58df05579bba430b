import type { StandinAnswer } from '../routes.ts'
import { failureXml, S3Failure } from './failures.ts'

/** What S3 does now and then, beside the faults of every stand-in. */
export type S3Misbehaviour =
  /** 503 `SlowDown`. */
  | 'slow-down'
  /** 503 `ServiceUnavailable`. */
  | 'unavailable'
  /** 500 `InternalError`. */
  | 'internal-error'
  /** 400 `ExpiredToken`. */
  | 'expired-token'
  /** 200, and then an `Error` document that says `InternalError`. */
  | 'error-in-200'

const failures: Record<Exclude<S3Misbehaviour, 'error-in-200'>, S3Failure> = {
  'slow-down': new S3Failure(503, 'SlowDown', 'Please reduce your request rate.'),
  unavailable: new S3Failure(503, 'ServiceUnavailable', 'Service is unable to handle request.'),
  'internal-error': new S3Failure(
    500,
    'InternalError',
    'We encountered an internal error. Please try again.',
  ),
  'expired-token': new S3Failure(400, 'ExpiredToken', 'The provided token has expired.'),
}

/** @throws {S3Failure} when it is one that has a status. */
export function misbehave(how: S3Misbehaviour, requestId: string): StandinAnswer {
  if (how !== 'error-in-200') throw failures[how]
  return { type: 'application/xml', body: failureXml(failures['internal-error'], requestId) }
}
