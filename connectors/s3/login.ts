import {
  type Credentials,
  createS3Client,
  GatewayError,
  type HarvestContext,
  type Login,
  type S3Credentials,
  S3Login,
  s3Credentials,
} from '#sdk'
import type { Options } from './options.ts'
import { bucketOf } from './place.ts'

/*
 * Keys may be kept by the gateway, encrypted, in place of standing in a variable: `atlas login` asks for them once.
 */

/** One token is kept for a source: here the keys, as JSON. */
export const login: Login<Options> = {
  questions: () => [
    { name: 'accessKeyId', label: 'Access key id', isSecret: false, isOptional: false },
    { name: 'secretAccessKey', label: 'Secret access key', isSecret: true, isOptional: false },
    {
      name: 'sessionToken',
      label: 'Session token, if the keys are temporary',
      isSecret: true,
      isOptional: true,
    },
  ],

  async run({ options, answers, http, signal }) {
    const keys = S3Login.safeParse(answers)
    if (!keys.success) {
      const message = 'An access key id and a secret access key are wanted.'
      throw new GatewayError('SOURCE_REFUSED', { message })
    }
    const credentials = await s3Credentials(keys.data)
    const client = createS3Client({ http, credentials, budget: options.maxCost, signal })
    // Each place, since keys may be good for one bucket and not for another.
    for (const place of options.places) {
      const listing = { prefix: place.prefix, delimiter: '/', pageSize: 2 }
      for await (const _ of client.pages(bucketOf(place), listing)) break
    }
    return JSON.stringify(keys.data)
  },
}

/**
 * The keys to sign with: those that a login left, else those of the configuration; null reads anonymously.
 *
 * @throws {GatewayError} `NEEDS_LOGIN` when what is kept are no keys; and what `s3Credentials` throws.
 */
export async function keysOf({
  credentials,
  tokens,
}: Pick<HarvestContext<Options>, 'credentials' | 'tokens'>): Promise<S3Credentials | null> {
  const kept = await tokens.get()
  return s3Credentials(kept === null ? credentials : keysIn(kept))
}

function keysIn(token: string): Credentials {
  try {
    return S3Login.parse(JSON.parse(token))
  } catch {
    // Its words may hold a key.
    throw new GatewayError('NEEDS_LOGIN')
  }
}
