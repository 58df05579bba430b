import {
  type Pages,
  type Standin,
  type StandinAnswer,
  type StandinRequest,
  startStandin,
} from '#sdk/standin'
import { recursive, type Snapshot, snapshotOf, type TreeEntry } from './standin/git.ts'
import { peopled, sampleWorld, syntheticCards, type World } from './standin/world.ts'

export { planted, sampleWorld, type World } from './standin/world.ts'

/** How this git host behaves; may be changed while it runs. Beside it there is the fault layer, under `faults`. */
export interface Quirks {
  /** Entries that a list of a tree may have; longer ones are cut, and say `truncated`. */
  mostEntries: number
  /** Whether lists of single folders are cut too. */
  cutsFolders: boolean
  /** Requests of the API that are answered before the hour is over. */
  quota: number
  /** Seconds until it is. */
  resetsIn: number
  /** What the secondary limit answers to every request of the API; null while it is not met. */
  secondary: 403 | 429 | null
  /** Token without which nothing is to be seen: 404, as of private repositories. Null: everybody may. */
  token: string | null
  /** Paths of which the host of raw files still serves other bytes. */
  stale: ReadonlyMap<string, string>
  /** Paths that the host of raw files does not have. */
  missing: ReadonlySet<string>
  /** Modes of what is no plain file: `120000` of a symbolic link. */
  modes: Record<string, string>
}

export interface TissueAtlasStandin extends Standin {
  readonly quirks: Quirks
  /** The files of the repository; may be changed while it runs, as commits do. */
  readonly world: World
  /** Options of a source that reads this stand-in. */
  readonly options: { apiUrl: string; rawUrl: string }
}

export interface TissueAtlasStandinOptions {
  /** Default 0: any that is free. */
  port?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  /** Default: that of the sample. */
  world?: World
  /** Made-up cards beside. Default 0. */
  synthetic?: number
  /** Whether people are planted where no shape lists them. Default false. */
  isPeopled?: boolean
  quirks?: Partial<Quirks>
}

const repository = 'labsyspharm/harvardtissueatlas'
const branch = 'main'
const api = '/api/v3'
const raw = '/raw'

/** How answers of a git host look when they lie. */
export const pages: Pages = { empty: emptied, drift: drifted }

/**
 * Starts a git host that speaks as much of GitHub's REST API as reading a repository takes (docs.github.com: Git
 * references, trees, blobs; Rate limits; conditional requests), and serves raw files beside it.
 */
export async function startTissueAtlasStandin({
  port = 0,
  latency = 0,
  world: given = sampleWorld(),
  synthetic = 0,
  isPeopled = false,
  quirks: wanted = {},
}: TissueAtlasStandinOptions = {}): Promise<TissueAtlasStandin> {
  const world: World = new Map([
    ...(isPeopled ? peopled(given) : given),
    ...syntheticCards(synthetic),
  ])
  const quirks: Quirks = {
    mostEntries: 100_000,
    cutsFolders: false,
    quota: 5_000,
    resetsIn: 3_600,
    secondary: null,
    token: null,
    stale: new Map(),
    missing: new Set(),
    modes: {},
    ...wanted,
  }
  const host: Host = { world, quirks, used: 0, snapshot: snapshotOf(world, quirks.modes) }
  const standin = await startStandin({
    handle: (request) =>
      request.path.startsWith(`${api}/`) ? apiAnswer(request, host) : rawAnswer(request, host),
    port,
    latency,
    pages,
  })
  const options = { apiUrl: standin.url + api, rawUrl: standin.url + raw }
  return Object.assign(standin, { quirks, world, options })
}

interface Host {
  world: World
  quirks: Quirks
  /** Requests that counted. */
  used: number
  /** What it was at when the branch was last asked for: a commit does not change. */
  snapshot: Snapshot
}

function apiAnswer(request: StandinRequest, host: Host): StandinAnswer {
  const { quirks } = host
  const { authorization } = request.headers
  if (quirks.secondary !== null) {
    return {
      status: quirks.secondary,
      headers: { 'retry-after': '60', ...limitHeaders(host) },
      json: refusal('You have exceeded a secondary rate limit. Please wait.'),
    }
  }
  if (host.used >= quirks.quota) {
    return {
      status: 403,
      headers: limitHeaders(host),
      json: refusal('API rate limit exceeded.'),
    }
  }
  host.used += 1
  const isKnown = authorization === `Bearer ${quirks.token}`
  if (authorization !== undefined && !isKnown) {
    return { status: 401, headers: limitHeaders(host), json: refusal('Bad credentials') }
  }
  const found = quirks.token !== null && !isKnown ? null : gitAnswer(request, host)
  if (found === null) {
    return { status: 404, headers: limitHeaders(host), json: refusal('Not Found') }
  }
  const etag = `"${found.sha}"`
  if (request.headers['if-none-match'] === etag) {
    // A login's conditional requests that find nothing new are free.
    if (isKnown) host.used -= 1
    return { status: 304, headers: { etag, ...limitHeaders(host) } }
  }
  return {
    headers: { etag, 'cache-control': 'public, max-age=60', ...limitHeaders(host) },
    json: found.json,
  }
}

