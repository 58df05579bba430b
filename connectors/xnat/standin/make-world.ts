import { type Random, randomOf } from '#sdk/standin'
import { planted } from './planted.ts'
import { type ProjectPlan, projectPlans, type SessionPlan, sharePlans } from './sample.ts'
import { serverTime } from './times.ts'
import type { Demographics, Make, Project, Resource, Session, Subject, World } from './world.ts'

/** Where the clock of a fresh world stands: epoch milliseconds of its own time. */
const start = Date.UTC(2026, 2, 1, 10)
const day = 86_400_000

/** Letters before `_S00001` and `_E00001` at this site. */
export const site = 'NEURO'

/** The sample, and `extra` invented sessions in projects of their own. The same each time. */
export function makeWorld(extra: number): World {
  const world: World = {
    projects: new Map(),
    subjects: new Map(),
    sessions: new Map(),
    edited: new Map(),
    clock: start,
    accessions: 0,
  }
  for (const plan of projectPlans) {
    world.projects.set(plan.id, planned(plan))
    const own = Array.from({ length: plan.subjects }, (_, at) => {
      const label = plan.animals
        ? `mouse ${at + 1}`
        : `${plan.id.slice(0, 3)}${String(at + 1).padStart(3, '0')}`
      return addSubject(world, plan.id, label, plan.animals)
    })
    const sessions = plan.sessions.flatMap((one) =>
      new Array<SessionPlan>(one.times ?? 1).fill(one),
    )
    sessions.forEach((one, at) => {
      addSession(world, own[at % own.length] as Subject, one, at)
    })
  }
  for (const plan of sharePlans) addShare(world, plan)
  addBulk(world, extra)
  return world
}

function planned({ id, name, accessibility, ...rest }: Omit<ProjectPlan, 'sessions'>): Project {
  return {
    id,
    name,
    secondaryId: rest.secondaryId ?? id.toLowerCase().replace('_', ' '),
    description: rest.description === undefined ? `${name}: an invented study.` : rest.description,
    keywords: rest.keywords ?? null,
    aliases: rest.aliases ?? [],
    accessibility,
    pi: rest.pi ?? null,
    investigators: rest.others ? [{ first: 'Ignota', last: planted.investigator }] : [],
    inserted: '2019-03-05 16:46:37.103',
    resources: rest.resources ? [{ ...protocol }] : [],
  }
}

const protocol: Resource = {
  key: 7,
  label: 'protocols',
  format: 'PDF',
  content: null,
  fileCount: 2,
  fileSize: 310_244,
  files: 2,
  digests: true,
}

/** A time of some day so many days ago. */
function ago(random: Random, fewest: number, most: number, digits: number): string {
  const time = start - random.between(fewest, most) * day - random.between(0, day / 1000) * 1000
  return serverTime(time, digits)
}

function addSubject(world: World, project: string, label: string, animal = false): Subject {
  const n = world.subjects.size + 1
  const random = randomOf(1_000_000 + n)
  const id = `${site}_S${String(n).padStart(5, '0')}`
  const subject: Subject = {
    id,
    label,
    project,
    shares: [],
    group: random.pick([null, 'control', 'patient']),
    demographics: animal ? mouse : madeDemographics(random),
    inserted: ago(random, 100, 2000, random.between(1, 6)),
    modified: random.once(3) ? ago(random, 1, 99, 6) : null,
  }
  world.subjects.set(id, subject)
  return subject
}

const mouse: Demographics = {
  gender: null,
  age: null,
  yob: null,
  dob: null,
  handedness: null,
  species: 'Mus musculus',
}

/** One in four has an age, one a year of birth, one a birth date, and one nothing of these. */
function madeDemographics(random: Random): Demographics {
  const kind = random.between(1, 4)
  const yob = random.between(1935, 2001)
  return {
    gender: random.pick(['male', 'female', 'M', 'F', 'other', 'unknown', null]),
    age: kind === 1 ? random.between(19, 88) : null,
    yob: kind === 2 ? yob : null,
    dob: kind === 3 ? `${yob}-0${random.between(1, 9)}-${random.between(10, 28)}` : null,
    handedness: random.pick(['right', 'left', null]),
    species: null,
  }
}

const xsiTypes: Record<Make, string> = {
  MR: 'xnat:mrSessionData',
  PET: 'xnat:petSessionData',
  CT: 'xnat:ctSessionData',
  PETMR: 'xnat:petmrSessionData',
  EEG: 'xnat:eegSessionData',
  US: 'xnat:usSessionData',
  empty: 'xnat:mrSessionData',
}

const modalities: Record<Make, string> = {
  MR: 'MR',
  PET: 'PT',
  CT: 'CT',
  PETMR: 'PT',
  EEG: 'EEG',
  US: 'US',
  empty: 'MR',
}

/** The `at`-th session of a project; accession numbers are never given out twice. */
export function addSession(world: World, subject: Subject, plan: SessionPlan, at: number): Session {
  world.accessions += 1
  const n = world.accessions
  const random = randomOf(2_000_000 + n)
  const id = `${site}_E${String(n).padStart(5, '0')}`
  const { make, xsiType, modality, date } = plan
  const session: Session = {
    id,
    n,
    label: `${subject.label}_${make ?? 'visit'}${at + 1}`,
    project: subject.project,
    subject: subject.id,
    shares: [],
    xsiType: xsiType ?? (make === null ? 'clin:visitData' : xsiTypes[make]),
    make,
    modality: modality !== undefined ? modality : make === null ? null : modalities[make],
    date: date !== undefined ? date : ago(random, 200, 5000, 1).slice(0, 10),
    inserted: ago(random, 30, 199, random.between(1, 3)),
    modified: random.once(2) ? ago(random, 1, 29, 6) : null,
  }
  world.sessions.set(id, session)
  return session
}

/** Sharing a session takes its subject along. */
function addShare(world: World, { from, at, to, label }: (typeof sharePlans)[number]): void {
  const own = [...world.sessions.values()].filter((session) => session.project === from)
  const session = own[at] as Session
  session.shares.push({ project: to, label })
  const subject = world.subjects.get(session.subject) as Subject
  if (subject.shares.some(({ project }) => project === to)) return
  subject.shares.push({ project: to, label: label && `${label}_subject` })
}

const bulkProjects = 5

/** Invented sessions by the thousand: what a session holds is only made when somebody asks for it. */
function addBulk(world: World, count: number): void {
  const makes: Make[] = ['MR', 'MR', 'MR', 'PET', 'CT', 'PETMR']
  let subject: Subject | undefined
  for (let at = 0; at < count; at += 1) {
    const id = `BULK_${Math.floor((at * bulkProjects) / count) + 1}`
    if (!world.projects.has(id)) {
      const plan = {
        id,
        name: `Invented cohort ${id}`,
        accessibility: 'public',
        subjects: 0,
      } as const
      world.projects.set(id, planned(plan))
    }
    // Two sessions a subject.
    if (subject === undefined || at % 2 === 0 || subject.project !== id) {
      subject = addSubject(world, id, `B${at}`)
    }
    addSession(world, subject, { make: makes[at % makes.length] as Make }, at)
  }
}
