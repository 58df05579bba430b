import { fileURLToPath } from 'node:url'
import { keepCompiledCode, readConfig } from '../../src/config.ts'

/** The gateway with the connectors of the benches, as the process that is measured. */
const config = readConfig()
keepCompiledCode(config)
// Only now, as `atlas serve` does it.
const { startAtlas } = await import('../../src/main.ts')
const connectors = fileURLToPath(new URL('./connectors/', import.meta.url))
const atlas = await startAtlas(config, { connectors })
process.stdout.write(`${atlas.url}\n`)
process.once('SIGTERM', () => atlas.close())
