import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'

const token = 'bench-operator-token'

/** A process of ours that prints an address when it is up. */
export interface Service {
  url: string
  pid: number
  /** Milliseconds from its start to its address. */
  startMs: number
  stop(): Promise<void>
}

export async function service(
  file: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Service> {
  const started = performance.now()
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL(file, import.meta.url)), ...args],
    { env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit')
  const stdout = child.stdout
  if (!stdout || child.pid === undefined) throw new Error(`${file} did not start`)
  const lines = createInterface({ input: stdout })
  const first = await Promise.race([once(lines, 'line'), ended.then(() => null)])
  if (first === null) throw new Error(`${file} ended before it was up`)
  return {
    url: String(first[0]),
    pid: child.pid,
    startMs: performance.now() - started,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

export const startUpstream = (size: number, seed = 1) =>
  service('./upstream.ts', [String(size), String(seed)])

/** A gateway on a data folder of its own, and how to ask it. */
export interface Rig extends Service {
  data: string
  ask(
    query: string,
    variables?: Record<string, unknown>,
    /** Over those of the operator; undefined leaves one out. */
    headers?: Record<string, string | undefined>,
  ): Promise<Record<string, unknown>>
  /** Any path by GET: its status, and the milliseconds until the body was read. */
  get(path: string): Promise<{ status: number; text: string; ms: number }>
  /** Harvests to its end. */
  harvest(source: string): Promise<HarvestTimes>
  /** Without waiting for its end; the opaque id of the harvest. */
  begin(source: string): Promise<string>
  cancel(harvest: string): Promise<void>
}

export interface HarvestTimes {
  state: string
  seen: number
  written: number
  /** Between start and finish, as the run itself says. */
  ms: number
}

/** A source of a rig that is not just an address. */
export interface RigSource {
  type: string
  options: Record<string, unknown>
  /** As the sources file has it. Default: only when asked for. */
  schedule?: string
}

/**
 * Starts a gateway whose sources are `name: base URL`, or `name` with another type, its options and its schedule, on `data` or
 * on a fresh folder; `environment` is added to its own. `hooks` are as the sources file has them.
 */
export async function startRig(
  sources: Record<string, string | RigSource>,
  data?: string,
  environment: Record<string, string> = {},
  hooks: readonly unknown[] = [],
): Promise<Rig> {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'atlas-bench-')))
  const file = join(folder, 'sources.yaml')
  const entries = Object.entries(sources).map(([id, of]) => ({
    id,
    title: id,
    schedule: null,
    allowPrivateAddresses: true,
    ...(typeof of === 'string' ? { type: 'bench', options: { baseUrl: of } } : of),
  }))
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ sources: entries, hooks }))
  const gateway = await service('./server.ts', [], {
    PORT: '0',
    ATLAS_DATA: folder,
    ATLAS_SOURCES: file,
    ATLAS_OPERATOR_TOKEN: token,
    ATLAS_LOG_LEVEL: 'error',
    // The limits of the public are not what is measured.
    NODE_ENV: 'production',
    ...environment,
  })
  const pool = new Pool(gateway.url, { connections: 4 })

  const ask: Rig['ask'] = async (query, variables = {}, headers = {}) => {
    const answer = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify({ query, variables }),
    })
    const body = (await answer.body.json()) as { data?: Record<string, unknown>; errors?: unknown }
    if (body.errors || !body.data) throw new Error(JSON.stringify(body.errors ?? body))
    return body.data
  }
  const sourceIds = new Map<string, string>()
  const begin: Rig['begin'] = async (source) => {
    if (sourceIds.size === 0) {
      const { sources } = (await ask('{ sources { id name } }')) as {
        sources: { id: string; name: string }[]
      }
      for (const { id, name } of sources) sourceIds.set(name, id)
    }
    const data = (await ask(
      'mutation ($source: ID!) { startHarvest(source: $source, full: true) { harvest { id } problems { message } } }',
      { source: sourceIds.get(source) },
    )) as { startHarvest: { harvest: { id: string } | null; problems: unknown[] } }
    const { harvest, problems } = data.startHarvest
    if (!harvest) throw new Error(JSON.stringify(problems))
    return harvest.id
  }
  return {
    ...gateway,
    data: folder,
    ask,
    begin,
    cancel: async (id) => {
      await ask('mutation ($id: ID!) { cancelHarvest(id: $id) { harvest { state } } }', { id })
    },
    get: async (path) => {
      const started = performance.now()
      const answer = await pool.request({ method: 'GET', path })
      const text = await answer.body.text()
      return { status: answer.statusCode, text, ms: performance.now() - started }
    },
    harvest: async (source) => {
      const id = await begin(source)
      for (;;) {
        const { harvest } = (await ask(
          'query ($id: ID!) { harvest(id: $id) { state startedAt finishedAt seen written } }',
          { id },
        )) as { harvest: HarvestTimes & { startedAt: string; finishedAt: string | null } }
        if (harvest.finishedAt) {
          const ms = Date.parse(harvest.finishedAt) - Date.parse(harvest.startedAt)
          return { state: harvest.state, seen: harvest.seen, written: harvest.written, ms }
        }
        // Asking is work for the gateway too, and garbage: the run itself says when it ended.
        await pause(250)
      }
    },
    stop: async () => {
      await pool.destroy()
      await gateway.stop()
      if (data === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until the index serves vectors and makes no more of them. */
export async function embedded(rig: Rig): Promise<void> {
  for (;;) {
    const { text } = await rig.get('/ready')
    const { index } = JSON.parse(text) as {
      index: { vectors: { model: string | null; progress: number | null } }
    }
    if (index.vectors.model !== null && index.vectors.progress === null) return
    await pause(250)
  }
}

/** How many records a browse finds. */
export async function found(rig: Rig): Promise<number> {
  const { search } = (await rig.ask('{ search(first: 1) { totalCount } }')) as {
    search: { totalCount: number }
  }
  return search.totalCount
}

/** Waits until a browse, asked every so many milliseconds, finds `count` records. */
export async function searchable(rig: Rig, count: number, every = 20): Promise<void> {
  while ((await found(rig)) < count) await pause(every)
}
