import { onTestFinished } from 'vitest'
import {
  every,
  Harvester,
  type HarvesterRequest,
  type HarvestSource,
} from '../../src/harvest/index.ts'
import type { HarvestRun } from '../../src/model/index.ts'
import { books, type Library, libraryConnector, startLibrary } from './shelf.ts'

export const connectors = new Map([['library', libraryConnector]])

/** A library that is up until the test has ended. */
export async function playing(count: number, latency = 0) {
  const library: Library = { books: books(count), pageSize: 5, rights: {} }
  const standin = await startLibrary(library, latency)
  onTestFinished(() => standin.close())
  return { standin, library }
}

export function sourceOf(
  id: string,
  baseUrl: string,
  seconds: number | null = null,
): HarvestSource {
  return {
    id,
    type: 'library',
    options: { baseUrl, shelves: ['a'] },
    schedule: seconds === null ? null : every(seconds),
    allowPrivateAddresses: true,
  }
}

/** With quick manners, until the test has ended. */
export function harvesterOf(
  request: Omit<HarvesterRequest, 'connectors'> & Partial<Pick<HarvesterRequest, 'connectors'>>,
): Harvester {
  const harvester = new Harvester({
    connectors,
    ...request,
    timing: { progress: 0, grace: 50, ...request.timing },
  })
  onTestFinished(() => harvester.close())
  return harvester
}

export async function lastOf(runs: AsyncIterable<HarvestRun>): Promise<HarvestRun | null> {
  let last: HarvestRun | null = null
  for await (const run of runs) last = run
  return last
}
