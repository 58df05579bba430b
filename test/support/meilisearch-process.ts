import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { request } from 'undici'
import { until } from './until.ts'

export interface OwnMeilisearch {
  url: string
  masterKey: string
  /** Where its data are. */
  folder: string
  /** Of the process that runs now. */
  pid(): number
  /** Ends it as a power cut would, and waits for its end. */
  kill(): Promise<void>
  /** Starts it again on the same data, at the same address. */
  restart(): Promise<void>
  /** Ends it and deletes its data. */
  remove(): Promise<void>
}

const quiet = ['--no-analytics', '--log-level', 'ERROR']
/** By default it takes two thirds of the memory anew for each batch, which costs half a second a write. */
const littleMemory = '512MiB'

/** `MEILI_BIN`, or `meilisearch` on the `PATH`; null when there is neither. */
export function findBinary(): string | null {
  const { MEILI_BIN, PATH = '' } = process.env
  if (MEILI_BIN) return MEILI_BIN
  const candidates = PATH.split(delimiter).map((folder) => join(folder, 'meilisearch'))
  return candidates.find(isExecutable) ?? null
}

/** Starts a server of its own on a temporary folder; `args` are added to its command line. */
export async function spawnMeilisearch(options: {
  binary: string
  args?: readonly string[]
  /** That it may take to index, as `--max-indexing-memory` has it. */
  indexingMemory?: string
}): Promise<OwnMeilisearch> {
  const memory = ['--max-indexing-memory', options.indexingMemory ?? littleMemory]
  const folder = await mkdtemp(join(tmpdir(), 'atlas-meilisearch-'))
  const address = `127.0.0.1:${await freePort()}`
  const masterKey = 'a-master-key-for-tests-only'
  const url = `http://${address}`
  let child: ChildProcess | undefined
  // Nobody waits for a process that ends early.
  const cleanUp = () => {
    child?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }

  async function start(): Promise<void> {
    let said = ''
    const started = spawn(
      options.binary,
      [...quiet, ...memory, '--http-addr', address, ...(options.args ?? [])],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, MEILI_MASTER_KEY: masterKey },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    child = started
    started.on('error', (error) => {
      said += error.message
    })
    started.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4_000)
    })
    try {
      await until('Meilisearch is up', async () => {
        if (started.pid === undefined || started.exitCode !== null) return true
        const health = await request(`${url}/health`)
        await health.body.dump()
        return health.statusCode === 200
      })
    } catch (fault) {
      said += String(fault)
    }
    if (started.pid === undefined || started.exitCode !== null || said.includes('Not within')) {
      throw new Error(`Meilisearch did not start: ${said}`)
    }
  }

  async function kill(): Promise<void> {
    const ending = child
    if (ending?.pid === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill('SIGKILL')
    await ended
  }

  async function remove(): Promise<void> {
    process.off('exit', cleanUp)
    await kill()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }

  process.on('exit', cleanUp)
  try {
    await start()
  } catch (fault) {
    await remove()
    throw fault
  }
  const pid = () => child?.pid ?? Number.NaN
  return { url, masterKey, folder, pid, kill, restart: start, remove }
}

/** A port that nobody listens to. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
