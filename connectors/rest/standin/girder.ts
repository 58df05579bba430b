import { type SampleFolder, type SampleItem, collections as sample } from '../sample/girder.ts'
import {
  json,
  numberIn,
  repeated,
  type World,
  type WorldAnswer,
  type WorldRequest,
} from './world.ts'

/*
 * Girder's API after its source (girder/girder): plain lists by limit and offset, 50 rows where none is asked for and all for
 * a limit of 0, login by HTTP Basic for a token that goes in a header of its own, 401 for a stranger and 403 for a user.
 */

const root = '/api/v1'
const login = { user: 'harvester', password: 'zq-girder-word' }
const creator = '5fzqcreatorzq000000000ab'
const times = {
  created: '2021-02-03T04:05:06.789000+00:00',
  updated: '2022-03-04T05:06:07.891000+00:00',
}

/** A folder with what is above it. */
interface Placed {
  folder: SampleFolder
  parentType: 'collection' | 'folder'
  parentId: string
}

function below(above: SampleFolder, parentType: Placed['parentType']): Placed[] {
  return above.folders.flatMap((folder) => [
    { folder, parentType, parentId: above._id },
    ...below(folder, 'folder'),
  ])
}

/**
 * Its tokens are those of this world: it forgets them with itself.
 *
 * @param times How often the sample is in it.
 */
export function createGirder(times = 1): World {
  const collections = repeated(sample, times, renamed)
  let allFolders: readonly Placed[] = []
  let items: { placed: Placed; item: SampleItem }[] = []
  place()

  /** What is where; anew after a change. */
  function place(): void {
    allFolders = collections.flatMap((one) => below(one, 'collection'))
    items = allFolders.flatMap((placed) => placed.folder.items.map((item) => ({ placed, item })))
  }

  const tokens = new Set<string>()
  /** Items that were changed since. */
  const touched = new Set<string>()

  function answer({ method, path, query, headers }: WorldRequest): WorldAnswer | null {
    if (method !== 'GET') return refusal(405, `No matching route for "${method}"`)
    const steps = path.slice(root.length + 1).split('/')
    const [top, id, what] = steps
    if (!path.startsWith(`${root}/`)) return null
    if (top === 'user' && id === 'authentication') return loggedIn(headers.authorization, tokens)
    const sees = tokens.has(headers['girder-token'] ?? '')
    const mayRead = (one: SampleFolder) => one.public || sees
    if (top === 'collection' && id === undefined) {
      return page(collections.filter(mayRead).map(collectionRow), query)
    }
    if (top === 'folder' && id === undefined) {
      const [type, parent] = [query.get('parentType'), query.get('parentId')]
      if (type === null || parent === null) return refusal(400, 'Invalid search mode.')
      const above = [...collections, ...allFolders.map(({ folder }) => folder)].find(
        (one) => one._id === parent,
      )
      if (above === undefined) return refusal(400, `Invalid ${type} id (${parent}).`)
      if (!mayRead(above)) return denied(sees)
      const rows = allFolders.filter((one) => one.parentId === parent && one.parentType === type)
      return page(rows.filter(({ folder }) => mayRead(folder)).map(folderRow), query)
    }
    if (top === 'item' && id === undefined) {
      const placed = allFolders.find(({ folder }) => folder._id === query.get('folderId'))
      if (placed === undefined) return refusal(400, 'Invalid search mode.')
      if (!mayRead(placed.folder)) return denied(sees)
      return page(
        placed.folder.items.map((item) => itemRow(item, placed.folder, touched.has(item._id))),
        query,
      )
    }
    if (top === 'item' && what === 'files') {
      const found = items.find(({ item }) => item._id === id)
      if (found === undefined) return refusal(400, `Invalid item id (${id}).`)
      const { placed, item } = found
      if (!mayRead(placed.folder)) return denied(sees)
      return page(
        item.files.map((file) => fileRow(file, item)),
        query,
      )
    }
    return refusal(404, 'No matching route.')
  }

  const folders = allFolders.map(({ folder }) => folder)
  return {
    basePath: root,
    credentials: login,
    ids: [
      ...collections.map(({ _id }) => `collection:${_id}`),
      ...folders.map(({ _id }) => `folder:${_id}`),
      ...folders.flatMap(({ items }) => items.map(({ _id }) => `item:${_id}`)),
    ],
    planted: [creator, 'zq.girder@example.org', 'Zqgiven', login.password],
    paging: ['offset'],
    isListOfIds: ({ path }) => path === `${root}/item` || path === `${root}/user/authentication`,
    empty: (body) => (Array.isArray(body) ? [] : body),
    evolve() {
      const first = items.find(({ placed }) => placed.folder.items.length > 1)
      if (first === undefined) throw new Error('the sample is too small')
      first.item.name += ', anew'
      touched.add(first.item._id)
      const { items: own } = first.placed.folder
      const last = own.pop() as SampleItem
      own.push(anew(last, 99))
      place()
    },
    answer,
  }
}

