/** What one XNAT holds. Times are the server's own, without a zone, as XNAT sends them. */
export interface World {
  projects: Map<string, Project>
  /** By accession id. */
  subjects: Map<string, Subject>
  /** Sessions and other subject assessors, by accession id, in the order in which the database gives them. */
  sessions: Map<string, Session>
  /** What was changed of a session's content since the start; the rest is made when it is asked for. */
  edited: Map<string, Content>
  /** The next change happens at this time; moves on with each. */
  clock: number
  /** Accession numbers of sessions given out so far. */
  accessions: number
}

export type Accessibility = 'public' | 'protected' | 'private'

export interface Project {
  id: string
  name: string
  secondaryId: string
  description: string | null
  keywords: string | null
  aliases: string[]
  accessibility: Accessibility
  pi: Person | null
  investigators: Person[]
  inserted: string
  resources: Resource[]
}

export interface Person {
  first: string
  last: string
}

/** Another project that shows the same thing, under another label or, where that is null, the same one. */
export interface Share {
  project: string
  label: string | null
}

export interface Subject {
  id: string
  label: string
  /** The project that owns it. */
  project: string
  shares: Share[]
  group: string | null
  demographics: Demographics
  inserted: string
  /** Null on rows that were never touched again. */
  modified: string | null
}

export interface Demographics {
  gender: string | null
  /** Years. */
  age: number | null
  /** Year of birth. */
  yob: number | null
  /** `YYYY-MM-DD`. */
  dob: string | null
  handedness: string | null
  /** Only where a plugin for animals describes the subject. */
  species: string | null
}

export interface Session {
  id: string
  /** Seed of its content, and base of the database keys in it. */
  n: number
  label: string
  project: string
  subject: string
  shares: Share[]
  xsiType: string
  /** Which family of scans it has; null: none, it is no imaging session. */
  make: Make | null
  /** Null where it is not known. */
  modality: string | null
  date: string | null
  inserted: string
  modified: string | null
}

/** What kind of machine made a session: decides its scans. */
export type Make = 'MR' | 'PET' | 'CT' | 'PETMR' | 'EEG' | 'US' | 'empty'

/** What hangs below a session. */
export interface Content {
  scans: Scan[]
  resources: Resource[]
  assessors: Assessor[]
}

export interface Scan {
  /** A text: `4`, `4-MR1`, `1350`. */
  id: string
  /** The database key. */
  key: number
  xsiType: string
  type: string | null
  series: string | null
  quality: string | null
  modality: string | null
  uid: string
  frames: number | null
  /** Tesla, as text. */
  fieldStrength: string | null
  startTime: string
  /** `parameters/te` and so on. */
  parameters: Record<string, number | string>
  resources: Resource[]
}

export interface Resource {
  /** The number in its address; another one when it is made again. */
  key: number
  /** Null on resources of old uploads. */
  label: string | null
  format: string | null
  content: string | null
  /** Statistics that the server keeps; null until somebody has them counted. */
  fileCount: number | null
  /** Bytes. */
  fileSize: number | null
  /** How many files a listing finds, whatever the statistics say. */
  files: number
  /** Whether the catalog knows the MD5 of its files. */
  digests: boolean
}

export interface Assessor {
  id: string
  label: string
  xsiType: string
  date: string | null
  inserted: string
  resources: Resource[]
}

/** Whether a thing belongs to a project, as its own or by being shared. */
export function isIn(project: string, thing: { project: string; shares: Share[] }): boolean {
  return thing.project === project || thing.shares.some((share) => share.project === project)
}

/** The label that a project shows a thing under. */
export function labelIn(
  project: string,
  thing: { project: string; label: string; shares: Share[] },
): string {
  if (thing.project === project) return thing.label
  return thing.shares.find((share) => share.project === project)?.label ?? thing.label
}

/** By id, or by one of its aliases. */
export function projectOf(world: World, name: string): Project | null {
  const own = world.projects.get(name)
  if (own !== undefined) return own
  return [...world.projects.values()].find(({ aliases }) => aliases.includes(name)) ?? null
}
