import { contentOf, scannerOf, studyUid } from './content.ts'
import type { Personal } from './personal.ts'
import type { Assessor, Project, Scan, Session, Subject, World } from './world.ts'

export type Cell = string | number | null
/** Values of a row by the lower-case field of its schema, without the type before it. */
export type Fields = Record<string, Cell>

function lowerCase(fields: Record<string, Cell>): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, cell]) => [key.toLowerCase(), cell]))
}

export function sessionFields(session: Session, personal: Personal, milliseconds: boolean): Fields {
  const imaging = session.make !== null
  const scanner = scannerOf(session)
  return {
    ...lowerCase(personal.session(session)),
    id: session.id,
    label: session.label,
    project: session.project,
    date: session.date,
    time: imaging ? `09:12:06${milliseconds ? '.000' : ''}` : null,
    subject_id: session.subject,
    age: ageAt(session),
    'extension_item/element_name': session.xsiType,
    'meta/insert_date': session.inserted,
    'meta/insert_user/login': personal.insertUser,
    'meta/last_modified': session.modified,
    scanner: imaging ? scanner.station : null,
    'scanner/manufacturer': imaging ? scanner.manufacturer : null,
    'scanner/model': imaging ? scanner.model : null,
    modality: session.modality,
    uid: imaging ? studyUid(session) : null,
    fieldstrength: strengthOf(session),
    session_type: session.make === 'MR' ? 'head^DHead' : null,
    coil: null,
    visit_id: session.make === null ? 'baseline' : null,
    visit: null,
    protocol: null,
    'tracer/name': /^PET/.test(session.make ?? '') ? 'FDG' : null,
  }
}

/** Years; one session in four has it. */
export function ageAt({ n }: Session): number | null {
  return n % 4 === 0 ? 20 + (n % 60) : null
}

/** Of one in five MR sessions it is not known. */
export function strengthOf(session: Session): string | null {
  const magnetic = session.make === 'MR' || session.make === 'PETMR'
  return magnetic && session.n % 5 !== 3 ? scannerOf(session).tesla : null
}

export function assessorFields(assessor: Assessor, session: Session, personal: Personal): Fields {
  return {
    id: assessor.id,
    label: assessor.label,
    project: session.project,
    date: assessor.date,
    note: personal.note,
    imagesession_id: session.id,
    'extension_item/element_name': assessor.xsiType,
    'meta/insert_date': assessor.inserted,
    'meta/insert_user/login': personal.insertUser,
    'meta/last_modified': null,
  }
}

const demographics = 'demographics[@xsi:type=xnat:demographicdata]'

export function subjectFields(subject: Subject, personal: Personal): Fields {
  const { dob, src, ...private_ } = personal.subject(subject)
  const { gender, age, yob, handedness, species } = subject.demographics
  // Animals are described by another type, which these columns do not reach.
  const described =
    species === null
      ? {
          gender,
          age,
          yob,
          handedness,
          dob: dob ?? subject.demographics.dob,
          ses: null,
          ...private_,
        }
      : {}
  return {
    ...lowerCase(private_),
    id: subject.id,
    label: subject.label,
    project: subject.project,
    group: subject.group,
    src: src ?? null,
    'meta/insert_date': subject.inserted,
    'meta/insert_user/login': personal.insertUser,
    'meta/last_modified': subject.modified,
    ...Object.fromEntries(
      Object.entries(lowerCase(described)).map(([key, cell]) => [`${demographics}/${key}`, cell]),
    ),
  }
}

export function scanFields(
  scan: Scan,
  session: Session,
  personal: Personal,
  milliseconds: boolean,
): Fields {
  return {
    xnat_imagescandata_id: scan.key,
    id: scan.id,
    image_session_id: session.id,
    type: scan.type,
    uid: scan.uid,
    note: personal.note,
    quality: scan.quality,
    condition: null,
    series_description: scan.series,
    documentation: null,
    scanner: scannerOf(session).station,
    modality: scan.modality,
    frames: scan.frames,
    starttime: `${scan.startTime}${milliseconds ? '.000' : ''}`,
    coil: null,
    fieldstrength: scan.fieldStrength,
    operator: personal.session(session).operator ?? null,
    'extension_item/element_name': scan.xsiType,
    'meta/insert_date': session.inserted,
    'meta/insert_user/login': personal.insertUser,
    'meta/last_modified': session.modified,
    ...lowerCase(scan.parameters),
  }
}

export function projectFields(project: Project): Fields {
  return {
    id: project.id,
    secondary_id: project.secondaryId,
    name: project.name,
    description: project.description,
    keywords: project.keywords,
    'aliases/alias/alias': project.aliases[0] ?? null,
    'pi/firstname': project.pi?.first ?? null,
    'pi/lastname': project.pi?.last ?? null,
    'fields/field[name=note]/field': null,
  }
}

/** Scans of a session in the order in which the database gives them: that of their keys in no session of many. */
export function scansOf(world: World, session: Session): Scan[] {
  const { scans } = contentOf(world, session)
  return session.n % 3 === 0 ? scans.toReversed() : scans
}