function gitAnswer(
  { path, query, headers }: StandinRequest,
  host: Host,
): { sha: string; json: unknown } | null {
  const root = `${api}/repos/${repository}/git`
  const address = `http://${headers.host}${root}`
  if (path === `${root}/ref/heads/${branch}`) {
    host.snapshot = snapshotOf(host.world, host.quirks.modes)
    const { commit: sha } = host.snapshot
    const object = { type: 'commit', sha, url: `${address}/commits/${sha}` }
    return { sha, json: { ref: `refs/heads/${branch}`, node_id: 'REF', url: address, object } }
  }
  const [, kind, sha = ''] = /\/git\/(trees|blobs)\/([0-9a-f]{40})$/.exec(path) ?? []
  if (!path.startsWith(`${root}/`)) return null
  const { snapshot, quirks } = host
  if (kind === 'trees') {
    const tree = sha === snapshot.commit ? snapshot.tree : sha
    const isRecursive = query.has('recursive')
    const level = snapshot.trees.get(tree)
    if (level === undefined) return null
    const entries = isRecursive ? recursive(snapshot, tree) : level
    const isCut = entries.length > quirks.mostEntries && (isRecursive || quirks.cutsFolders)
    const shown = isCut ? entries.slice(0, quirks.mostEntries) : entries
    const told = shown.map((entry) => ({ ...entry, url: urlOf(entry, address) }))
    return {
      sha: tree,
      json: { sha: tree, url: `${address}/trees/${tree}`, tree: told, truncated: isCut },
    }
  }
  const bytes = kind === 'blobs' ? snapshot.blobs.get(sha) : undefined
  if (bytes === undefined) return null
  // Lines of sixty, as it sends them.
  const content = bytes.toString('base64').replace(/.{1,60}/g, '$&\n')
  const url = `${address}/blobs/${sha}`
  return {
    sha,
    json: { sha, node_id: 'BLOB', size: bytes.length, url, content, encoding: 'base64' },
  }
}

function rawAnswer(
  { path }: StandinRequest,
  { quirks, snapshot: { commit, files } }: Host,
): StandinAnswer {
  const root = `${raw}/${repository}/`
  const [ref, ...steps] = path.startsWith(root) ? path.slice(root.length).split('/') : []
  const name = steps.map(decodeURIComponent).join('/')
  const text = quirks.stale.get(name) ?? files.get(name)
  const isThere = (ref === commit || ref === branch) && !quirks.missing.has(name)
  const type = 'text/plain; charset=utf-8'
  if (!isThere || text === undefined) return { status: 404, body: '404: Not Found', type }
  return { body: text, type }
}

/** As on every answer of the API. */
function limitHeaders({ quirks, used }: Host): Record<string, string> {
  return {
    'x-ratelimit-limit': String(quirks.quota),
    'x-ratelimit-remaining': String(Math.max(0, quirks.quota - used)),
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + quirks.resetsIn),
    'x-ratelimit-resource': 'core',
    'x-ratelimit-used': String(used),
  }
}

function refusal(message: string) {
  return { message, documentation_url: 'https://docs.github.com/rest' }
}

function urlOf({ type, sha }: TreeEntry, address: string): string | undefined {
  return type === 'commit' ? undefined : `${address}/${type}s/${sha}`
}

/** A repository without files, and files without text. */
function emptied(body: unknown): unknown {
  if (typeof body === 'string') return ''
  const answer = body as Record<string, unknown>
  if ('tree' in answer) return { ...answer, tree: [] }
  return 'content' in answer ? { ...answer, content: '', size: 0 } : answer
}

/** Keys have other names, and pages other words. */
function drifted(body: unknown): unknown {
  if (typeof body === 'string') return body.replaceAll('title:', 'heading:')
  const answer = body as Record<string, unknown>
  if ('tree' in answer && Array.isArray(answer.tree)) {
    const tree = answer.tree.map(({ sha, ...entry }: TreeEntry) => ({ ...entry, oid: sha }))
    return { ...answer, tree }
  }
  const { content, object, ...rest } = answer
  return { ...rest, text: content, target: object }
}
