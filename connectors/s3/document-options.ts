import { accessOf } from './common.ts'
import type { DocumentOptions } from './documents/assets.ts'
import type { Place } from './documents/place.ts'
import { type Options, placeOf } from './options.ts'

/** What the place of a document means for its records. */
export function documentOptions(
  { bucket, key, region, isPublic = false }: Place,
  options: Options,
): DocumentOptions {
  const requesterPays = placeOf(options, bucket, key)?.requesterPays ?? false
  return {
    ...accessOf({ bucket, prefix: key, region, requesterPays, isPublic }, options),
    payer: requesterPays ? 'CALLER' : null,
  }
}
