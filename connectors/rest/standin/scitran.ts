import { createHash } from 'node:crypto'
import {
  type SampleAcquisition,
  type SampleContainer,
  type SampleProject,
  type SampleSession,
  projects as sample,
} from '../sample/scitran.ts'
import { json, repeated, type World, type WorldAnswer, type WorldRequest } from './world.ts'

/*
 * SciTran's core after its source (scitran/core): whole lists of containers, without pages; what is public for everybody and
 * the rest for whoever has a key; personal fields of subjects left out of lists, permissions with people's addresses not.
 */

const root = '/api'
const key = 'zqScitranKey'
const address = 'zq.admin@example.org'
const created = '2016-09-21T14:56:10.026000+00:00'
const modified = '2016-09-22T21:51:53.151000+00:00'

/** @param times How often the sample is in it. */
export function createScitran(times = 1): World {
  const projects = repeated(sample, times, (project, nth) => ({
    ...project,
    _id: idOf(project._id, nth),
    sessions: project.sessions.map((session) => renamed(session, nth)),
  }))
  return {
    basePath: root,
    credentials: { key },
    ids: projects.flatMap((project) => [
      `project:${project._id}`,
      ...project.sessions.flatMap((session) => [
        `session:${session._id}`,
        ...session.acquisitions.map(({ _id }) => `acquisition:${_id}`),
      ]),
    ]),
    planted: [address, 'zqcode-control_1', 'Zqimporter'],
    paging: [],
    isListOfIds: () => false,
    empty: (body) => (Array.isArray(body) ? [] : body),
    evolve() {
      const [sessions] = projects.map((project) => project.sessions)
      const [first] = sessions ?? []
      const last = sessions?.pop()
      if (first === undefined || last === undefined) throw new Error('the sample is too small')
      first.label += ', anew'
      sessions?.push(renamed(last, 99))
    },
    answer: (request) => answer(request, projects),
  }
}

/** A session under ids of its own, with all below it. */
function renamed(session: SampleSession, nth: number): SampleSession {
  const acquisitions = session.acquisitions.map((one) => ({ ...one, _id: idOf(one._id, nth) }))
  return { ...session, _id: idOf(session._id, nth), acquisitions }
}

/** As long as the id that it is made of. */
function idOf(id: string, nth: number): string {
  return `${id.slice(0, -9)}${String(nth).padStart(2, '0')}${id.slice(-7)}`
}

function answer(
  { method, path, headers }: WorldRequest,
  projects: readonly SampleProject[],
): WorldAnswer | null {
  if (!path.startsWith(`${root}/`)) return null
  if (method !== 'GET') return failure(405, 'The method is not allowed for this resource.')
  const sent = headers.authorization
  if (sent !== undefined && sent !== `scitran-user ${key}`) return failure(401, 'Invalid API key')
  const mayRead = (one: SampleContainer) => one.public || sent !== undefined
  const [top, id, what] = path.slice(root.length + 1).split('/')
  if (top === 'projects' && id === undefined) {
    return json(
      projects
        .filter(mayRead)
        .map((one) => ({ ...container(one), group: one.group, ...stated(one.description) })),
    )
  }
  if (id !== undefined && !/^[0-9a-f]{24}$/.test(id)) return failure(400, 'not a valid object id')
  if (top === 'projects' && what === 'sessions') {
    const sessions = projects.filter(({ _id }) => _id === id).flatMap((one) => one.sessions)
    return json(
      sessions.filter(mayRead).map((one) => ({
        ...container(one),
        group: 'scitran',
        project: id,
        subject: { code: one.code, _id: '57e01cccb1dc04000fb83f02' },
      })),
    )
  }
  if (top === 'sessions' && what === 'acquisitions') {
    const sessions = projects.flatMap((one) => one.sessions).filter(({ _id }) => _id === id)
    const acquisitions = sessions.flatMap((one) => one.acquisitions)
    return json(
      acquisitions.filter(mayRead).map((one) => ({
        ...container(one),
        session: id,
        timestamp: '2016-09-21T19:24:45.539570+00:00',
        files: one.files.map((file) => fileRow(file, one)),
      })),
    )
  }
  return failure(404, 'The resource could not be found.')
}

function failure(status: number, message: string): WorldAnswer {
  return json({ status_code: status, message, request_id: '1474480000-zq' }, status)
}

function container({ _id, label, public: isPublic }: SampleContainer) {
  const permissions = [{ access: 'admin', _id: address }]
  return { _id, label, public: isPublic, created, modified, permissions }
}

function stated(description: string | null) {
  return description === null ? {} : { description }
}

function fileRow(
  file: SampleAcquisition['files'][number],
  { measurement, _id }: SampleAcquisition,
) {
  return {
    origin: { method: 'importer', type: 'device', id: 'zq', name: 'Zqimporter' },
    mimetype: file.name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream',
    measurements: measurement === null ? [] : [measurement],
    hash: `v0-sha384-${createHash('sha384')
      .update(_id + file.name)
      .digest('hex')}`,
    name: file.name,
    tags: [],
    created,
    modified,
    modality: file.modality,
    info: {},
    type: file.type,
    size: file.size,
  }
}
