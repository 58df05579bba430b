import { fileURLToPath } from 'node:url'
import { readConfig } from '../../src/config.ts'
import { startAtlas } from '../../src/main.ts'

/** The gateway with the connectors of these tests, as a process of its own; prints its address. */
const connectors = fileURLToPath(new URL('./connectors/', import.meta.url))
const atlas = await startAtlas(readConfig(), { connectors })
process.stdout.write(`${atlas.url}\n`)
process.once('SIGTERM', () => atlas.close())
