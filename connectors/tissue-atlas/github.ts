import { z } from 'zod'
import { GatewayError, type HarvestContext, type HttpHead } from '#sdk'
import { blobSha } from './blob.ts'
import { below, type Options } from './options.ts'
import { collections, isRead, type Repository, type SiteFile } from './site.ts'

type Context = Pick<HarvestContext<Options>, 'http' | 'options' | 'credentials' | 'source'>

const Sha = z.string().regex(/^[0-9a-f]{40}$/)
const Reference = z.object({ object: z.object({ sha: Sha }) })
const Tree = z.object({
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string(),
      type: z.string(),
      sha: Sha,
      size: z.number().optional(),
    }),
  ),
  truncated: z.boolean(),
})

/** Modes of plain files, executable or not: a symbolic link is 120000. */
const plainModes = ['100644', '100755']
const raw = ['text/plain', 'text/markdown', 'application/octet-stream'] as const

/**
 * A repository at a git host with GitHub's REST API (docs.github.com: Git references, trees and blobs). The branch is
 * looked up once, so that all files are of one commit.
 */
export function openGitHub({ http, options, credentials, source }: Context): Repository {
  const { repository, branch, apiUrl, rawUrl } = options
  const git = below(apiUrl, `repos/${repository}/git`)
  const headers = {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    ...(credentials?.token === undefined ? {} : { authorization: `Bearer ${credentials.token}` }),
  }
  let commit: Promise<string> | null = null

  /** A 403 of the API may be its rate limit, which only the headers tell. */
  async function api<T>(path: string, shape: z.ZodType<T>, retryInvalid = () => false): Promise<T> {
    let last: HttpHead | null = null
    const onHead = (head: HttpHead) => {
      last = head
    }
    try {
      return await http.json(below(git, path), shape, { headers, retryInvalid, onHead })
    } catch (thrown) {
      if (last !== null && isRateLimit(last)) {
        throw new GatewayError('SOURCE_RATE_LIMITED', {
          source,
          message: 'The git host allows no more requests for now. A token raises its limit.',
          cause: thrown,
        })
      }
      throw thrown
    }
  }

  function commitSha(): Promise<string> {
    commit ??= api(`ref/heads/${encoded(branch)}`, Reference).then(({ object }) => object.sha)
    return commit
  }

  /** The files below a tree. A host that cuts a long list off is asked for one folder at a time. */
  async function treeFiles(tree: string, prefix: string): Promise<SiteFile[]> {
    const whole = await api(`trees/${tree}?recursive=1`, Tree)
    if (!whole.truncated) return filesOf(whole, prefix)
    const level = await api(`trees/${tree}`, Tree)
    if (level.truncated) {
      throw new GatewayError('ANSWER_INVALID', {
        source,
        message: 'The git host cuts off the list of a folder.',
      })
    }
    const files = filesOf(level, prefix)
    for (const { type, path, sha } of level.tree) {
      const folder = `${prefix}${path}/`
      if (type === 'tree' && isOnTheWay(folder)) files.push(...(await treeFiles(sha, folder)))
    }
    return files
  }

  function blob({ sha }: SiteFile): Promise<string> {
    const Blob = z
      .object({ content: z.string(), encoding: z.literal('base64') })
      .refine(({ content }) => blobSha(Buffer.from(content, 'base64')) === sha)
    return api(`blobs/${sha}`, Blob, () => true).then(({ content }) =>
      Buffer.from(content, 'base64').toString('utf8'),
    )
  }

  return {
    async files() {
      const files = await treeFiles(await commitSha(), '')
      return files.sort((a, b) => (a.path < b.path ? -1 : 1))
    },
    async text(file) {
      if (rawUrl === null) return blob(file)
      const url = below(rawUrl, `${repository}/${await commitSha()}/${encoded(file.path)}`)
      const { body } = await http.request(url, { accept: raw })
      // What lies in a cache on the way may be old or cut; the blob of that hash is not.
      return blobSha(body) === file.sha ? Buffer.from(body).toString('utf8') : blob(file)
    },
  }
}

function filesOf({ tree }: z.output<typeof Tree>, prefix: string): SiteFile[] {
  return tree.flatMap(({ type, mode, path, sha, size }) => {
    const whole = prefix + path
    const isFile = type === 'blob' && plainModes.includes(mode) && isRead(whole)
    return isFile ? [{ path: whole, sha, size: size ?? 0 }] : []
  })
}

function isOnTheWay(folder: string): boolean {
  return collections.some((name) => folder.startsWith(`${name}/`))
}

/**
 * Whether an answer means that the quota is used up: status 403 with nothing remaining, or with a pause that is asked
 * for (docs.github.com: Rate limits for the REST API).
 */
function isRateLimit({ status, headers }: HttpHead): boolean {
  return (
    status === 403 &&
    (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined)
  )
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
