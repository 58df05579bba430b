import { z } from 'zod'

const Scalar = z.union([z.string(), z.number(), z.boolean()])

/**
 * What is kept of any row: the values of the fields that its manifest declares, and nothing else. They are picked when the
 * page arrives, so no other value of the upstream ever gets as far as a row.
 */
export const Row = z.object({
  /** Name of its list in the manifest. */
  list: z.string(),
  fields: z.array(z.object({ name: z.string(), values: z.array(Scalar) })),
  /** Fields that are not what the manifest says, in words of the manifest and of types. */
  faults: z.array(z.object({ field: z.string(), problem: z.string() })),
})
export type Row = z.output<typeof Row>
