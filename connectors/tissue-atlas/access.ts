import type { Access, FieldOrigin } from '#sdk'
import type { Options } from './options.ts'

/** What is known of the way to the data of a page. */
export interface Ways {
  /** Whether files lie in a bucket of the atlas, or the page says how to be let into one. */
  inBucket: boolean
  /** Whether files lie at Synapse. */
  atSynapse: boolean
  /** Pages that the site calls data, elsewhere. */
  elsewhere: readonly string[]
}

export interface AccessFields {
  access: Access
  accessNote: string | null
  fields: FieldOrigin[]
}

/**
 * Access as the site's own pages describe it: its buckets are opened to an AWS account on request and then bill whoever
 * reads; Synapse wants a free account.
 */
export function accessOf({ inBucket, atSynapse, elsewhere }: Ways, options: Options): AccessFields {
  const notes = [
    inBucket &&
      `Buckets are opened on request, and whoever reads them pays: send your AWS account id and canonical user id as ${options.instructionsUrl} says.`,
    atSynapse && 'Files at Synapse need a free account there: https://www.synapse.org',
    elsewhere.length > 0 && `The page leads to its data at ${elsewhere.join(' and ')}`,
  ].filter((note) => note !== false)
  const access = inBucket ? 'ON_REQUEST' : atSynapse ? 'REGISTERED' : 'UNKNOWN'
  const rule = inBucket ? 'bucket' : 'synapse'
  return {
    access,
    accessNote: notes.length === 0 ? null : notes.join(' '),
    fields:
      access === 'UNKNOWN'
        ? []
        : [{ field: 'access', raw: null, rule: `tissue-atlas:${rule}`, origin: 'MAPPED' }],
  }
}
