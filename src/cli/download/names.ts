import { createHash } from 'node:crypto'

/** Bytes of one step of a path: file systems take 255, and the ends of partial files and of twins need room. */
const longestStep = 200
/** Bytes of a path below the folder that is downloaded to. */
const longestPath = 1_000

/** Names that Windows keeps for devices, with any ending: Microsoft Learn, Naming Files, Paths, and Namespaces. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i
/** What no file system, or not every one, takes in a name; what turns text around; what encodes the others here. */
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029\ufffd<>:"|?*\\%]/gu
/** How files end that a download keeps for itself. */
const ours = /\.(part|part\.json|bad)$/i

/**
 * One step of a path that is safe on every file system. What cannot stand there is percent-encoded, so that different names
 * stay different, whatever else is downloaded; what is too long keeps its start and its ending.
 */
export function safeStep(name: string): string {
  const step = name
    .toWellFormed()
    .replace(unsafe, (character) => encodeURIComponent(character).replaceAll('*', '%2A'))
    // A dot or a space at the end is lost on Windows; dots alone lead elsewhere everywhere.
    .replace(/[. ]+$/, encodeBytes)
    .replace(/^ +/, encodeBytes)
    .replace(device, (word) => encodeBytes(word.slice(0, 1)) + word.slice(1))
    .replace(ours, (end) => `%2E${end.slice(1)}`)
  return Buffer.byteLength(step) <= longestStep ? step : shortened(step, name)
}

/**
 * The path of a file inside its folder, its slashes kept: relative, without empty steps. Null when nothing is left of the
 * name.
 */
export function safePath(name: string): string | null {
  const steps = name.split('/').filter((step) => step !== '')
  if (steps.length === 0) return null
  const path = steps.map(safeStep).join('/')
  if (Buffer.byteLength(path) <= longestPath) return path
  return shortened(safeStep(steps.at(-1) ?? ''), name)
}

/** A file that wants a path; `id` tells those of the same name apart, the same way each time. */
interface Named {
  path: string
  id: string
}

/**
 * Paths of files of one folder, in the order of `files`, of which none is another's, or another's folder, on any file
 * system: also not where it is only case or the form of an accent that differs.
 */
export function distinctPaths(files: readonly Named[]): string[] {
  const folders = new Set(files.flatMap(({ path }) => foldersOf(keyOf(path))))
  const taken = new Set<string>()
  return files.map(({ path, id }) => {
    const key = keyOf(path)
    const free = !taken.has(key) && !folders.has(key)
    const own = free ? path : withMark(path, id)
    taken.add(keyOf(own))
    return own
  })
}

/** `a/b.nii.gz` as `a/b~1a2b3c4d.nii.gz`. */
function withMark(path: string, id: string): string {
  const at = path.lastIndexOf('/') + 1
  const [stem, end] = parted(path.slice(at))
  return `${path.slice(0, at)}${stem}~${digestOf(id)}${end}`
}

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC')
}

function foldersOf(path: string): string[] {
  const steps = path.split('/')
  return steps.slice(1).map((_, count) => steps.slice(0, count + 1).join('/'))
}

function shortened(step: string, whole: string): string {
  const [stem, end] = parted(step)
  const mark = `~${digestOf(whole)}`
  const room = longestStep - Buffer.byteLength(mark + end)
  // Cut between characters, and not inside of what is encoded.
  let kept = ''
  for (const { segment } of characters.segment(stem)) {
    if (Buffer.byteLength(kept + segment) > room) break
    kept += segment
  }
  return `${kept.replace(/%.?$/, '')}${mark}${end}`
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Stem and ending: `scan` and `.nii.gz`. */
function parted(step: string): [stem: string, end: string] {
  const [end = ''] = /(\.[A-Za-z0-9]{1,10}){1,2}$/.exec(step.slice(1)) ?? []
  return [step.slice(0, step.length - end.length), end]
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

function encodeBytes(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
    .join('')
}
