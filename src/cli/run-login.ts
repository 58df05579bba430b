import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { loadConnectors } from '../harvest/load-connectors.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import { createHttpClient } from '../sdk/http-client.ts'
import { type ConfiguredSource, connectorsFolder, readSources } from '../sources.ts'
import { noKey, openTokenStore, tokenFile } from '../store/tokens/token-store.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import type { LoginOptions } from './login.ts'
import { print } from './output.ts'
import { askPerson } from './prompt.ts'
import { onSignal } from './signals.ts'

/** Logs in to a source, or forgets how it did. */
export async function login(id: string, { forget }: LoginOptions): Promise<ExitCode> {
  const config = readConfig()
  const connectors = await loadConnectors([connectorsFolder, ...config.connectors])
  const sources = await readSources(config.sources, connectors)
  const source = sources.find((one) => one.id === id)
  if (source === undefined) {
    const known = sources.map((one) => one.id).join(', ') || 'none'
    throw new CommandError(exitCodes.USAGE, `There is no source ${id}; known: ${known}.`)
  }
  if (config.secretKeys.length === 0) throw noKey()
  await mkdir(config.data, { recursive: true })
  const tokens = openTokenStore(join(config.data, tokenFile), config.secretKeys)
  try {
    if (forget) {
      const isForgotten = tokens.forget(id)
      print(isForgotten ? `The login of ${id} is forgotten.` : `No login of ${id} is kept.`)
      return isForgotten ? exitCodes.OK : exitCodes.NOTHING
    }
    // The type was known as the file was read.
    const token = await newToken(source, connectors.get(source.type) as AnyConnector)
    tokens.put(id, source.credentials, token)
    print(`Logged in to ${id}. The next harvest goes on with it.`)
    return exitCodes.OK
  } finally {
    tokens.close()
  }
}

async function newToken(source: ConfiguredSource, connector: AnyConnector): Promise<string> {
  const { id, type, checked: options, credentials, allowPrivateAddresses } = source
  if (connector.login === undefined) {
    const message = `Sources of the type ${type} are not logged in to; see their README for credentials.`
    throw new CommandError(exitCodes.USAGE, message)
  }
  const questions = connector.login.questions(options)
  const stop = new AbortController()
  const signals = onSignal(() => stop.abort())
  const http = createHttpClient({
    origins: connector.origins(options),
    ...(connector.http === undefined ? {} : { policy: connector.http }),
    allowPrivateAddresses,
    source: id,
    signal: stop.signal,
  })
  try {
    const answers = await askPerson(questions, stop.signal)
    return await connector.login.run({ options, credentials, answers, http, signal: stop.signal })
  } finally {
    signals.dispose()
    await http.close()
  }
}
