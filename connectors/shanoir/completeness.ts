import type { GatewayError } from '#sdk'
import { invalid } from './search.ts'
import type { Shanoir } from './shanoir.ts'

/** Share of the datasets of before that a study may have lost, beyond which only a full harvest believes it. */
const mostLost = 0.2

export interface Reading {
  study: number
  /** Datasets that were read, and those of them that were acquired. */
  read: number
  acquired: number
  /** Datasets that the index said that there are. */
  total: number
}

/**
 * What is wrong with a study that was read as a whole; null when nothing is. An index that is being made anew is emptied
 * first and filled again over hours: it is held against the database, and against what there was before.
 *
 * @param before Datasets that the study had; null: nobody knows, or a loss is to be believed.
 */
export async function faultIn(
  shanoir: Shanoir,
  { study, read, acquired, total }: Reading,
  before: number | null,
): Promise<GatewayError | null> {
  if (read < total) return invalid('The source gave fewer datasets than it said that it found.')
  const counted = await shanoir.countDatasets(study)
  if (acquired < counted) {
    // The database counts all centres.
    const centers = await shanoir.ownCenters(study)
    if (centers.length === 0 || acquired < (await shanoir.countAt(study, centers))) {
      return invalid(
        'The source finds fewer datasets than it counts: its index may be being made anew.',
      )
    }
  }
  if (before !== null && read < before * (1 - mostLost)) {
    return invalid(
      'The source has many fewer datasets of a study than before. A full harvest believes it.',
    )
  }
  return null
}
