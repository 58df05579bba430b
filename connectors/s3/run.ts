import { hash } from 'node:crypto'
import type { HarvestContext, HarvestItem, S3Client } from '#sdk'
import type { Options, Place } from './options.ts'
import type { Root } from './place.ts'
import type { Site } from './rows.ts'
import { version } from './version.ts'

export type Context = HarvestContext<Options>

/** Where a run stands inside a place. */
export interface Stand {
  /** Prefix of the dataset that it stood in. */
  root: string
  /** `compare`: listing it to see whether it changed; `assets`: telling its files; `done`: behind it. */
  phase: 'compare' | 'assets' | 'done'
  /** Key after which its listing goes on; empty for the start. */
  after: string
  /** Of what was listed before. */
  digest: string
}

/** One place, being read. */
export interface Run {
  context: Context
  client: S3Client
  place: Place
  partition: string
  /** Region as assets tell it; null where it is not known. */
  region: string | null
  /** Whether it is read without credentials. */
  isPublic: boolean
  /** Of everything but the bucket that a record depends on: begins its etag. */
  fingerprint: string
  /** Where an interrupted run left off, until this one has come there. */
  left: Stand | null
  /** Whether files of a dataset are being told: an error then must not look like their end. */
  isTelling: boolean
}

export function fingerprintOf(place: Place, { limits }: Options, isPublic: boolean): string {
  const facts = JSON.stringify([version, place, limits, isPublic])
  return `${hash('sha256', facts, 'base64url').slice(0, 12)}.`
}

export function siteOf(
  { place, region, isPublic }: Run,
  { bucket, prefix }: Root,
  parent: string | null,
  problems: readonly string[],
): Site {
  return {
    bucket: bucket.name,
    prefix,
    region,
    endpoint: place.endpoint,
    requesterPays: bucket.requesterPays,
    isPublic,
    parent,
    problems: [...problems],
  }
}

/** Says where the run stands, and what it has cost since it last did. */
export function* standing({ client, partition }: Run, stand: Stand): Generator<HarvestItem> {
  const spent = client.takeSpent()
  if (spent > 0) yield { spent }
  yield { checkpoint: { ...stand }, partition }
}

export function standAt(left: unknown): Stand | null {
  const { root, phase, after, digest } = (left ?? {}) as Partial<Stand>
  const isStand =
    typeof root === 'string' &&
    (phase === 'compare' || phase === 'assets' || phase === 'done') &&
    typeof after === 'string' &&
    typeof digest === 'string'
  return isStand ? { root, phase, after, digest } : null
}
