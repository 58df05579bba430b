import { z } from 'zod'

/** A bucket, or a folder of one, from the curated list. */
export const Bucket = z.object({
  name: z.string(),
  folder: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  species: z.array(z.string()),
  modality: z.array(z.string()),
  technique: z.array(z.string()),
  domain: z.enum(['NEUROIMAGING', 'GENOMICS', 'OTHER']),
  keywords: z.array(z.string()),
  creators: z.array(z.string()),
  license: z.string().nullable(),
  landingPage: z.string().nullable(),
  viewers: z.array(z.string()),
  publications: z.array(z.object({ title: z.string(), doi: z.string() })),
})
export type Bucket = z.output<typeof Bucket>
