import { readFileSync } from 'node:fs'
import type { Center, Equipment, Study, StudyCard } from './world.ts'

/** One series of a protocol, as a scanner names it. */
export interface Series {
  name: string
  type: string
  nature: string | null
  entity: string | null
  /** Millimetres, and hertz per pixel; MR only. */
  thickness?: number
  bandwidth?: number
  /** Milliseconds and degrees. */
  times?: { echo: number; repetition: number; inversion: number | null; flipAngle: number }
}

/** What one examination of a kind is made of. */
export type Protocol =
  | 'brain'
  | 'sclerosis'
  | 'stroke'
  | 'tumour'
  | 'rodent'
  | 'phantom'
  | 'electrical'

/** A study, and how much of what to make in it. */
export interface Plan {
  study: Study
  protocol: Protocol
  /** How its subjects' names begin. */
  prefix: string
  subjects: number
  /** Examinations of each subject. */
  visits: number
  /** Results of pipelines, of its first subjects. */
  processed: number
}

interface SiteFile {
  usualStudy: Omit<Study, 'id' | 'name' | 'centers'>
  /** Of each study, what is not as usual. */
  studies: (Omit<Plan, 'study'> & { study: Pick<Study, 'id' | 'name' | 'centers'> })[]
  centers: Center[]
  equipments: Omit<Equipment, 'name'>[]
  studyCards: StudyCard[]
}

interface SeriesFile {
  series: Series[]
  /** Names of series in the order of the scanner. */
  protocols: Record<Protocol, string[]>
  processed: Series[]
}

const site = read('site') as SiteFile
const { series, protocols: names, processed } = read('series') as SeriesFile

export const { centers, studyCards } = site
export const plans: readonly Plan[] = site.studies.map(({ study, ...plan }) => ({
  study: { ...site.usualStudy, ...study },
  ...plan,
}))

export const equipments: readonly Equipment[] = site.equipments.map((one) => {
  const center = centers.find(({ id }) => id === one.centerId)?.name ?? ''
  const field = one.field === null ? '' : ` ${one.field.toFixed(1)}T`
  return { ...one, name: `${one.manufacturer} - ${one.model}${field} - ${center}` }
})

/** What comes out of pipelines. */
export { processed }

/** Series of a protocol, in the order of the scanner. */
export function seriesOf(protocol: Protocol): Series[] {
  return names[protocol].flatMap((name) => series.find((one) => one.name === name) ?? [])
}

/** Ids of studies, by what they are good for. The rights named are those of `member`. */
export const studyIds = {
  /** Public card; member with download. */
  open: 3,
  /** Public card; the agreement of the member waits for a signature. */
  pending: 7,
  /** No card; member without download. */
  closed: 12,
  /** No card; member, of two of its three centres only. */
  centers: 17,
  /** Public card; animals; member with download. */
  animals: 21,
  /** Phantoms; member who may import and nothing else, so the search shows what detail calls refuse. */
  importOnly: 26,
  /** Public card; no member. */
  cardOnly: 30,
  /** Marked as public, and a draft: there is no card. */
  draft: 33,
  /** Nothing of it is anybody's but its members'. */
  hidden: 38,
  /** Where made-up data sets go. */
  synthetic: 1000,
} as const

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../sample/${name}.json`, import.meta.url), 'utf8'))
}
