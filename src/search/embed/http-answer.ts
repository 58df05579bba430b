import { endianness } from 'node:os'
import { z } from 'zod'
import { GatewayError } from '../../model/index.ts'
import { toDirection } from './http-vector.ts'

/**
 * What `POST /v1/embeddings` answers, as far as it is needed. `index` is the place of a text in the request: nobody
 * promises an order. Numbers were asked for, but some servers and proxies answer with 32-bit floats in base64, little end first, all the same.
 * https://platform.openai.com/docs/api-reference/embeddings/create
 */
export const EmbeddingsAnswer = z.object({
  data: z.array(
    z.object({
      index: z.int().nonnegative(),
      embedding: z.union([z.array(z.number()), z.base64()]),
    }),
  ),
})
export type EmbeddingsAnswer = z.infer<typeof EmbeddingsAnswer>

/**
 * The directions of `count` texts, in their order, all of one length.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when there is not one for each text, one has no direction, or their lengths
 *   differ.
 */
export function directionsOf({ data }: EmbeddingsAnswer, count: number): Int8Array[] {
  const directions: (Int8Array | undefined)[] = new Array(count).fill(undefined)
  for (const { index, embedding } of data) {
    if (index >= count || directions[index] !== undefined) throw invalid('other vectors than texts')
    const direction = toDirection(numbersOf(embedding))
    if (direction === null) throw invalid('a vector that points nowhere')
    if (direction.length !== (directions.find((one) => one !== undefined) ?? direction).length)
      throw invalid('vectors of different lengths')
    directions[index] = direction
  }
  return directions.map((direction) => {
    if (direction === undefined) throw invalid('fewer vectors than texts')
    return direction
  })
}

export function invalid(what: string, cause?: unknown): GatewayError {
  return new GatewayError('ANSWER_INVALID', {
    message: `The embedder answered with ${what}.`,
    cause,
  })
}

function numbersOf(embedding: number[] | string): ArrayLike<number> {
  if (typeof embedding !== 'string') return embedding
  const bytes = Buffer.from(embedding, 'base64')
  if (bytes.length % 4 !== 0) throw invalid('a vector that is cut off')
  if (endianness() === 'BE') bytes.swap32()
  // A buffer of its own may start anywhere in a larger one; floats start at a multiple of four.
  return new Float32Array(Uint8Array.from(bytes).buffer)
}
