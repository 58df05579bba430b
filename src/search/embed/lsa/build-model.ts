import { quantise } from '../quantise.ts'
import type { Corpus } from './corpus.ts'
import { LsaModel } from './lsa-model.ts'
import { modelId } from './model-code.ts'
import { truncatedSvd } from './svd.ts'

/** How large a model may become. */
export interface ModelLimits {
  /** Numbers of a vector at most; an eighth of the texts where that is less. Default 256. */
  dimensions: number
  /** Terms at most. Default 30,000. */
  terms: number
  /** Texts below which there is no model: what it would say is chance. Default 300. */
  fewest: number
}

export const defaultModelLimits: ModelLimits = { dimensions: 256, terms: 30_000, fewest: 300 }
const textsPerDimension = 8

/**
 * The model of a corpus: the same for the same texts. Null when there are too few, or they have nothing in common.
 *
 * @param records See `LsaModel`; default: the texts of the corpus.
 * @param onPass Told after each pass over the texts.
 */
export function buildModel(
  corpus: Corpus,
  limits: ModelLimits = defaultModelLimits,
  records = corpus.size,
  onPass: (done: number, total: number) => void = () => {},
): LsaModel | null {
  if (corpus.size < limits.fewest) return null
  const { terms, weights, matrix } = corpus.matrix(limits.terms)
  const rank = Math.min(limits.dimensions, Math.floor(corpus.size / textsPerDimension))
  const svd = truncatedSvd(matrix, rank, { onPass })
  if (svd.rank === 0) return null
  const dimensions = svd.rank
  const stretch = svd.values.map(Math.sqrt)
  const rows = new Int8Array(terms.length * dimensions)
  const scaled = new Float32Array(terms.length)
  const vector = new Float64Array(dimensions)
  for (let row = 0; row < terms.length; row++) {
    let squares = 0
    for (let index = 0; index < dimensions; index++) {
      const number = (svd.vectors[row * dimensions + index] as number) * (stretch[index] as number)
      vector[index] = number
      squares += number * number
    }
    scaled[row] =
      quantise(vector, rows, row * dimensions) * Math.sqrt(squares) * (weights[row] as number)
  }
  const parts = { dimensions, records, terms, weights: scaled, rows }
  return new LsaModel({ id: modelId(parts), ...parts })
}
