import { type SampleDandiset, dandisets as sample } from '../sample/dandi.ts'
import {
  json,
  numberIn,
  repeated,
  type World,
  type WorldAnswer,
  type WorldRequest,
} from './world.ts'

/*
 * DANDI's API after its source (dandi/dandi-archive): Django REST framework with page numbers, `count` on the first page of
 * assets only, trailing slashes, 401 for embargoed things, metadata by version.
 */

const root = '/api'
const key = 'f0e1d2c3b4a5'
const contact = 'Zqcontact, Nobody'
const mail = 'zq.nobody@example.org'

/** @param times How often the sample is in it. */
export function createDandi(times = 1): World {
  const dandisets = repeated(sample, times, (one, nth) => ({
    ...one,
    identifier: `${nth}${one.identifier.slice(1)}`,
  }))
  return {
    basePath: root,
    credentials: null,
    ids: dandisets.filter(isListed).map(({ identifier }) => `dandiset:${identifier}`),
    planted: [mail, contact],
    paging: ['page'],
    isListOfIds: ({ path }) => path === `${root}/dandisets/`,
    empty: (body) =>
      typeof body === 'object' && body !== null && 'results' in body
        ? { count: 0, next: null, previous: null, results: [] }
        : body,
    evolve() {
      const shown = dandisets.filter(isListed)
      const [first, second] = shown
      if (first === undefined || second === undefined) throw new Error('the sample is too small')
      first.name += ', anew'
      first.modified = '2026-01-02T03:04:05Z'
      if (first.published) first.published.modified = first.modified
      dandisets.splice(dandisets.indexOf(second), 1)
      dandisets.push({ ...second, identifier: '990099' })
    },
    answer: (request, host) => answer(request, host, dandisets),
  }
}

function isListed({ files, isEmbargoed }: SampleDandiset): boolean {
  return files.length > 0 && !isEmbargoed
}

function answer(
  { method, path, query, headers }: WorldRequest,
  host: string,
  dandisets: readonly SampleDandiset[],
): WorldAnswer | null {
  if (method !== 'GET') return json({ detail: `Method "${method}" not allowed.` }, 405)
  if (!path.endsWith('/')) return { status: 301, headers: { location: `${path}/` } }
  const isLoggedIn = headers.authorization === `token ${key}`
  if (headers.authorization !== undefined && !isLoggedIn) {
    return json({ detail: 'Invalid token.' }, 401)
  }
  const steps = path.slice(root.length + 1, -1).split('/')
  const [top, identifier, versions, version, what] = steps
  if (top !== 'dandisets') return null
  const paged = (rows: readonly unknown[], isLazy: boolean) =>
    page(rows, { path, query, host, isLazy })
  if (identifier === undefined) {
    if (query.get('embargoed') === 'true' && !isLoggedIn) {
      return json({ detail: 'Must be authenticated to show embargoed dandisets.' }, 401)
    }
    const shown = dandisets.filter(
      (one) =>
        (query.get('empty') !== 'false' || one.files.length > 0) &&
        (query.get('draft') !== 'false' || one.published !== null) &&
        (query.get('embargoed') === 'true' || !one.isEmbargoed),
    )
    return paged(shown.map(listedRow), false)
  }
  const found = dandisets.find((one) => one.identifier === identifier)
  if (found === undefined || versions !== 'versions' || version === undefined) return notFound()
  if (found.isEmbargoed && !isLoggedIn) {
    return json({ detail: 'Authentication credentials were not provided.' }, 401)
  }
  if (version !== 'draft' && version !== found.published?.version) return notFound()
  if (what === undefined) return json(metadata(found, version, host))
  if (what === 'assets')
    return paged(
      found.files.map((file) => assetRow(found, file)),
      true,
    )
  return notFound()
}

function notFound(): WorldAnswer {
  return json({ detail: 'Not found.' }, 404)
}

interface PageOf {
  path: string
  query: URLSearchParams
  host: string
  isLazy: boolean
}

