import type { TokenisedText } from '../rank/score.ts'

/** What turns texts into vectors. */
export interface EmbeddingModel {
  /**
   * Kind, version and a hash of what it was made from. Vectors of models with different ids say nothing about
   * each other and are never compared.
   */
  readonly id: string
  /** Numbers of a vector. */
  readonly dimensions: number
}

/** A query as a model in memory understands it. */
export interface QueryVector {
  /** A unit vector; null when the model knows none of the words. */
  vector: Float32Array | null
  /** Distinct words that the model knows. */
  known: number
  /** Distinct words that it does not, without stop words: many of them over many queries ask for a new model. */
  unknown: number
}

/** A model in memory: it embeds at once, one text at a time. */
export interface SyncModel extends EmbeddingModel {
  readonly kind: 'sync'
  /** A unit vector of the caller's own; null when the model knows none of its words. */
  document(tokens: TokenisedText): Float32Array | null
  /** @param words Folded. */
  query(words: readonly string[]): QueryVector
}
