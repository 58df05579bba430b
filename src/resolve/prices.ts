import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { GatewayError } from '../model/index.ts'
import { type S3Prices, s3Prices } from '../sdk/s3/prices.ts'

const dollars = z.number('expected US dollars').nonnegative('expected no less than 0')
const Tier = z.strictObject({
  upTo: z.number().positive().nullable(),
  perGigabyte: dollars,
})

const PricesFile = z.strictObject({
  asOf: z.iso.date('expected a day such as 2026-11-01, in quotes'),
  region: z.string().regex(/^[a-z0-9-]{1,64}$/, 'expected a region such as us-east-1'),
  listPerThousand: dollars,
  getPerThousand: dollars,
  internet: z
    .array(Tier)
    .min(1)
    .refine(areTiers, 'expected tiers that rise, and null in the last alone'),
  otherRegionPerGigabyte: dollars,
  retrievalPerGigabyte: z.record(z.string(), dollars).default({}),
})

/**
 * The prices of S3 that estimates are made with, out of a YAML file of the same form as `s3Prices`; null: those.
 *
 * @throws {GatewayError} `CONFIG_INVALID` that lists every fault of the file by its path.
 */
export async function readPrices(file: string | null): Promise<S3Prices> {
  if (file === null) return s3Prices
  let content: unknown
  try {
    content = parse(await readFile(file, 'utf8'))
  } catch (cause) {
    const message = `The prices file ${file} cannot be read; ATLAS_PRICES names another.`
    throw new GatewayError('CONFIG_INVALID', { message, cause })
  }
  const read = PricesFile.safeParse(content)
  if (read.success) return read.data
  const faults = read.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`,
  )
  throw new GatewayError('CONFIG_INVALID', {
    message: ['The prices file is not valid:', ...faults].join('\n'),
  })
}

function areTiers(tiers: readonly z.infer<typeof Tier>[]): boolean {
  return tiers.every(({ upTo }, at) => {
    const before = at === 0 ? 0 : (tiers[at - 1]?.upTo ?? Infinity)
    return at === tiers.length - 1 ? upTo === null : upTo !== null && upTo > before
  })
}
