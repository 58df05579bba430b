import { type Node, graph as sample } from '../sample/ebrains.ts'
import {
  json,
  numberIn,
  repeated,
  type World,
  type WorldAnswer,
  type WorldRequest,
} from './world.ts'

/*
 * The core of the EBRAINS Knowledge Graph after its SDKs (HumanBrainProject/kg-core-sdks) and the queries of its search
 * (HumanBrainProject/kg-search): queries that walk the graph, pages by `from` and `size`, an envelope with `total`, and
 * tokens of OpenID Connect, here of a server beside it.
 */

const root = '/v3'
const tokenPath = '/auth/realms/hbp/protocol/openid-connect/token'
const login = { clientId: 'atlas-gateway', clientSecret: 'zq-ebrains-word' }
const fullName = 'https://openminds.ebrains.eu/vocab/fullName'
const datasetVersion = 'https://openminds.ebrains.eu/core/DatasetVersion'

/** @param times How often the datasets of the sample are in it. */
export function createEbrains(times = 1): World {
  const isDataset = isOf(datasetVersion)
  const versions = repeated(sample.filter(isDataset), times, (one, nth) => ({
    ...one,
    '@id': one['@id'].replace('-4000-', `-4${String(nth).padStart(3, '0')}-`),
    [fullName]: `Again, ${nth}: ${one['@id'].slice(-4)}`,
  }))
  const graph = [...sample.filter((node) => !isDataset(node)), ...versions]
  const tokens = new Set<string>()
  return {
    basePath: root,
    credentials: login,
    options: (host) => ({ loginUrl: `${host}${tokenPath}` }),
    ids: graph
      .filter(isOf(datasetVersion))
      .map((node) => `dataset:${node['@id'].split('/').at(-1)}`),
    planted: ['Zqgiven', 'Zqfamily', 'zq@example.org', login.clientSecret],
    paging: ['from'],
    isListOfIds: () => false,
    empty: (body) =>
      typeof body === 'object' && body !== null && 'data' in body
        ? { ...body, data: [], total: 0, size: 0 }
        : body,
    evolve() {
      const [first, second] = graph.filter(isDataset).slice(-2)
      if (first === undefined || second === undefined) throw new Error('the sample is too small')
      first[fullName] = 'An invented dataset, anew'
      graph.splice(graph.indexOf(second), 1)
      graph.push({ ...second, '@id': second['@id'].replace('-4000-', '-4999-') })
    },
    answer: (request) => answer(request, tokens, graph),
  }
}

function isOf(type: string): (node: Node) => boolean {
  return (node) => node['@type'].includes(type)
}

function answer(
  { method, path, query, headers, body }: WorldRequest,
  tokens: Set<string>,
  graph: readonly Node[],
): WorldAnswer | null {
  if (path === tokenPath && method === 'POST')
    return granted(new URLSearchParams(body.toString()), tokens)
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (token === undefined || !tokens.has(token)) {
    return { status: 401, headers: { 'www-authenticate': 'Bearer' } }
  }
  if (path !== `${root}/queries` || method !== 'POST') return null
  if (query.get('stage') !== 'RELEASED') return failure(400, 'No rights on this stage.')
  const asked = JSON.parse(body.toString()) as Query
  const { type, responseVocab } = asked.meta
  const all = graph.filter(isOf(type)).toSorted((a, b) => (a['@id'] < b['@id'] ? -1 : 1))
  const from = numberIn(query, 'from', 0)
  const size = numberIn(query, 'size', 20)
  const prefix = responseVocab === asked['@context'].query ? 'query:' : ''
  const data = all
    .slice(from, from + size)
    .map((node) => structured(graph, node, asked.structure, prefix))
  return json({
    data,
    message: null,
    startTime: 1_686_125_350_111,
    durationInMs: 12,
    transactionId: null,
    ...(query.get('returnTotalResults') === 'true' ? { total: all.length } : {}),
    size: data.length,
    from,
  })
}

function failure(code: number, message: string): WorldAnswer {
  return json({ data: null, error: { code, message, instanceId: null } }, code)
}

function granted(form: URLSearchParams, tokens: Set<string>): WorldAnswer {
  if (form.get('grant_type') !== 'client_credentials') {
    return json({ error: 'unsupported_grant_type' }, 400)
  }
  const isRight =
    form.get('client_id') === login.clientId && form.get('client_secret') === login.clientSecret
  if (!isRight)
    return json({ error: 'unauthorized_client', error_description: 'Invalid client' }, 401)
  const access_token = `zqEbrainsToken${tokens.size}`
  tokens.add(access_token)
  return json({ access_token, expires_in: 300, token_type: 'Bearer', scope: 'profile' })
}

interface Query {
  '@context': { query: string }
  meta: { type: string; responseVocab?: string }
  structure: Property[]
}

type PathStep = string | { '@id': string; reverse?: boolean }

interface Property {
  propertyName: string
  path: PathStep | PathStep[]
  singleValue?: 'FIRST'
  structure?: Property[]
}

/** Properties as the query names them, each with what its path leads to; without an answer it is null or an empty list. */
function structured(
  graph: readonly Node[],
  node: Node,
  structure: readonly Property[],
  prefix: string,
): unknown {
  const entries = structure.map((property) => {
    const steps = Array.isArray(property.path) ? property.path : [property.path]
    const ends = steps.reduce<unknown[]>(
      (here, step) => here.flatMap((one) => follow(graph, one, step)),
      [node],
    )
    const values = property.structure
      ? ends.map((end) => structured(graph, end as Node, property.structure ?? [], prefix))
      : ends.map((end) => (isNode(end) ? { '@id': end['@id'] } : end))
    const name = property.propertyName.startsWith(prefix)
      ? property.propertyName.slice(prefix.length)
      : property.propertyName
    const isSingle =
      property.singleValue === 'FIRST' ||
      (steps.length === 1 && values.length <= 1 && !property.structure)
    return [name, isSingle ? (values[0] ?? null) : [...new Set(values)]]
  })
  return Object.fromEntries(entries)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && '@type' in value
}

function follow(graph: readonly Node[], from: unknown, step: PathStep): unknown[] {
  if (!isNode(from)) return []
  const key = typeof step === 'string' ? step : step['@id']
  if (typeof step === 'object' && step.reverse) {
    return graph.filter((node) => listed(node[key]).some((one) => idOf(one) === from['@id']))
  }
  return listed(from[key]).map(
    (value) => graph.find((node) => node['@id'] === idOf(value)) ?? value,
  )
}

function listed(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && '@id' in value ? value['@id'] : undefined
}
