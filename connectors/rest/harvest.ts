import { GatewayError, type HarvestContext, type HarvestItem } from '#sdk'
import { createSender } from './auth.ts'
import { leftAt, neededBelow } from './frames.ts'
import { loginAddress, type Options, rootOf } from './options.ts'
import { isOfOnePart } from './read-row.ts'
import { Sweep } from './sweep.ts'

type Context = HarvestContext<Options>

/** Every list that stands on its own is a partition, with all lists below it. */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const { options, http, credentials, now } = context
  const { manifest } = options
  const root = rootOf(options)
  if (root === null) {
    const message = 'The manifest names no address: the option baseUrl has to.'
    throw new GatewayError('CONFIG_INVALID', { argument: 'baseUrl', message })
  }
  const sender = createSender({
    http,
    auth: manifest.auth,
    root,
    loginUrl: loginAddress(options),
    credentials,
    tokens: context.tokens,
    now,
  })
  const needed = neededBelow(manifest)
  let hasRead = false
  for (const [partition, { under }] of Object.entries(manifest.lists)) {
    if (under !== undefined || options.withoutLists.includes(partition)) continue
    const checkpoint = context.from(partition)
    if (checkpoint === null) continue
    const left = leftAt(checkpoint, manifest)
    const sweep = new Sweep({ context, sender, root, partition, needed, left })
    try {
      yield* sweep.read()
      hasRead = true
    } catch (thrown) {
      if ((!hasRead && !sweep.hasRead) || sweep.isCutShort) throw thrown
      if (!isOfOnePart(thrown)) throw thrown
      hasRead = true
      yield { partitionFailed: partition, error: thrown }
    }
  }
}
