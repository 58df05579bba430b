import type { Reply } from './replies.ts'
import type { Asked } from './site.ts'
import type { World } from './world.ts'

/** Sums over everything, as they were when somebody last counted. */
export interface Statistics {
  /** `YYYY-MM-DD`. */
  statsDate: string
  studiesCount: number
  subjectsCount: number
  datasetAcquisitionsCount: number
  /** Bytes. */
  storageSize: number
}

/** A server counts when it starts, and each day at six in the morning. */
export function counted({ studies, subjects, datasets }: World, now: number): Statistics {
  const acquired = [...datasets.values()].filter(({ acquisition }) => acquisition !== null)
  return {
    statsDate: new Date(now).toISOString().slice(0, 10),
    studiesCount: studies.size,
    subjectsCount: subjects.size,
    datasetAcquisitionsCount: acquired.length,
    storageSize: acquired.length * 23_456_789,
  }
}

/** For everybody. */
export const overallStatistics = ({ site }: Asked): Reply => ({ json: site.statistics })
