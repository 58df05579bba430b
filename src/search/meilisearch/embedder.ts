import { createHash } from 'node:crypto'

/** The name of a model at the server: one embedder each, so that vectors of two models never meet. */
export function embedderOf(modelId: string): string {
  return `m-${createHash('sha256').update(modelId).digest('hex').slice(0, 16)}`
}
