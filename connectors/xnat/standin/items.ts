import { type Reader, readsSession, readsType } from './accounts.ts'
import { contentOf, scannerOf, studyUid } from './content.ts'
import { escaped, jsonType } from './envelope.ts'
import { ageAt, scansOf, strengthOf } from './fields.ts'
import { type Item, item } from './item.ts'
import { type Reply, reportPage } from './pages.ts'
import { type Personal, personalOf } from './personal.ts'
import { planted } from './planted.ts'
import type { Asked, Site } from './site.ts'
import type { Assessor, Project, Resource, Scan, Session, Subject } from './world.ts'

/** A single thing as what `format` says; without it, a page for people. */
export function itemReply({ query }: Asked, made: Item): Reply {
  const format = query.get('format')
  if (format === 'json') return { json: { items: [made] }, type: jsonType }
  const title = escaped(String(made.data_fields.label ?? made.data_fields.ID ?? ''))
  if (format !== 'xml') return reportPage(title)
  const name = String(made.meta['xsi:type']).replace(/^.*:/, '').replace(/Data$/, '')
  return {
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<xnat:${name} label="${title}"/>\n`,
    type: 'text/xml;charset=UTF-8',
  }
}

/** A whole session: its own fields, scans with their resources, resources, what was derived, custom fields. */
export function sessionItem(site: Site, reader: Reader, session: Session): Item {
  const personal = personalOf(site.quirks.plants)
  const content = contentOf(site.world, session)
  const imaging = session.make !== null
  const scanner = scannerOf(session)
  const folder = folderOf(site, session)
  const readable = content.assessors.filter(({ xsiType }) =>
    readsType(site.world, reader, session.project, xsiType),
  )
  return item(
    session.xsiType,
    session.inserted,
    {
      ...personal.session(session),
      ID: session.id,
      id: session.id,
      label: session.label,
      project: session.project,
      subject_ID: session.subject,
      date: session.date,
      age: ageAt(session),
      ...(imaging
        ? {
            time: site.quirks.milliseconds ? '09:12:06.000' : '09:12:06',
            modality: session.modality,
            UID: studyUid(session),
            scanner: scanner.station,
            'scanner/manufacturer': scanner.manufacturer,
            'scanner/model': scanner.model,
            fieldStrength: strengthOf(session),
            session_type: session.make === 'MR' ? 'head^DHead' : null,
            acquisition_site: 'Hospital',
            study_id: String(session.n),
          }
        : { visit_id: 'baseline' }),
    },
    {
      'sharing/share': session.shares.map(({ project, label }) =>
        item('xnat:experimentData_share', session.inserted, { project, label }),
      ),
      'resources/resource': content.resources.map((one) => resourceItem(session, one, folder)),
      'fields/field': personal.note === null ? [] : [customField(session, personal)],
      'scans/scan': scansOf(site.world, session).map((scan) =>
        scanItem(site, session, scan, personal, folder),
      ),
      'assessors/assessor': readable.map((one) => assessorItem(session, one, personal, folder)),
    },
  )
}

/** Where the files of a session lie on the server. */
function folderOf({ quirks }: Site, { project, label }: Session): string {
  return `${quirks.plants ? planted.archivePath : '/archive'}/${project}/arc001/${label}`
}

function customField({ inserted }: Session | Subject, personal: Personal): Item {
  return item('xnat:experimentData_field', inserted, {
    name: 'referring_physician',
    field: `${planted.physician} ${planted.variable} ${personal.note}`,
  })
}

function scanItem(
  site: Site,
  session: Session,
  scan: Scan,
  personal: Personal,
  folder: string,
): Item {
  const scanner = scannerOf(session)
  const resources = scan.resources.map((one) =>
    resourceItem(session, one, `${folder}/SCANS/${scan.id}`),
  )
  return item(
    scan.xsiType,
    session.inserted,
    {
      ID: scan.id,
      xnat_imagescandata_id: scan.key,
      image_session_ID: session.id,
      type: scan.type,
      series_description: scan.series,
      quality: scan.quality,
      modality: scan.modality,
      UID: scan.uid,
      note: personal.note,
      operator: personal.session(session).operator ?? null,
      frames: scan.frames,
      fieldStrength: scan.fieldStrength,
      startTime: `${scan.startTime}${site.quirks.milliseconds ? '.000' : ''}`,
      scanner: scanner.station,
      'scanner/manufacturer': scanner.manufacturer,
      'scanner/model': scanner.model,
      ...scan.parameters,
    },
    { file: resources },
  )
}

function resourceItem({ inserted }: Session, resource: Resource, folder: string): Item {
  const name = resource.label ?? String(resource.key)
  return item('xnat:resourceCatalog', inserted, {
    xnat_abstractresource_id: resource.key,
    label: resource.label,
    format: resource.format,
    content: resource.content,
    file_count: resource.fileCount,
    file_size: resource.fileSize,
    // Where the catalog lies on the server.
    URI: `${folder}/${name}/${name}_catalog.xml`,
  })
}

function assessorItem(
  session: Session,
  assessor: Assessor,
  personal: Personal,
  folder: string,
): Item {
  const path = `${folder}/ASSESSORS/${assessor.label}`
  return item(
    assessor.xsiType,
    assessor.inserted,
    {
      ID: assessor.id,
      id: assessor.id,
      label: assessor.label,
      project: session.project,
      imageSession_ID: session.id,
      date: assessor.date,
      note: personal.note,
    },
    { 'out/file': assessor.resources.map((one) => resourceItem(session, one, path)) },
  )
}

export function assessorAsItem(site: Site, session: Session, assessor: Assessor): Item {
  return assessorItem(session, assessor, personalOf(site.quirks.plants), folderOf(site, session))
}

export function scanAsItem(site: Site, session: Session, scan: Scan): Item {
  return scanItem(site, session, scan, personalOf(site.quirks.plants), folderOf(site, session))
}

export function subjectItem(site: Site, reader: Reader, subject: Subject): Item {
  const { plants } = site.quirks
  const { src, ...rest } = personalOf(plants).subject(subject)
  const { species, dob, ...known } = subject.demographics
  const animal = species !== null
  const sessions = [...site.world.sessions.values()].filter(
    (session) => session.subject === subject.id && readsSession(site.world, reader, session),
  )
  const demographics = animal
    ? item('xnat_pixi:animalDemographicData', subject.inserted, { species, strain: 'C57BL/6' })
    : item('xnat:demographicData', subject.inserted, { dob, ...known, ...rest })
  const own = {
    ID: subject.id,
    label: subject.label,
    project: subject.project,
    group: subject.group,
    src: src ?? null,
  }
  return item('xnat:subjectData', subject.inserted, own, {
    'sharing/share': subject.shares.map(({ project, label }) =>
      item('xnat:projectParticipant', subject.inserted, { project, label }),
    ),
    demographics: [demographics],
    'addID/addID': plants
      ? [item('xnat:subjectData_addID', subject.inserted, { addID: planted.otherId })]
      : [],
    'fields/field': plants ? [customField(subject, personalOf(plants))] : [],
    'experiments/experiment': sessions.map((session) => sessionItem(site, reader, session)),
  })
}

export function projectItem(site: Site, project: Project): Item {
  const { plants } = site.quirks
  const investigator = (person: { first: string; last: string }) =>
    item('xnat:investigatorData', project.inserted, {
      firstname: person.first,
      lastname: person.last,
      ...(plants ? { email: planted.email, phone: planted.otherId } : {}),
    })
  const own = {
    ID: project.id,
    secondary_ID: project.secondaryId,
    name: project.name,
    description: project.description,
    keywords: project.keywords,
  }
  return item('xnat:projectData', project.inserted, own, {
    'aliases/alias': project.aliases.map((alias) =>
      item('xnat:projectData_alias', project.inserted, { alias }),
    ),
    PI: project.pi === null ? [] : [investigator(project.pi)],
    'investigators/investigator': project.investigators.map(investigator),
  })
}