/** A folder under ids of its own, with all below it. */
function renamed(folder: SampleFolder, nth: number): SampleFolder {
  return {
    ...folder,
    _id: idOf(folder._id, nth),
    folders: folder.folders.map((one) => renamed(one, nth)),
    items: folder.items.map((item) => anew(item, nth)),
  }
}

function anew(item: SampleItem, nth: number): SampleItem {
  const files = item.files.map((file) => ({ ...file, _id: idOf(file._id, nth) }))
  return { ...item, _id: idOf(item._id, nth), files }
}

/** As long as the id that it is made of. */
function idOf(id: string, nth: number): string {
  return `${id.slice(0, 2)}${String(nth).padStart(2, '0')}${id.slice(4)}`
}

function refusal(status: number, message: string): WorldAnswer {
  return json({ message, type: status === 401 || status === 403 ? 'access' : 'rest' }, status)
}

function denied(isUser: boolean): WorldAnswer {
  return isUser ? refusal(403, 'Read access denied.') : refusal(401, 'You must be logged in.')
}

function loggedIn(authorization: string | undefined, tokens: Set<string>): WorldAnswer {
  const wanted = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  if (authorization !== wanted) return refusal(401, 'Login failed.')
  const token = `zqGirderToken${tokens.size}`
  tokens.add(token)
  return json({
    user: { _id: creator, login: login.user, firstName: 'Zqgiven', email: 'zq.girder@example.org' },
    authToken: { token, expires: '2030-01-01T00:00:00+00:00', scope: ['core.data.read'] },
    message: 'Login succeeded.',
  })
}

function page(rows: readonly { _id: string }[], query: URLSearchParams): WorldAnswer {
  const limit = numberIn(query, 'limit', 50)
  const offset = numberIn(query, 'offset', 0)
  const sorted =
    query.get('sort') === '_id' ? rows.toSorted((a, b) => (a._id < b._id ? -1 : 1)) : rows
  return json(sorted.slice(offset, limit === 0 ? undefined : offset + limit))
}

function collectionRow({ _id, name, description, public: isPublic }: SampleFolder) {
  const own = { _id, _modelType: 'collection', name, description, public: isPublic }
  return { ...own, publicFlags: [], ...times, size: 1, meta: {}, _accessLevel: 0 }
}

function folderRow({ folder, parentType, parentId }: Placed) {
  return {
    ...collectionRow(folder),
    _modelType: 'folder',
    parentId,
    parentCollection: parentType,
    creatorId: creator,
  }
}

function itemRow(
  { _id, name, description, meta, files }: SampleItem,
  folder: SampleFolder,
  isTouched: boolean,
) {
  return {
    _id,
    _modelType: 'item',
    name,
    description,
    meta,
    folderId: folder._id,
    creatorId: creator,
    size: files.reduce((sum, { size }) => sum + size, 0),
    ...times,
    ...(isTouched ? { updated: '2026-01-02T03:04:05.678000+00:00' } : {}),
    baseParentType: 'collection',
  }
}

function fileRow({ _id, name, size, mimeType }: SampleItem['files'][number], item: SampleItem) {
  const exts = name.split('.').slice(1)
  return {
    _id,
    _modelType: 'file',
    itemId: item._id,
    name,
    size,
    mimeType,
    exts,
    creatorId: creator,
    created: times.created,
  }
}
