import { z } from 'zod'
import { type Faults, Key, Server } from './variables.ts'

export type EmbedderConfig = { kind: 'lsa' } | { kind: 'none' } | HttpEmbedderConfig

/** A server that answers `POST /v1/embeddings` as OpenAI does. */
export interface HttpEmbedderConfig {
  kind: 'http'
  /** With or without `/v1`, without a trailing slash. */
  url: string
  /** As the server names it. */
  model: string
  /** Sent as a bearer token; null: none is. */
  key: string | null
  /** What is written before queries and before documents, spaces at the ends included. Default empty. */
  queryPrefix: string
  documentPrefix: string
  /** Length of vectors to ask for; null: the model's own. */
  dimensions: number | null
}

const Prefix = z.string().max(2_000, 'expected at most 2000 characters').default('')

export const embedderVariables = {
  ATLAS_EMBEDDER: z
    .enum(['lsa', 'http', 'none'], { error: 'expected one of lsa, http, none' })
    .default('lsa'),
  ATLAS_EMBEDDER_URL: Server,
  ATLAS_EMBEDDER_MODEL: z
    .string()
    .max(200, 'expected at most 200 characters')
    .nullable()
    .default(null),
  ATLAS_EMBEDDER_KEY: Key,
  ATLAS_EMBEDDER_QUERY_PREFIX: Prefix,
  ATLAS_EMBEDDER_DOCUMENT_PREFIX: Prefix,
  ATLAS_EMBEDDER_DIMENSIONS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'expected a number of dimensions, 1 to 99999')
    .transform(Number)
    .nullable()
    .default(null),
}

type Environment = z.infer<z.ZodObject<typeof embedderVariables>>

/** Null when what is missing stands in `faults`. */
export function embedderOf(environment: Environment, faults: Faults): EmbedderConfig | null {
  const { ATLAS_EMBEDDER: kind, ATLAS_EMBEDDER_URL: url, ATLAS_EMBEDDER_MODEL: model } = environment
  if (kind !== 'http') {
    // An address that nobody asks is more likely a forgotten word than a wish.
    if (url !== null) faults.set('ATLAS_EMBEDDER', 'expected http beside ATLAS_EMBEDDER_URL')
    return { kind }
  }
  if (url === null) faults.set('ATLAS_EMBEDDER_URL', 'expected the address of the embedder')
  if (model === null)
    faults.set('ATLAS_EMBEDDER_MODEL', 'expected the name of a model of the embedder')
  if (url === null || model === null) return null
  return {
    kind,
    url,
    model,
    key: environment.ATLAS_EMBEDDER_KEY,
    queryPrefix: environment.ATLAS_EMBEDDER_QUERY_PREFIX,
    documentPrefix: environment.ATLAS_EMBEDDER_DOCUMENT_PREFIX,
    dimensions: environment.ATLAS_EMBEDDER_DIMENSIONS,
  }
}
