import { z } from 'zod'

/** A file of a scan. */
export const File = z.object({
  name: z.string().min(1),
  url: z.url(),
  bytes: z.int().nonnegative().nullish(),
})

/**
 * A scan as the archive sends it. Strips: what is not listed here, such as who was scanned and who pressed the button, is
 * never kept. Anything that may be missing is `nullish`, so that one odd row is still a record.
 */
export const Scan = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  species: z.string().nullish(),
  modality: z.string().nullish(),
  license: z.string().nullish(),
  /** RFC 3339 time of its last change. */
  changed: z.string().nullish(),
  files: z.array(File).default([]),
})
export type Scan = z.infer<typeof Scan>
