import { z } from 'zod'

/*
 * What may be kept of a project and of its sessions. Of an animal: what it was made to express, its age in steps of
 * four weeks, and a pseudonym in place of its number.
 */

const Text = z.string().nullable()

export const VisualProject = z.object({
  project: z.string(),
  bucket: z.string(),
  manifest: z.string(),
  version: z.string(),
  pipeline: z.array(z.string()),
  tables: z.array(z.string()),
  dataFiles: z.int(),
  /** Records of the sessions that are told one by one, and how many animals there were; null when no table told. */
  sessions: z.int().nullable(),
  animals: z.int().nullable(),
  /** Weeks, of all animals together. */
  age: z.object({ min: z.int(), max: z.int() }).nullable(),
  structures: z.array(z.string()),
  unlinked: z.int(),
})

export const VisualSession = z.object({
  project: z.string(),
  bucket: z.string(),
  manifest: z.string(),
  version: z.string(),
  /** Prefix of the column that it is numbered by. */
  type: z.enum(['ophys', 'ecephys', 'behavior']),
  id: z.string(),
  acquired: Text,
  sessionType: Text,
  experience: Text,
  imageSet: Text,
  behaviorType: Text,
  projectCode: Text,
  equipment: Text,
  creLine: Text,
  reporterLine: Text,
  indicator: Text,
  genotype: Text,
  subject: Text,
  age: z.object({ min: z.int(), max: z.int() }).nullable(),
  structures: z.array(z.string()),
  files: z.int(),
})

export type VisualProject = z.output<typeof VisualProject>
export type VisualSession = z.output<typeof VisualSession>
