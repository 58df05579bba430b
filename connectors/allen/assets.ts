import { type Asset, unknownAsset } from '#sdk'
import { below } from './options.ts'
import type { WellKnownFile } from './rows.ts'

/** The service publishes neither sizes nor checksums. */
const online = { ...unknownAsset, availability: 'ONLINE' } as const

/** Links are for browsers, which block plain `http:` as mixed content. */
function link(root: string, path: string): string {
  return below(root, path).replace(/^http:/, 'https:')
}

/** `https://api.brain-map.org/api/v2/data/Product/1.json` */
export function rowPage(root: string, model: string, id: number): string {
  return link(root, `/api/v2/data/${model}/${id}.json`)
}

export function wellKnownFiles(root: string, files: readonly WellKnownFile[]): Asset[] {
  return files.map(({ id, download_link, path, well_known_file_type }) => {
    const name = path ?? well_known_file_type?.name ?? `well-known file ${id}`
    const format = formatOf(name)
    return {
      ...online,
      name,
      role: roleOf(format),
      format,
      mediaType: format === 'ZIP' ? 'application/zip' : null,
      // Relative, starting with a slash.
      locator: link(root, download_link ?? `/api/v2/well_known_file_download/${id}`),
    }
  })
}

function formatOf(name: string): string | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toUpperCase()
  return ending ?? null
}

function roleOf(format: string | null): Asset['role'] {
  if (format === 'ZIP' || format === 'GZ' || format === 'TAR') return 'ARCHIVE'
  if (format === 'NRRD' || format === 'NII') return 'VOLUME'
  if (format === 'CSV') return 'TABLE'
  if (format === 'JPG' || format === 'JPEG' || format === 'PNG' || format === 'SVG') return 'IMAGE'
  return 'OTHER'
}

/** Three volumes of gene expression in one archive, MetaImage in little-endian 32-bit floats; -1 is no data. */
export function expressionGrid(root: string, id: number): Asset[] {
  return [
    {
      ...online,
      name: `expression_grid_${id}.zip`,
      role: 'ARCHIVE',
      format: 'ZIP',
      mediaType: 'application/zip',
      locator: link(root, `/grid_data/download/${id}?include=energy,density,intensity`),
    },
  ]
}

const projectionImages = [
  'projection_density',
  'projection_energy',
  'injection_fraction',
  'injection_density',
  'injection_energy',
  'data_mask',
] as const
/** Micrometres. */
const projectionResolutions = [10, 25, 50, 100] as const

/** One image a call, so each volume at each resolution is an asset of its own. */
export function projectionGrids(root: string, id: number): Asset[] {
  return projectionImages.flatMap((image) =>
    projectionResolutions.map((resolution) => ({
      ...online,
      name: `${image}_${resolution}.nrrd`,
      role: 'VOLUME' as const,
      format: 'NRRD',
      locator: link(root, `/grid_data/download_file/${id}?image=${image}&resolution=${resolution}`),
    })),
  )
}

export function structureGraphFile(root: string, graph: number): Asset[] {
  return [
    {
      ...online,
      name: `structure_graph_${graph}.json`,
      role: 'METADATA',
      format: 'JSON',
      mediaType: 'application/json',
      locator: link(root, `/api/v2/structure_graph_download/${graph}.json`),
    },
  ]
}

export function archiveFile(
  root: string,
  file: { path: string; role: Asset['role']; format: string | null; sha256: string | null },
): Asset {
  const { path, role, format, sha256 } = file
  return {
    ...online,
    name: role === 'DIRECTORY' ? path.replace(/^.*?([^/]+\/)$/, '$1') : path.replace(/^.*\//, ''),
    role,
    format,
    mediaType: format === 'ZIP' ? 'application/zip' : null,
    checksum:
      sha256 === null ? null : { algorithm: 'SHA256', value: sha256, source: 'BICCN/cell-locator' },
    locator: link(root, `/informatics-archive/${path}`),
  }
}
