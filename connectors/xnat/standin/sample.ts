import { readFileSync } from 'node:fs'
import type { Accessibility, Make, Person } from './world.ts'

/** A project as the sample has it; what is left out is as usual. */
export interface ProjectPlan {
  id: string
  name: string
  secondaryId?: string
  description?: string | null
  keywords?: string
  aliases?: string[]
  accessibility: Accessibility
  pi?: Person
  /** Whether somebody else investigates beside the PI. */
  others?: boolean
  /** Whether the project itself has a resource. */
  resources?: boolean
  /** Whether its subjects are described by a plugin for animals. */
  animals?: boolean
  subjects: number
  sessions: SessionPlan[]
}

export interface SessionPlan {
  make: Make | null
  /** How many of them. Default 1. */
  times?: number
  xsiType?: string
  modality?: string | null
  date?: string | null
}

interface Series {
  /** Names as people and machines write them: one thing in many spellings, and some that say nothing. */
  series: Record<Family, string[]>
  qualities: string[]
  /** `tesla` as their headers have it. */
  scanners: { station: string; manufacturer: string; model: string; tesla: string }[]
}

/** What a scan shows. */
export type Family =
  | 'localizer'
  | 't1'
  | 't2'
  | 'flair'
  | 'dwi'
  | 'bold'
  | 'fieldMap'
  | 'susceptibility'
  | 'perfusion'
  | 'odd'
  | 'pet'
  | 'ct'
  | 'eeg'
  | 'us'

interface Projects {
  projects: ProjectPlan[]
  /** Which session of a project, counted from 0, is shown where. */
  shares: { from: string; at: number; to: string; label: string | null }[]
}

function sample(name: string): unknown {
  const file = new URL(`../sample/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}

export const { series, qualities, scanners } = sample('series') as Series
export const { projects: projectPlans, shares: sharePlans } = sample('projects') as Projects
