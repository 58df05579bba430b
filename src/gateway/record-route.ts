import Negotiator from 'negotiator'
import { GatewayError, type StoredRecord } from '../model/index.ts'
import { citationOf } from './citation.ts'
import type { GatewayContext } from './context.ts'
import { keyOf } from './ids.ts'
import { problem } from './problem.ts'
import { jsonLdOf } from './record-jsonld.ts'
import { sourceOf } from './resolvers/record.ts'
import type { CitationStyle } from './schema.generated.ts'

const path = /^\/records\/([^/]+)$/

/** Distributions that are told with a record; the API has the others. */
const mostAssets = 100

/** What a record can be had as, best first where a client does not care. `format` names one in the address. */
const forms: readonly { format: string; type: string; style?: CitationStyle }[] = [
  { format: 'jsonld', type: 'application/ld+json' },
  { format: 'page', type: 'text/html' },
  { format: 'bibtex', type: 'application/x-bibtex', style: 'BIBTEX' },
  { format: 'ris', type: 'application/x-research-info-systems', style: 'RIS' },
  { format: 'csl', type: 'application/vnd.citationstyles.csl+json', style: 'CSL_JSON' },
  { format: 'jsonld', type: 'application/json' },
]

/** Whether `/records/{id}` is asked for. */
export function isRecordPath(pathname: string): boolean {
  return path.test(pathname)
}

/**
 * `GET /records/{id}` as the client likes it best (`Accept`, or `?format=` for whoever cannot send one): JSON-LD, BibTeX,
 * RIS, CSL-JSON, or for browsers the way (303) to the record's own page at its source, if readers may be sent there.
 *
 * 406 where none of these suits.
 *
 * @throws {GatewayError} `NOT_FOUND` for what is absent or hidden.
 */
export async function describeRecord(
  url: URL,
  request: Request,
  context: GatewayContext,
): Promise<Response> {
  const [, id = ''] = path.exec(url.pathname) ?? []
  const record = await context.loaders.record.load(keyOf('record', id))
  if (record === null) throw new GatewayError('NOT_FOUND')
  const page = context.resolver.pageOf(record)
  const form = formOf(url, request, page !== null)
  if (form === null) return unsuited()
  const { type, style } = form
  if (type === 'text/html' && page !== null) {
    return new Response(null, { status: 303, headers: { Location: page, Vary: 'Accept' } })
  }
  const source = await sourceOf(record.source, context)
  const body =
    style === undefined
      ? JSON.stringify(await jsonLd(record, url.origin, source, context), null, 2)
      : citationOf(record, source, style, context.now())
  return new Response(body, {
    headers: { 'Content-Type': `${type}; charset=utf-8`, Vary: 'Accept' },
  })
}

/** Null when none of what there is suits the client. */
function formOf(url: URL, request: Request, hasPage: boolean): (typeof forms)[number] | null {
  const named = url.searchParams.get('format')
  // A page that there is not cannot be had.
  const offered = forms.filter(({ format }) => format !== 'page' || hasPage)
  const type = named === null ? preferred(request, offered) : null
  return (
    offered.find((form) => (named === null ? form.type === type : form.format === named)) ?? null
  )
}

function preferred(request: Request, offered: readonly { type: string }[]): string | undefined {
  const accept = request.headers.get('accept') ?? '*/*'
  return new Negotiator({ headers: { accept } }).mediaType(offered.map(({ type }) => type))
}

async function jsonLd(
  record: StoredRecord,
  root: string,
  source: { title: string; homepage: string | null },
  { loaders }: GatewayContext,
): Promise<Record<string, unknown>> {
  const [assets, parents] = await Promise.all([
    loaders.assets.load({ id: record.id, first: mostAssets, after: null }),
    Promise.all(record.parents.map((id) => loaders.record.load(id))),
  ])
  return jsonLdOf(record, {
    root,
    source,
    parents: parents.filter((parent) => parent !== null),
    assets: assets.items,
  })
}

function unsuited(): Response {
  const formats = [...new Set(forms.map(({ format }) => format))].join(', ')
  const title = `A record can be had as ${formats}, where it has a page of its own.`
  return problem(406, { title, code: 'BAD_INPUT', argument: 'format' })
}
