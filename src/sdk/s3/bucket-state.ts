import { createGate, type Gate } from './gate.ts'
import type { S3Bucket } from './s3.ts'

/** What is learnt of a bucket while it is read. */
export interface BucketState {
  readonly gate: Gate
  /** Null until somebody asks. */
  region: Promise<string> | null
  /** Whether a listing was ever given. */
  isListed: boolean
  /** Whether an object was ever given. */
  isRead: boolean
  /** Whether saying that the caller pays opens it; null until tried. */
  needsPayer: boolean | null
}

/** Requests at once to one bucket. */
const mostAtOnce = 8

export function createBucketStates(): (bucket: S3Bucket) => BucketState {
  const states = new Map<string, BucketState>()
  return ({ endpoint, name }) => {
    const id = `${endpoint ?? ''} ${name}`
    const known = states.get(id)
    if (known !== undefined) return known
    const gate = createGate(mostAtOnce)
    const state = { gate, region: null, isListed: false, isRead: false, needsPayer: null }
    states.set(id, state)
    return state
  }
}
