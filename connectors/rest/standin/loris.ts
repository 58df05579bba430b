import { type SampleImage, type SampleProject, projects as sample } from '../sample/loris.ts'
import { json, repeated, type World, type WorldAnswer, type WorldRequest } from './world.ts'

/*
 * LORIS after its source (aces/Loris, modules/api): a login for a token (JWT) that lasts a day, projects by name, all images
 * of a project at once, links below the root of the API, dates in ISO 8601 with an offset, and `since`. Sends what it has of
 * people, as the real one does.
 */

const root = '/api/v0.0.4-dev'
const login = { user: 'harvester', password: 'zq-loris-word' }

/** When what is added was added: after any harvest of before, and the same in every world. */
const later = new Date(Date.now() + 3_600_000).toISOString()

/** @param times How often the sample is in it. */
export function createLoris(times = 1): World {
  const projects = repeated(sample, times, ({ name, images }, nth) => ({
    name: `${name} ${nth}`,
    images: images.map((one) => ({ ...one, candidate: `${nth}${one.candidate}` })),
  }))
  const tokens = new Set<string>()
  return {
    basePath: root,
    credentials: login,
    ids: projects.flatMap((project) => [
      `project:${project.name}`,
      ...project.images.map((one) => `image:${linkOf(one)}`),
    ]),
    planted: ['ZQS001', '1987-06-05', 'ZQSERIAL', login.password],
    paging: [],
    isListOfIds: ({ path }) => path.endsWith('/images'),
    empty: (body) =>
      typeof body === 'object' && body !== null && 'Images' in body
        ? { Images: [] }
        : typeof body === 'object' && body !== null && 'Projects' in body
          ? { Projects: [] }
          : body,
    evolve() {
      const [images] = projects.map((project) => project.images)
      const first = images?.find(({ headers }) => headers !== null)
      if (images === undefined || first === undefined) throw new Error('the sample is too small')
      first.quality = first.quality === 'Pass' ? 'Fail' : 'Pass'
      const last = images.pop() as SampleImage
      images.push({ ...last, candidate: '399999', inserted: later })
    },
    answer: (request) => answer(request, tokens, projects),
  }
}

function answer(
  { method, path, query, headers, body }: WorldRequest,
  tokens: Set<string>,
  projects: readonly SampleProject[],
): WorldAnswer | null {
  if (!path.startsWith(`${root}/`)) return null
  const steps = path
    .slice(root.length + 1)
    .split('/')
    .map(decodeURIComponent)
  const [top, name, what] = steps
  if (top === 'login') return method === 'POST' ? loggedIn(body, tokens) : notAllowed()
  if (method !== 'GET') return notAllowed()
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (token === undefined || !tokens.has(token)) {
    return json({ error: 'User not authenticated' }, 401)
  }
  if (top === 'projects' && name === undefined) return json(projectList(projects))
  const project = projects.find((one) => one.name === name)
  if (top === 'projects') {
    if (project === undefined) return json({ error: 'Not Found' }, 404)
    return what === 'images' ? images(project, query.get('since')) : json(meta(project))
  }
  if (top === 'candidates' && steps[3] === 'images' && steps[5] === 'headers') {
    return imageHeaders(projects, `/${steps.slice(0, 5).join('/')}`)
  }
  return json({ error: 'Not Found' }, 404)
}

function notAllowed(): WorldAnswer {
  return { status: 405, headers: { allow: 'GET' }, json: { error: 'Method not allowed' } }
}

function loggedIn(body: Buffer, tokens: Set<string>): WorldAnswer {
  let sent: Record<string, unknown> = {}
  try {
    sent = Object(JSON.parse(body.toString()))
  } catch {
    // What is no JSON has neither name nor password.
  }
  if (sent.username === undefined || sent.password === undefined) {
    return json({ error: 'Missing username or password' }, 400)
  }
  if (sent.username !== login.user || sent.password !== login.password) {
    return json({ error: 'Incorrect username or password' }, 401)
  }
  const token = `zqhead.zqpayload${tokens.size}.zqsignature`
  tokens.add(token)
  return json({ token })
}

function projectList(projects: readonly SampleProject[]) {
  const settings = { useEDC: false, PSCID: { Type: 'prompt', Regex: '/^ZQS[0-9]{3}$/' } }
  return { Projects: Object.fromEntries(projects.map(({ name }) => [name, settings])) }
}

function meta({ name, images }: SampleProject) {
  return { Meta: { Project: name }, Candidates: images.map(({ candidate }) => candidate) }
}

function images(project: SampleProject, since: string | null): WorldAnswer {
  const from = Date.parse(since ?? '1970-01-01')
  if (Number.isNaN(from)) return json({ error: 'Failed to parse time string' }, 400)
  const rows = project.images
    .filter(({ inserted }) => Date.parse(inserted) >= from)
    .map((one) => ({
      Candidate: one.candidate,
      PSCID: one.label,
      Visit: one.visit,
      Visit_date: '2016-08-09',
      DoB: '1987-06-05',
      Site: one.site,
      InsertTime: one.inserted,
      ScanType: one.scan,
      QC_status: one.quality,
      Selected: null,
      Link: linkOf(one),
    }))
  return json({ Images: rows })
}

function linkOf({ candidate, visit, scan }: SampleImage): string {
  return `/candidates/${candidate}/${visit}/images/demo_${candidate}_${visit}_${scan}_001.mnc`
}

function imageHeaders(projects: readonly SampleProject[], link: string): WorldAnswer {
  const image = projects.flatMap((project) => project.images).find((one) => linkOf(one) === link)
  if (image?.headers == null) return json({ error: 'Not Found' }, 404)
  const { field, steps } = image.headers
  const [x, y, z] = steps.map((StepSize) => ({ Length: '181', StepSize }))
  return json({
    Meta: { CandID: image.candidate, Visit: image.visit, File: link.split('/').at(-1) },
    Physical: { TE: '0.00298', TR: '2.3', TI: '0.9', SliceThickness: steps[2] },
    Description: { SeriesName: image.scan, SeriesDescription: image.scan },
    Dimensions: { XSpace: x, YSpace: y, ZSpace: z },
    ScannerInfo: { Manufacturer: 'SIEMENS', SerialNumber: 'ZQSERIAL', FieldStrength: field },
  })
}
