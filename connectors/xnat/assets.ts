import { type Asset, unknownAsset } from '#sdk'
import { encodePath, isStep, locatorOf, pathOf } from './links.ts'
import { type Options, publicRoot, reaches } from './options.ts'
import type { Resource, Session } from './rows.ts'
import { type TableRow, textOf } from './tables.ts'

const online = { ...unknownAsset, availability: 'ONLINE' } as const

/** Labels and formats as sites write them, by what is left of them in small letters without signs. */
const formats: Record<string, readonly [format: string, role: Asset['role']]> = {
  dicom: ['DICOM', 'VOLUME'],
  dcm: ['DICOM', 'VOLUME'],
  secondary: ['DICOM', 'OTHER'],
  nifti: ['NIfTI', 'VOLUME'],
  niftigz: ['NIfTI', 'VOLUME'],
  nii: ['NIfTI', 'VOLUME'],
  niigz: ['NIfTI', 'VOLUME'],
  niftiraw: ['NIfTI', 'VOLUME'],
  analyze: ['Analyze', 'VOLUME'],
  minc: ['MINC', 'VOLUME'],
  mnc: ['MINC', 'VOLUME'],
  mgz: ['MGH', 'VOLUME'],
  nrrd: ['NRRD', 'VOLUME'],
  ecat: ['ECAT', 'VOLUME'],
  bids: ['JSON', 'METADATA'],
  json: ['JSON', 'METADATA'],
  xml: ['XML', 'METADATA'],
  rtstruct: ['DICOM', 'LABELS'],
  seg: ['DICOM', 'LABELS'],
  aim: ['AIM', 'LABELS'],
  gifti: ['GIFTI', 'MESH'],
  stl: ['STL', 'MESH'],
  snapshots: ['GIF', 'THUMBNAIL'],
  gif: ['GIF', 'IMAGE'],
  png: ['PNG', 'IMAGE'],
  jpg: ['JPEG', 'IMAGE'],
  jpeg: ['JPEG', 'IMAGE'],
  csv: ['CSV', 'TABLE'],
  tsv: ['TSV', 'TABLE'],
  pdf: ['PDF', 'OTHER'],
  zip: ['ZIP', 'ARCHIVE'],
}

/** A list of resources and the steps to what they belong to. */
interface Holder {
  steps: readonly string[]
  /** For people: `scans/4`. */
  name: string
  resources: readonly Resource[]
}

/** A session's assets that its item tells: one for each resource; at the depth `scans` one for each scan. */
export function sessionAssets(session: Session, options: Options): Asset[] {
  if (session.item === null || !reaches(options, 'scans')) return []
  const holders = holdersOf(session).filter(({ steps }) => steps.every(isStep))
  if (reaches(options, 'resources')) {
    return holders.flatMap((holder) =>
      holder.resources
        .filter(({ label }) => isStep(label))
        .map((resource) => resourceAsset(holder, resource, options)),
    )
  }
  return session.item.scans.map(({ fields }) => ({
    ...online,
    name: `scans/${fields.ID}`,
    role: 'DIRECTORY',
    locator: locatorOf(
      publicRoot(options),
      pathOf('experiments', session.listed.ID, 'scans', fields.ID),
    ),
  }))
}

function holdersOf({ listed, item }: Session): Holder[] {
  if (item === null) return []
  const root = ['experiments', listed.ID]
  return [
    ...item.scans.map(({ fields, resources }) => ({
      steps: [...root, 'scans', fields.ID],
      name: `scans/${fields.ID}`,
      resources,
    })),
    { steps: root, name: 'session', resources: item.resources },
    ...item.assessors.flatMap(({ fields, out, resources }) => [
      {
        steps: [...root, 'assessors', fields.ID, 'out'],
        name: `assessors/${fields.ID}`,
        resources: out,
      },
      { steps: [...root, 'assessors', fields.ID], name: `assessors/${fields.ID}`, resources },
    ]),
  ]
}

/** A resource is many files; its own sums are what the site counted last. */
function resourceAsset({ steps, name }: Holder, resource: Resource, options: Options): Asset {
  const { label, file_count, file_size } = resource
  const { format, role } = kindOf(label, resource.format)
  const files = file_count === null || file_count === 0 ? '' : ` (${counted(file_count)})`
  // 0 is told by sites that never counted.
  const size = file_size === null || file_size === 0 ? null : Math.round(file_size)
  return {
    ...online,
    name: `${name}/${label}${files}`,
    role,
    format,
    size,
    sizeIsExact: size !== null,
    locator: locatorOf(publicRoot(options), pathOf(...steps, 'resources', label)),
  }
}

function counted(files: number): string {
  return files === 1 ? '1 file' : `${files} files`
}

function kindOf(
  label: string,
  format: string | null,
): { format: string | null; role: Asset['role'] } {
  const named = lookUp(label)
  const stated = format === null ? null : lookUp(format)
  return {
    format: stated?.[0] ?? format ?? named?.[0] ?? null,
    role: named?.[1] ?? stated?.[1] ?? 'DIRECTORY',
  }
}

function lookUp(name: string): (typeof formats)[string] | null {
  const key = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return Object.hasOwn(formats, key) ? (formats[key] ?? null) : null
}

/** The address of a file inside the site, however deep: what it belongs to, and its path in the resource. */
const fileUri =
  /\/experiments\/[^/]+((?:\/(?:scans|assessors)\/[^/]+(?:\/(?:in|out))?)?)\/resources\/[^/]+\/files\/(.+)$/

/**
 * A single file of a session's file list; null for a row that tells no address inside the site (a path on the server's
 * disks, say), or no label of its resource.
 */
export function fileAsset(session: string, row: TableRow, options: Options): Asset | null {
  const label = textOf(row.collection)
  const [, holder, path] = fileUri.exec(textOf(row.URI) ?? '') ?? []
  if (label === null || holder === undefined || path === undefined) return null
  const file = decoded(path)
  const owner = holder.split('/').filter(Boolean).map(decoded)
  const steps = ['experiments', session, ...owner, 'resources', label]
  if (![...steps, ...file.split('/')].every(isStep)) return null
  const { format, role } = fileKind(file, textOf(row.file_format), label)
  const size = Number(textOf(row.Size) ?? 0)
  const digest = textOf(row.digest)?.toLowerCase() ?? ''
  const known = Number.isSafeInteger(size) && size > 0
  return {
    ...online,
    name: [...owner, label, file].join('/'),
    role,
    format,
    size: known ? size : null,
    sizeIsExact: known,
    checksum: /^[0-9a-f]{32}$/.test(digest)
      ? { algorithm: 'MD5', value: digest, source: 'XNAT catalog' }
      : null,
    locator: locatorOf(publicRoot(options), `${pathOf(...steps)}/files/${encodePath(file)}`),
  }
}

function fileKind(file: string, format: string | null, label: string) {
  const ending = /\.([a-z0-9]+(?:\.gz)?)$/i.exec(file)?.[1] ?? null
  const byEnding = ending === null ? null : lookUp(ending)
  const { format: byLabel, role } = kindOf(label, format)
  const isSnapshot = role === 'THUMBNAIL'
  return {
    format: (format === null ? null : (lookUp(format)?.[0] ?? format)) ?? byEnding?.[0] ?? byLabel,
    role: isSnapshot ? role : (byEnding?.[1] ?? (role === 'DIRECTORY' ? 'OTHER' : role)),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign of its own: some versions write names as they are.
    return text
  }
}
