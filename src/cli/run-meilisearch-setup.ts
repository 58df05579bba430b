import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { readMeilisearchSetup } from '../config.ts'
import { GatewayError } from '../model/index.ts'
import { ServerFault } from '../search/meilisearch/fault.ts'
import { createKeys, type MeiliKeys } from '../search/meilisearch/keys.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import type { SetupOptions } from './meilisearch.ts'
import { print } from './output.ts'

/** Makes the keys, writes them into their file, and says how a gateway finds it. */
export async function setup({ out }: SetupOptions): Promise<ExitCode> {
  const { url, prefix, masterKey, keysFile } = readMeilisearchSetup()
  const file = out === undefined ? keysFile : resolve(out)
  const keys = await createKeys({ url, prefix, masterKey }).catch((thrown: unknown) => {
    throw explained(thrown)
  })
  await write(file, keys)
  print(`The keys to search and to write with are in ${file}. Start the gateway with`)
  print(`  MEILI_URL=${url}`)
  print(`  MEILI_KEYS_FILE=${file}`)
  print('It does not need the master key.')
  return exitCodes.OK
}

/** All of it or nothing, and never readable for others, not even for a moment. */
async function write(file: string, keys: MeiliKeys): Promise<void> {
  const half = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(half, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    await rename(half, file)
  } catch (cause) {
    await rm(half, { force: true }).catch(() => {})
    const message = `${file} cannot be written; --out or MEILI_KEYS_FILE names another.`
    throw new CommandError(exitCodes.USAGE, message, cause)
  }
}

function explained(thrown: unknown): unknown {
  const fault = thrown instanceof GatewayError ? thrown.cause : null
  if (!(fault instanceof ServerFault)) return thrown
  if (fault.status === null) {
    const message = `No Meilisearch answers at MEILI_URL (${fault.code}).`
    return new CommandError(exitCodes.UNREACHABLE, message, fault)
  }
  const reasons: Record<string, string> = {
    invalid_api_key: 'Meilisearch has another master key.',
    missing_master_key: 'Meilisearch was started without a master key, so that it has no keys.',
  }
  const message = reasons[fault.code] ?? `Meilisearch did not make the keys (${fault.code}).`
  return new CommandError(exitCodes.FAILED, message, fault)
}
