import { describe } from 'vitest'
import type { SearchIndex } from '../../src/search/search-index.ts'
import { allMatchPromises } from './suite/all-matches.ts'
import { collapsePromises } from './suite/collapse.ts'
import { cursorPromises } from './suite/cursors.ts'
import { explanationPromises } from './suite/explanations.ts'
import { facetPromises } from './suite/facets.ts'
import { filterPromises } from './suite/filters.ts'
import { matchPromises } from './suite/matches.ts'
import { relaxedPromises } from './suite/relaxed.ts'
import { sidePromises } from './suite/side-reads.ts'
import { viewerPromises } from './suite/viewers.ts'
import { whyNotPromises } from './suite/why-not.ts'
import { writePromises } from './suite/writes.ts'

export interface OpenedIndex {
  index: SearchIndex
  close(): Promise<void>
}

/** Opens an empty index of one engine, not yet configured; every call gives another one. */
export type OpenIndex = () => Promise<OpenedIndex>

/** What every engine promises, in the words of those who rely on it. */
export function testSearchIndex(name: string, open: OpenIndex): void {
  describe(name, () => {
    matchPromises(open)
    relaxedPromises(open)
    filterPromises(open)
    allMatchPromises(open)
    facetPromises(open)
    viewerPromises(open)
    cursorPromises(open)
    collapsePromises(open)
    sidePromises(open)
    explanationPromises(open)
    whyNotPromises(open)
    writePromises(open)
  })
}
