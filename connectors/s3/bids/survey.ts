import type { S3Object } from '#sdk'
import { appliesTo, type BidsFile, bidsFile } from './entities.ts'

/** What the names of a dataset's files tell. */
export interface Survey {
  /** Folders of data and suffixes in them, `func/bold`, sorted. */
  series: string[]
  tasks: string[]
  sessions: string[]
  /** Labels of `space-` entities. */
  spaces: string[]
  atlases: string[]
  /** One file of each series, with the sidecars that apply to it, those further up first. */
  samples: { file: string; sidecars: S3Object[] }[]
}

/** Most values of a kind that are kept. */
const most = 100
const data =
  /^\.(?:nii|nii\.gz|edf|bdf|vhdr|set|fif|snirf|eeg|ds\/?|mefd\/?|tsv|tsv\.gz|tif|ome\.tif|ome\.tiff|ome\.btf|ome\.zarr\/?|png|jpg|bvec|con|sqd|kit|raw)$/i
/** Suffixes beside the data, which say nothing of what was measured. */
const beside = new Set(
  'events channels electrodes optodes coordsystem scans sessions physio stim aslcontext photo headshape markers physioevents bval bvec'.split(
    ' ',
  ),
)

/** Looks over the names of a dataset, as far as they were listed. */
export function surveyOf(prefix: string, objects: readonly S3Object[]): Survey {
  const seriesOf = new Map<string, BidsFile>()
  const sidecars = new Map<string, { file: BidsFile; object: S3Object }[]>()
  const found = {
    task: new Set<string>(),
    ses: new Set<string>(),
    space: new Set<string>(),
    atlas: new Set<string>(),
  }
  for (const object of objects) {
    const file = bidsFile(object.key.slice(prefix.length))
    if (file === null) continue
    if (file.extension === '.json') {
      const same = sidecars.get(file.suffix) ?? []
      // Sidecars of every subject would be thousands: those of the first ones, and all above, are enough.
      if (same.length < most * 10) same.push({ file, object })
      sidecars.set(file.suffix, same)
      if (file.entities.has('task')) keep(found.task, file.entities.get('task'))
      continue
    }
    for (const [entity, values] of Object.entries(found)) keep(values, file.entities.get(entity))
    if (file.datatype === null || beside.has(file.suffix) || !data.test(file.extension)) continue
    const series = `${file.datatype}/${file.suffix}`
    if (!seriesOf.has(series) && seriesOf.size < most) seriesOf.set(series, file)
  }
  return {
    series: [...seriesOf.keys()].sort(),
    tasks: [...found.task].sort(),
    sessions: [...found.ses].sort(),
    spaces: [...found.space].sort(),
    atlases: [...found.atlas].sort(),
    samples: [...seriesOf.values()].map((file) => ({
      file: file.path,
      sidecars: (sidecars.get(file.suffix) ?? [])
        .filter((one) => appliesTo(one.file, file))
        .sort(
          (a, b) => depth(a.file) - depth(b.file) || a.file.entities.size - b.file.entities.size,
        )
        .map(({ object }) => object),
    })),
  }
}

function keep(values: Set<string>, value: string | undefined): void {
  if (value !== undefined && values.size < most) values.add(value)
}

function depth({ path }: BidsFile): number {
  return path.split('/').length
}
