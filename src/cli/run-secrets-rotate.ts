import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { openTokenStore, tokenFile } from '../store/tokens/token-store.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import { print } from './output.ts'

/** Seals what is kept anew under the first key. */
export async function rotate(): Promise<ExitCode> {
  const config = readConfig()
  const tokens = openTokenStore(join(config.data, tokenFile), config.secretKeys)
  try {
    const { kept, anew } = tokens.rotate()
    print(
      kept === 0
        ? 'No login and no secret is kept.'
        : `${anew} of ${kept} logins and secrets were sealed anew; all are under the first key now.`,
    )
    return exitCodes.OK
  } finally {
    tokens.close()
  }
}
