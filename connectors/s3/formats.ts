import type { AssetRole } from '#sdk'

/** What a file is, as far as its name tells. */
export interface Format {
  format: string | null
  mediaType: string | null
  role: AssetRole
}

type Entry = readonly [suffixes: string, format: string, mediaType: string | null, role: AssetRole]

/** By suffix, several separated by a space. The longest one that a name ends with counts. */
const table: readonly Entry[] = [
  ['.nii .nii.gz', 'NIfTI', 'application/x-nifti', 'VOLUME'],
  [
    '.dtseries.nii .ptseries.nii .dscalar.nii .pscalar.nii .dconn.nii',
    'CIFTI-2',
    'application/x-cifti',
    'VOLUME',
  ],
  ['.dlabel.nii .plabel.nii', 'CIFTI-2', 'application/x-cifti', 'LABELS'],
  ['.surf.gii .gii .gii.gz', 'GIFTI', 'application/x-gifti', 'MESH'],
  ['.label.gii', 'GIFTI', 'application/x-gifti', 'LABELS'],
  ['.func.gii .shape.gii', 'GIFTI', 'application/x-gifti', 'TABLE'],
  ['.nrrd .nhdr', 'NRRD', 'application/x-nrrd', 'VOLUME'],
  ['.mha .mhd', 'MetaImage', null, 'VOLUME'],
  ['.mnc', 'MINC', null, 'VOLUME'],
  ['.mgz .mgh', 'MGH', null, 'VOLUME'],
  ['.annot', 'FreeSurfer annotation', null, 'LABELS'],
  ['.mif .mif.gz', 'MIF', null, 'VOLUME'],
  ['.trk .tck .trx', 'tractogram', null, 'OTHER'],
  ['.dcm', 'DICOM', 'application/dicom', 'IMAGE'],
  ['.ome.tif .ome.tiff .ome.btf .ome.tf2 .ome.tf8', 'OME-TIFF', 'image/tiff', 'IMAGE'],
  ['.tif .tiff', 'TIFF', 'image/tiff', 'IMAGE'],
  ['.btf', 'BigTIFF', 'image/tiff', 'IMAGE'],
  ['.ome.zarr', 'OME-Zarr', 'application/vnd.ome+zarr', 'DIRECTORY'],
  ['.zarr', 'Zarr', 'application/vnd+zarr', 'DIRECTORY'],
  ['.n5', 'N5', null, 'DIRECTORY'],
  ['.czi', 'CZI', null, 'IMAGE'],
  ['.nd2', 'ND2', null, 'IMAGE'],
  ['.lif', 'LIF', null, 'IMAGE'],
  ['.svs', 'SVS', 'image/tiff', 'IMAGE'],
  ['.ndpi', 'NDPI', 'image/tiff', 'IMAGE'],
  ['.jp2', 'JPEG 2000', 'image/jp2', 'IMAGE'],
  ['.jpg .jpeg', 'JPEG', 'image/jpeg', 'IMAGE'],
  ['.png', 'PNG', 'image/png', 'IMAGE'],
  ['.gif', 'GIF', 'image/gif', 'IMAGE'],
  ['.svg', 'SVG', 'image/svg+xml', 'IMAGE'],
  ['.h5ad', 'H5AD', 'application/x-hdf5', 'TABLE'],
  ['.loom', 'Loom', 'application/x-hdf5', 'TABLE'],
  ['.h5 .hdf5', 'HDF5', 'application/x-hdf5', 'OTHER'],
  ['.ims', 'Imaris', 'application/x-hdf5', 'IMAGE'],
  ['.nwb', 'NWB', 'application/x-nwb', 'OTHER'],
  ['.nc .nc4', 'NetCDF', 'application/x-netcdf', 'OTHER'],
  ['.grib .grib2 .grb2', 'GRIB', null, 'OTHER'],
  ['.edf .bdf', 'EDF', null, 'OTHER'],
  ['.vhdr .vmrk', 'BrainVision', null, 'METADATA'],
  ['.eeg', 'BrainVision', null, 'OTHER'],
  ['.set .fdt', 'EEGLAB', null, 'OTHER'],
  ['.fif', 'FIF', null, 'OTHER'],
  ['.snirf', 'SNIRF', null, 'OTHER'],
  ['.mefd', 'MEF3', null, 'DIRECTORY'],
  ['.ds', 'CTF', null, 'DIRECTORY'],
  ['.mat', 'MATLAB', null, 'OTHER'],
  ['.npy .npz', 'NumPy', null, 'OTHER'],
  ['.parquet', 'Parquet', 'application/vnd.apache.parquet', 'TABLE'],
  ['.feather .arrow', 'Arrow', 'application/vnd.apache.arrow.file', 'TABLE'],
  ['.csv .csv.gz', 'CSV', 'text/csv', 'TABLE'],
  ['.tsv .tsv.gz', 'TSV', 'text/tab-separated-values', 'TABLE'],
  ['.xlsx', 'XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'TABLE'],
  ['.bval .bvec', 'FSL gradients', 'text/plain', 'METADATA'],
  ['.fastq .fastq.gz .fq .fq.gz', 'FASTQ', null, 'OTHER'],
  ['.fasta .fasta.gz .fa .fa.gz', 'FASTA', null, 'OTHER'],
  ['.bam', 'BAM', null, 'OTHER'],
  ['.cram', 'CRAM', null, 'OTHER'],
  ['.bai .crai .tbi .csi .fai', 'genome index', null, 'METADATA'],
  ['.vcf .vcf.gz .bcf', 'VCF', null, 'TABLE'],
  ['.bed .bed.gz', 'BED', null, 'TABLE'],
  ['.gtf .gtf.gz .gff .gff3 .gff3.gz', 'GFF', null, 'TABLE'],
  ['.bw .bigwig', 'bigWig', null, 'TABLE'],
  ['.las .laz', 'LAS', 'application/vnd.las', 'OTHER'],
  ['.shp', 'Shapefile', null, 'TABLE'],
  ['.geojson', 'GeoJSON', 'application/geo+json', 'TABLE'],
  ['.gpkg', 'GeoPackage', 'application/geopackage+sqlite3', 'TABLE'],
  ['.obj', 'OBJ', 'model/obj', 'MESH'],
  ['.stl', 'STL', 'model/stl', 'MESH'],
  ['.ply', 'PLY', null, 'MESH'],
  ['.vtk .vtp', 'VTK', null, 'MESH'],
  ['.swc', 'SWC', null, 'MESH'],
  ['.json', 'JSON', 'application/json', 'METADATA'],
  ['.jsonld', 'JSON-LD', 'application/ld+json', 'METADATA'],
  ['.yaml .yml', 'YAML', 'application/yaml', 'METADATA'],
  ['.xml', 'XML', 'application/xml', 'METADATA'],
  ['.md', 'Markdown', 'text/markdown', 'METADATA'],
  ['.rst', 'reStructuredText', 'text/x-rst', 'METADATA'],
  ['.txt', 'text', 'text/plain', 'METADATA'],
  ['.html .htm', 'HTML', 'text/html', 'METADATA'],
  ['.pdf', 'PDF', 'application/pdf', 'METADATA'],
  ['.md5 .sha1 .sha256 .sha384 .sha512', 'checksums', 'text/plain', 'METADATA'],
  ['.log', 'text', 'text/plain', 'METADATA'],
  ['.zip', 'ZIP', 'application/zip', 'ARCHIVE'],
  ['.tar', 'TAR', 'application/x-tar', 'ARCHIVE'],
  ['.tar.gz .tgz', 'TAR', 'application/gzip', 'ARCHIVE'],
  ['.tar.xz .tar.bz2 .tar.zst', 'TAR', null, 'ARCHIVE'],
  ['.gz', 'gzip', 'application/gzip', 'OTHER'],
]

const bySuffix = new Map<string, Format>(
  table.flatMap(([suffixes, format, mediaType, role]) =>
    suffixes.split(' ').map((suffix) => [suffix, { format, mediaType, role }] as const),
  ),
)
const byMediaType = new Map<string, Format>(
  [...bySuffix.values()]
    .reverse()
    .flatMap((one) => (one.mediaType === null ? [] : [[one.mediaType, one]])),
)
const unknown: Format = { format: null, mediaType: null, role: 'OTHER' }

/** Names without a suffix that are known all the same. */
const plainNames = /^(?:README|CHANGES|LICEN[CS]E|COPYING|CITATION|SHA\d*SUMS|MD5SUMS)$/i
/** Words before the suffix that make an image one of labels: BIDS's suffixes. */
const labelled = /(?:^|_)(?:dseg|probseg|mask|labels|parc|seg)$/
const thumbnail = /(?:^|[/_-])(?:thumb|thumbnail|preview|quicklook)s?(?=[/_.-]|$)/i
/** Types that say nothing: what a bucket gives for what it was not told of. */
const mute = /^(?:binary|application)\/octet-stream$/

/**
 * What a file is: by the longest suffix of its name that is known (`.ome.tif` goes before `.tif`), else by its content
 * type, else unknown.
 *
 * @param key with its folders; of a folder that is one thing (a Zarr store), with the slash at its end or without.
 */
export function formatOf(key: string, contentType: string | null = null): Format {
  const name = key.replace(/\/$/, '').split('/').at(-1) ?? ''
  const lower = name.toLowerCase()
  let found: Format | undefined
  let stem = name
  for (let at = lower.indexOf('.'); at !== -1; at = lower.indexOf('.', at + 1)) {
    found = bySuffix.get(lower.slice(at))
    if (found !== undefined) {
      stem = name.slice(0, at)
      break
    }
  }
  if (found === undefined) {
    if (plainNames.test(name)) return { format: 'text', mediaType: 'text/plain', role: 'METADATA' }
    const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
    return type === '' || mute.test(type) ? unknown : ofType(type)
  }
  if (found.role === 'VOLUME' && labelled.test(stem)) return { ...found, role: 'LABELS' }
  if (found.role === 'IMAGE' && isSmallPicture(found) && thumbnail.test(key)) {
    return { ...found, role: 'THUMBNAIL' }
  }
  return found
}

function ofType(type: string): Format {
  return byMediaType.get(type) ?? { ...unknown, mediaType: type }
}

function isSmallPicture({ format }: Format): boolean {
  return format === 'JPEG' || format === 'PNG' || format === 'GIF'
}
