/** The name of a BIDS file, taken apart. */
export interface BidsFile {
  /** Path below the dataset's root. */
  path: string
  /** `sub` → `01`, in the order of the name. */
  entities: ReadonlyMap<string, string>
  /** `bold` of `sub-01_task-rest_bold.nii.gz`. */
  suffix: string
  /** With its dots: `.nii.gz`. */
  extension: string
  /** Folder that the file lies in, where it is one of subjects' data: `func`; null elsewhere. */
  datatype: string | null
}

/** Folders that say what their files measure. */
const datatypes = new Set(
  'anat beh dwi eeg emg fmap func ieeg meg micr motion mrs nirs perf pet'.split(' '),
)
const longestName = 300

/** Null for names that are not made of entities and a suffix. */
export function bidsFile(path: string): BidsFile | null {
  const parts = path.replace(/\/$/, '').split('/')
  const name = parts.pop() ?? ''
  if (name.length > longestName) return null
  const dot = name.indexOf('.')
  const [stem, extension] = dot === -1 ? [name, ''] : [name.slice(0, dot), name.slice(dot)]
  const words = stem.split('_')
  const suffix = words.pop() ?? ''
  if (!/^[A-Za-z0-9]+$/.test(suffix)) return null
  const entities = new Map<string, string>()
  for (const word of words) {
    const match = /^([a-zA-Z]+)-([a-zA-Z0-9+]+)$/.exec(word)
    if (match?.[1] === undefined || match[2] === undefined) return null
    entities.set(match[1], match[2])
  }
  const folder = parts.at(-1) ?? ''
  return { path, entities, suffix, extension, datatype: datatypes.has(folder) ? folder : null }
}

/** Whether a sidecar says something about a file: it lies at its level or above, and says no more than its name does. */
export function appliesTo(sidecar: BidsFile, file: BidsFile): boolean {
  if (sidecar.suffix !== file.suffix) return false
  const folder = sidecar.path.slice(0, sidecar.path.lastIndexOf('/') + 1)
  if (!file.path.startsWith(folder)) return false
  return [...sidecar.entities].every(([entity, value]) => file.entities.get(entity) === value)
}
