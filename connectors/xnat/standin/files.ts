import { randomOf } from '#sdk/standin'
import { contentOf } from './content.ts'
import { escaped, tableReply } from './envelope.ts'
import { type Reply, restletPage } from './pages.ts'
import { planted } from './planted.ts'
import { type Asked, personal } from './site.ts'
import { singulars } from './types.ts'
import type { Project, Resource, Scan, Session } from './world.ts'

/** A resource and where it hangs. */
export interface Placed {
  resource: Resource
  category: 'resources' | 'scans' | 'assessors'
  /** Id and name of the scan or assessor; of a session's own, what the server puts there. */
  catId: string | null
  catDesc: string | null
  /** Address of its owner, from `/data`. */
  under: string
}

export function ofProject({ resources, id }: Project): Placed[] {
  const under = `/data/projects/${id}`
  return resources.map((resource) => placed(resource, 'resources', null, ' ', under))
}

export function ofSession(asked: Asked, session: Session): Placed[] {
  const { resources } = contentOf(asked.site.world, session)
  const under = `/data/experiments/${session.id}`
  return resources.map((resource) => placed(resource, 'resources', session.id, ' ', under))
}

export function ofScans(session: Session, scans: readonly Scan[]): Placed[] {
  return scans.flatMap((scan) =>
    scan.resources.map((resource) =>
      placed(
        resource,
        'scans',
        scan.id,
        scan.type,
        `/data/experiments/${session.id}/scans/${scan.id}`,
      ),
    ),
  )
}

export function ofAssessors(asked: Asked, session: Session, only?: string): Placed[] {
  return contentOf(asked.site.world, session)
    .assessors.filter(({ id, label }) => only === undefined || only === id || only === label)
    .flatMap(({ id, xsiType, resources }) => {
      const under = `/data/experiments/${session.id}/assessors/${id}`
      return resources.map((resource) =>
        placed(resource, 'assessors', id, singulars[xsiType] ?? null, under),
      )
    })
}

/** `?all=true`: of a session, of its scans and of what was derived from it. */
export function ofAll(asked: Asked, session: Session): Placed[] {
  const { scans } = contentOf(asked.site.world, session)
  const own = ofSession(asked, session).map((one) => ({ ...one, catId: null, catDesc: '' }))
  return [...own, ...ofScans(session, scans), ...ofAssessors(asked, session)]
}

function placed(
  resource: Resource,
  category: Placed['category'],
  catId: string | null,
  catDesc: string | null,
  under: string,
): Placed {
  return { resource, category, catId, catDesc, under }
}

export function resourcesReply(asked: Asked, list: readonly Placed[]): Reply {
  const rows = list.map(({ resource, category, catId, catDesc }) => ({
    xnat_abstractresource_id: resource.key,
    label: resource.label,
    element_name: 'xnat:resourceCatalog',
    category,
    cat_id: catId,
    cat_desc: catDesc,
    file_count: resource.fileCount,
    file_size: resource.fileSize,
    tags: null,
    content: resource.content,
    format: resource.format,
  }))
  return tableReply(asked, rows, { title: 'Resources', totalRecords: rows.length })
}

interface File {
  name: string
  /** Bytes; empty where the catalog does not know, and then often 0 instead. */
  size: string
  digest: string
  format: string | null
}

const extensions: Record<string, string> = {
  DICOM: 'dcm',
  NIFTI: 'nii.gz',
  SNAPSHOTS: 'gif',
  BIDS: 'json',
  BDF: 'bdf',
  protocols: 'pdf',
}

/** The files of a resource, in folders where there are many; the same each time. */
export function filesOf({ key, label, files, format, digests }: Resource): File[] {
  const random = randomOf(3_000_000 + key)
  const extension = extensions[label ?? ''] ?? 'txt'
  return Array.from({ length: files }, (_, at) => {
    const folder = at % 9 === 8 ? 'part 2/' : ''
    const size = random.between(1, 12)
    return {
      name: `${folder}${label ?? 'file'}-${key}-${at + 1}${at % 13 === 5 ? ' ü' : ''}.${extension}`,
      size: size === 1 ? '' : size === 2 ? '0' : String(random.between(900, 400_000)),
      digest: digests ? random.hex(32) : '',
      format,
    }
  })
}

export function filesReply(asked: Asked, list: readonly Placed[]): Reply {
  const format = asked.query.get('format') ?? ''
  if (format === 'zip') return { body: emptyZip, type: 'application/zip' }
  const locator = asked.query.get('locator')
  const path = locator === 'absolutePath' || locator === 'projectPath' ? locator : 'URI'
  const rows = list.flatMap(({ resource, under }) =>
    filesOf(resource).map(({ name, size, digest, format }) => ({
      Name: name.replace(/^.*\//, ''),
      Size: size,
      [path]:
        path === 'URI'
          ? `${under}/resources/${resource.key}/files/${name}`
          : `${planted.archivePath}${under}/${name}`,
      collection: resource.label,
      file_tags: asked.site.quirks.plants ? personal(asked).note : '',
      file_format: format,
      file_content: resource.content,
      cat_ID: resource.key,
      digest,
    })),
  )
  const columns = [{ key: path, serverRoot: asked.site.contextPath }]
  // Without `totalRecords`: nobody ever put one here.
  return tableReply(asked, rows, { title: 'Files', columns })
}

/** A file itself, which is nothing but its own name here. */
export function fileReply(list: readonly Placed[], name: string): Reply {
  const found = list.flatMap(({ resource }) => filesOf(resource)).find((file) => file.name === name)
  if (found === undefined) return restletPage(404, 'Unable to find file.')
  return {
    body: `stand-in for ${found.name}\n`,
    type: 'application/octet-stream',
    headers: { 'last-modified': 'Thu, 18 Mar 2021 16:33:11 GMT' },
  }
}

/** An archive that holds nothing is nothing but its end record. */
const emptyZip = new Uint8Array([0x50, 0x4b, 0x05, 0x06, ...new Array(18).fill(0)])

/** The catalog of a resource, as XNAT keeps it. */
export function catalogReply(list: readonly Placed[]): Reply {
  const [first] = list
  if (first === undefined) return restletPage(404, 'Unable to find the specified resource.')
  const entries = filesOf(first.resource).map(({ name, size, digest, format }) => {
    const bytes =
      size === ''
        ? ''
        : `<cat:metaFields><cat:metaField name="size_in_bytes">${size}</cat:metaField></cat:metaFields>`
    return `<cat:entry ID="${escaped(name)}" URI="${escaped(name)}" name="${escaped(name)}" createdBy="${planted.login}" createdTime="2019-01-09T18:05:57.343" digest="${digest}" format="${format ?? ''}">${bytes}</cat:entry>`
  })
  return {
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<cat:DCMCatalog xmlns:cat="http://nrg.wustl.edu/catalog"><cat:entries>${entries.join('\n')}</cat:entries></cat:DCMCatalog>\n`,
    type: 'text/xml;charset=UTF-8',
  }
}
