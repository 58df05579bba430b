import { catalogReply, fileReply, filesReply, resourcesReply } from './files.ts'
import { findProject } from './find.ts'
import { itemReply, projectItem } from './items.ts'
import { listExperiments, listProjectSubjects, listSubjects } from './lists.ts'
import { type Owner, placedBelow, placedIn } from './owners.ts'
import { type Reply, restletPage } from './pages.ts'
import type { Asked } from './site.ts'
import { accessible, assessors, experiment, experiments, scan, scans, subject } from './things.ts'

type Handler = (asked: Asked) => Reply

const notFound = (message?: string) => restletPage(404, message)

/** Addresses below `/data` by shape: every second part is an id. */
export const routes = new Map<string, Handler>([
  ['projects', accessible],
  [
    'projects/:project',
    withProject((asked, project) => itemReply(asked, projectItem(asked.site, project))),
  ],
  [
    'projects/:project/accessibility',
    withProject((_, project) => ({
      body: project.accessibility,
      type: 'text/plain;charset=ISO-8859-1',
    })),
  ],
  ['subjects', listSubjects],
  ['projects/:project/subjects', withProject(listProjectSubjects)],
  ['experiments', listExperiments],
  ['projects/:project/experiments', experiments],
  ['projects/:project/subjects/:subject/experiments', experiments],
  ['subjects/:subject', subject],
  ['projects/:project/subjects/:subject', subject],
  ...session('', experiment),
  ...assessed('/scans', scans),
  ...assessed('/scans/:scan', scan),
  ...assessed('/assessors', assessors),
  ...assessed('/assessors/:assessor', assessors),
  ...owners().flatMap(resourceRoutes),
])

/** The three addresses of a session. */
function session(rest: string, handler: Handler): [string, Handler][] {
  return [[`projects/:project/experiments/:experiment${rest}`, handler], ...assessed(rest, handler)]
}

/** The two that go on below it: there is none by project and session alone. */
function assessed(rest: string, handler: Handler): [string, Handler][] {
  const paths = [
    'experiments/:experiment',
    'projects/:project/subjects/:subject/experiments/:experiment',
  ]
  return paths.map((path) => [`${path}${rest}`, handler])
}

function owners(): { path: string; owner: Owner; files: boolean }[] {
  const found: { path: string; owner: Owner; files: boolean }[] = [
    { path: 'projects/:project', owner: 'project', files: true },
    { path: 'subjects/:subject', owner: 'subject', files: true },
    { path: 'projects/:project/subjects/:subject', owner: 'subject', files: true },
    { path: 'projects/:project/experiments/:experiment', owner: 'session', files: false },
  ]
  for (const [path] of assessed('', experiment)) {
    found.push({ path, owner: 'session', files: true })
    found.push({ path: `${path}/scans/:scan`, owner: 'scans', files: true })
    found.push({ path: `${path}/assessors/:assessor`, owner: 'assessors', files: true })
  }
  return found
}

function resourceRoutes({
  path,
  owner,
  files,
}: ReturnType<typeof owners>[number]): [string, Handler][] {
  const all: [string, Handler][] = [
    [`${path}/resources`, (asked) => below(asked, owner, (list) => resourcesReply(asked, list))],
    [`${path}/resources/:resource`, (asked) => within(asked, owner, catalogReply)],
    [
      `${path}/resources/:resource/files`,
      (asked) => within(asked, owner, (list) => filesReply(asked, list)),
    ],
    [
      `${path}/resources/:resource/files/:file`,
      (asked) => within(asked, owner, (list) => fileReply(list, asked.params.file ?? '')),
    ],
  ]
  if (files) {
    all.push([`${path}/files`, (asked) => below(asked, owner, (list) => filesReply(asked, list))])
  }
  return all
}

type Places = NonNullable<ReturnType<typeof placedBelow>>

function below(asked: Asked, owner: Owner, reply: (list: Places) => Reply): Reply {
  const list = placedBelow(asked, owner)
  return list === null ? notFound() : reply(list)
}

function within(asked: Asked, owner: Owner, reply: (list: Places) => Reply): Reply {
  const list = placedIn(asked, owner)
  return list === null || list.length === 0
    ? notFound('Unable to find the specified resource.')
    : reply(list)
}

function withProject(
  handler: (asked: Asked, project: NonNullable<ReturnType<typeof findProject>>) => Reply,
): Handler {
  return (asked) => {
    const name = asked.params.project ?? ''
    const project = findProject(asked, name)
    return project === null
      ? notFound(`Could not find the project with ID '${name}'`)
      : handler(asked, project)
  }
}

export interface Found {
  /** The shape of the address, for those who count requests. */
  route: string
  handler: Handler
  params: Record<string, string>
}

const shapes = new Map([...routes.keys()].map((route) => [route.replace(/:\w+/g, ':'), route]))

/** Null where no resource lives. */
export function findRoute(path: string): Found | null {
  if (/%(?![\da-f]{2})/i.test(path)) return null
  const parts = path.split('/').map(decodeURIComponent)
  const files = parts.findIndex((part, at) => at % 2 === 0 && part === 'files')
  // All that stands behind `files` is the path of one file.
  const ids =
    files < 0 || files === parts.length - 1
      ? parts
      : [...parts.slice(0, files + 1), parts.slice(files + 1).join('/')]
  const route = shapes.get(ids.map((part, at) => (at % 2 === 1 ? ':' : part)).join('/'))
  const handler = route === undefined ? undefined : routes.get(route)
  if (route === undefined || handler === undefined) return null
  const names = route
    .split('/')
    .flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), ids[at] ?? '']] : []))
  return { route, handler, params: Object.fromEntries(names) }
}
