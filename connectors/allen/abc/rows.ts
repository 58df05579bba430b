import { z } from 'zod'

/** Bytes that the manifest states for a kind of a directory's files, and those that its files add up to. */
const Kind = z.object({
  kind: z.string(),
  version: z.string().nullable(),
  viewLink: z.string().nullable(),
  stated: z.int().nullable(),
  counted: z.int().nullable(),
  files: z.int(),
})

/** A directory of a release, its files counted; they themselves are assets. */
export const AbcDirectory = z.object({
  name: z.string(),
  /** The newest release that has it with this content. */
  release: z.string(),
  /** All that do, newest first. */
  releases: z.array(z.string()),
  /** Whether a newer release has the directory with other content. */
  isSuperseded: z.boolean(),
  /** SHA-256 of the paths and hashes of its files, which are their identity. */
  content: z.string(),
  kinds: z.array(Kind),
  /** Micrometres, isotropic, by the names of its volumes, ascending. */
  resolutions: z.array(z.number()),
  /** Files that are not linked to: their entries are damaged, or they lie outside the open buckets. */
  unlinked: z.int(),
})

export const AbcRelease = z.object({
  release: z.string(),
  bucket: z.string(),
  manifest: z.string(),
  manifestSize: z.int(),
  directories: z.array(z.string()),
  files: z.int(),
  bytes: z.int().nullable(),
})

export type AbcDirectory = z.output<typeof AbcDirectory>
export type AbcRelease = z.output<typeof AbcRelease>
