import { type Parameters, type Query, RmaError, readQuery, type ServiceCall } from './grammar.ts'
import { models, type Row, type World } from './models.ts'
import { served } from './noise.ts'
import { find, type Manners, run } from './query.ts'

export interface Reply {
  status: number
  json: unknown
}

/** Answers the addresses under `/api/v2` as the warehouse does. */
export function answer(
  world: World,
  manners: Manners & { refusalStatus: number },
  path: string,
  parameters: Parameters,
  turn: number,
): Reply | null {
  try {
    const graph = /^\/structure_graph_download\/(\d+)\.json$/.exec(path)
    if (graph !== null) return graphReply(world, Number(graph[1]), turn)
    if (path === '/data/enumerate.json') return { status: 200, json: schema() }
    const parts = /^\/data(?:\/(\w+))?\/(\w+)\.json$/.exec(path)
    if (parts === null) return null
    const [, model = null, leaf = ''] = parts
    if (leaf === 'query') {
      return queryReply(world, manners, readQuery(parameters, model), turn)
    }
    return model !== null && /^\d+$/.test(leaf)
      ? objectReply(world, model, Number(leaf), parameters, turn)
      : null
  } catch (thrown) {
    if (!(thrown instanceof RmaError)) throw thrown
    return refusal(thrown.message, manners.refusalStatus)
  }
}

/** What a query that went wrong looks like. */
export function refusal(message: string, status: number): Reply {
  return { status, json: { success: false, id: 0, msg: message } }
}

function queryReply(
  world: World,
  manners: Manners,
  query: Query | ServiceCall,
  turn: number,
): Reply {
  // A connected service with nothing to say has an object for `msg` and no total.
  if ('service' in query) {
    return { status: 200, json: { success: true, id: 0, start_row: 0, num_rows: 0, msg: {} } }
  }
  const { objects, numRows, totalRows } = run(world, query, manners, turn)
  const bare = query.options.only.length > 0
  const json = {
    success: true,
    id: 0,
    start_row: query.options.startRow,
    num_rows: numRows,
    ...(query.options.count ? { total_rows: totalRows } : {}),
    msg: objects.map((object) => served(query.model, object, turn, bare)),
  }
  return { status: 200, json }
}

function objectReply(
  world: World,
  model: string,
  id: number,
  parameters: Parameters,
  turn: number,
): Reply {
  const query = readQuery({ include: parameters.include ?? '' }, model)
  if ('service' in query) throw new RmaError('no model was given')
  const found = find(world, model, id, query.include, turn)
  const objects = found?.objects.map((object) => served(model, object, turn, false)) ?? []
  const rows = { num_rows: found?.numRows ?? 0, total_rows: found?.totalRows ?? 0 }
  return { status: 200, json: { success: true, id: 0, start_row: 0, ...rows, msg: objects } }
}

/** The structures of a graph, nested from its root. */
function graphReply(world: World, graph: number, turn: number): Reply {
  const rows = world.rows.Structure?.values().filter((row) => row.graph_id === graph) ?? []
  const children = Map.groupBy(rows, (row) => row.parent_structure_id)
  const nested = (row: Row): Record<string, unknown> => ({
    ...served('Structure', row, turn, false),
    children: (children.get(row.id) ?? []).map(nested),
  })
  const roots = (children.get(null) ?? []).map(nested)
  const rest = { start_row: 0, num_rows: roots.length, total_rows: roots.length }
  return { status: 200, json: { success: true, id: 0, ...rest, msg: roots } }
}

function schema(): unknown {
  const msg = Object.entries(models).map(([name, { table, associations }]) => ({
    DataDescription: {
      [name]: {
        table,
        associations: Object.entries(associations).map(([key, { to }]) => ({
          name: key,
          class: to,
        })),
      },
    },
  }))
  return { success: true, id: 0, msg }
}
