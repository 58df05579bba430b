import { GatewayError } from '../model/index.ts'
import type { ResolvedLink } from '../sdk/links.ts'
import type { GatewayContext } from './context.ts'
import { problem } from './problem.ts'
import { assetBy, linkTo } from './resolvers/asset.ts'

const path = /^\/assets\/([^/]+)$/

/** Whether `/assets/{id}` is asked for. */
export function isAssetPath(pathname: string): boolean {
  return path.test(pathname)
}

/**
 * `GET` or `HEAD /assets/{id}`: 302 to the upstream where a browser can simply follow, else what is missing, as
 * problem+json (RFC 9457). Never a byte of the asset, and never at anybody's cost but the reader's own.
 */
export async function redirectToAsset(
  { pathname }: URL,
  context: GatewayContext,
): Promise<Response> {
  const [, id = ''] = path.exec(pathname) ?? []
  const asset = await assetBy(id, context)
  if (asset === null) throw new GatewayError('NOT_FOUND')
  const { link } = await linkTo(asset, context)
  const response = answerTo(link)
  // Where credentials were sent, nobody keeps the answer: `useHeaders` sees to it.
  response.headers.set('Cache-Control', cacheFor(link, context.now()))
  return response
}

function answerTo(link: ResolvedLink): Response {
  if (
    link.state === 'READY' &&
    link.url !== null &&
    link.method === 'GET' &&
    link.headers.length === 0
  ) {
    return new Response(null, { status: 302, headers: { Location: link.url } })
  }
  const { status, title } = refusalOf(link)
  const { state, requirements, command, payer, cost, region, error } = link
  return problem(status, {
    title,
    code: error,
    state,
    requirements,
    command,
    payer,
    cost,
    region,
    ...(status === 401 && {
      detail: `Credentials for the source go into the request header X-Source-Credentials, or use the command.`,
    }),
  })
}

function refusalOf({ state, error, requirements }: ResolvedLink): {
  status: number
  title: string
} {
  switch (state) {
    case 'READY':
      // It works, but not by a redirect: headers do not follow one.
      return { status: 401, title: 'The link needs headers that a redirect cannot carry.' }
    case 'NEEDS_CREDENTIALS':
      return { status: 401, title: 'This needs a login of your own at the source.' }
    case 'NEEDS_CONSENT':
      return { status: 402, title: 'Somebody has to agree to pay first.' }
    case 'NEEDS_APPROVAL': {
      const agreement = requirements.some(({ kind }) => kind === 'DATA_USE_AGREEMENT')
      return agreement
        ? { status: 451, title: 'An agreement has to be signed first.' }
        : { status: 403, title: 'Somebody has to approve first.' }
    }
    case 'ARCHIVED':
      return { status: 409, title: 'This has to be brought back from an archive first.' }
    case 'GONE':
      return { status: 410, title: 'The source has this no more.' }
    case 'UNREACHABLE':
      return {
        status: 503,
        title:
          error === 'UNSUPPORTED'
            ? 'Links of this source cannot be made now.'
            : 'The source does not answer.',
      }
  }
}

/** Until the link ends, and five minutes at most. */
function cacheFor({ state, expiresAt }: ResolvedLink, now: Date): string {
  if (state !== 'READY') return 'private, no-cache'
  const left = expiresAt === null ? Infinity : (Date.parse(expiresAt) - now.getTime()) / 1_000 - 60
  const seconds = Math.floor(Math.min(300, left))
  return seconds > 0 ? `private, max-age=${seconds}` : 'private, no-cache'
}