/** `PageNumberPagination`; the lazy one counts on its first page only. */
function page(rows: readonly unknown[], { path, query, host, isLazy }: PageOf): WorldAnswer {
  const size = Math.min(1000, Math.max(1, numberIn(query, 'page_size', 100)))
  const number = numberIn(query, 'page', 1)
  const pages = Math.max(1, Math.ceil(rows.length / size))
  if (number < 1 || (!isLazy && number > pages)) return json({ detail: 'Invalid page.' }, 404)
  const linkTo = (to: number) => {
    const parameters = new URLSearchParams(query)
    if (to === 1) parameters.delete('page')
    else parameters.set('page', String(to))
    const search = parameters.size > 0 ? `?${parameters}` : ''
    return `http://${host}${path}${search}`
  }
  return json({
    count: isLazy && number > 1 ? null : rows.length,
    next: number < pages ? linkTo(number + 1) : null,
    previous: number > 1 ? linkTo(number - 1) : null,
    results: rows.slice((number - 1) * size, number * size),
  })
}

function listedRow(one: SampleDandiset) {
  const version = (name: string, modified: string) => ({
    version: name,
    name: one.name,
    asset_count: one.files.length,
    size: one.files.reduce((sum, { size }) => sum + size, 0),
    status: 'Valid',
    created: one.created,
    modified,
  })
  return {
    identifier: one.identifier,
    created: one.created,
    modified: one.modified,
    contact_person: contact,
    embargo_status: one.isEmbargoed ? 'EMBARGOED' : 'OPEN',
    star_count: 0,
    is_starred: false,
    most_recent_published_version:
      one.published && version(one.published.version, one.published.modified),
    draft_version: one.files.length > 0 || one.published ? version('draft', one.modified) : null,
  }
}

function metadata(one: SampleDandiset, version: string, host: string) {
  const { published } = one
  return {
    '@context':
      'https://raw.githubusercontent.com/dandi/schema/master/releases/0.6.10/context.json',
    schemaKey: 'Dandiset',
    schemaVersion: '0.6.10',
    id: `DANDI:${one.identifier}/${version}`,
    identifier: `DANDI:${one.identifier}`,
    name: one.name,
    version,
    url: `https://dandiarchive.org/dandiset/${one.identifier}/${version}`,
    repository: 'https://dandiarchive.org',
    description: one.description,
    keywords: one.keywords,
    license: one.license === null ? [] : [`spdx:${one.license}`],
    access: [
      {
        schemaKey: 'AccessRequirements',
        status: one.isEmbargoed ? 'dandi:EmbargoedAccess' : 'dandi:OpenAccess',
        contactPoint: { schemaKey: 'ContactPoint', email: mail },
      },
    ],
    contributor: one.authors.map((name) => ({
      schemaKey: 'Person',
      name,
      email: mail,
      roleName: ['dcite:Author'],
      includeInCitation: true,
    })),
    assetsSummary: {
      schemaKey: 'AssetsSummary',
      numberOfBytes: one.files.reduce((sum, { size }) => sum + size, 0),
      numberOfFiles: one.files.length,
      ...(one.subjects === null ? {} : { numberOfSubjects: one.subjects }),
      species: one.species.map((name) => ({ schemaKey: 'SpeciesType', name })),
      approach: one.approaches.map((name) => ({ schemaKey: 'ApproachType', name })),
      measurementTechnique: one.techniques.map((name) => ({
        schemaKey: 'MeasurementTechniqueType',
        name,
      })),
    },
    dateCreated: one.created,
    ...(published !== null && version !== 'draft'
      ? { datePublished: published.modified, doi: `10.48324/dandi.${one.identifier}/${version}` }
      : {}),
    manifestLocation: [
      `http://${host}${root}/dandisets/${one.identifier}/versions/${version}/assets/`,
    ],
  }
}

function assetRow(one: SampleDandiset, { path, size, id }: SampleDandiset['files'][number]) {
  const isZarr = path.endsWith('.zarr')
  return {
    asset_id: id,
    blob: isZarr ? null : id.replace(/^./, 'b'),
    zarr: isZarr ? id.replace(/^./, 'c') : null,
    path,
    size,
    created: one.created,
    modified: one.modified,
  }
}
