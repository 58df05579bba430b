import { type Random, randomOf } from '#sdk/standin'
import { type Family, qualities, scanners, series } from './sample.ts'
import type { Assessor, Content, Make, Resource, Scan, Session, World } from './world.ts'

/** What hangs below a session: as it was changed, else made anew from its number, always the same. */
export function contentOf(world: World, session: Session): Content {
  return world.edited.get(session.id) ?? madeContent(session)
}

/** A content to be changed and kept. */
export function editedContent(world: World, session: Session): Content {
  const content = world.edited.get(session.id) ?? structuredClone(madeContent(session))
  world.edited.set(session.id, content)
  return content
}

const recipes: Record<Make, readonly Family[]> = {
  MR: ['localizer', 't1', 't2', 'flair', 'dwi', 'bold', 'fieldMap', 'susceptibility'],
  PET: ['ct', 'pet', 'pet', 'odd'],
  CT: ['ct', 'ct', 'ct'],
  PETMR: ['localizer', 't1', 'pet', 'pet', 'dwi', 'perfusion'],
  EEG: ['eeg', 'eeg'],
  US: ['us', 'us'],
  empty: [],
}

const scanTypes: Partial<Record<Family, [xsiType: string, modality: string]>> = {
  pet: ['xnat:petScanData', 'PT'],
  ct: ['xnat:ctScanData', 'CT'],
  eeg: ['xnat:eegScanData', 'EEG'],
  us: ['xnat:usScanData', 'US'],
}

/** The machine of a session. */
export function scannerOf({ n }: Session): (typeof scanners)[number] {
  return scanners[n % scanners.length] as (typeof scanners)[number]
}

/** Study instance UID. */
export function studyUid({ n }: Session): string {
  return `1.3.12.2.1107.5.2.32.35177.30000006${String(n).padStart(8, '0')}`
}

function madeContent(session: Session): Content {
  if (session.make === null) return { scans: [], resources: [], assessors: [] }
  const random = randomOf(session.n)
  const families: Family[] = [...recipes[session.make]]
  if (session.make === 'MR') {
    if (random.once(3)) families.push('odd')
    if (random.once(3)) families.push('perfusion')
    if (random.once(4)) families.push('t1')
  }
  // Keys in the database: far enough apart that no session's can meet another's.
  let key = session.n * 100
  const nextKey = () => {
    key += 1
    return key
  }
  const scans = families.map((family, at) => madeScan(session, family, at, random, nextKey))
  const resources = madeSessionResources(random, nextKey)
  const assessors = random.once(4) ? [madeAssessor(session, random, nextKey)] : []
  return { scans, resources, assessors }
}

function madeScan(
  session: Session,
  family: Family,
  at: number,
  random: Random,
  nextKey: () => number,
): Scan {
  const [xsiType, modality] = scanTypes[family] ?? ['xnat:mrScanData', 'MR']
  const name = random.pick(series[family])
  const mr = xsiType === 'xnat:mrScanData'
  const number = String(at + 1)
  return {
    // Some have ids that are no numbers, and no row of theirs comes in the order of its number.
    id:
      session.n % 11 === 0
        ? `${number}-${modality}1`
        : session.n % 7 === 0
          ? `${number}01`
          : number,
    key: nextKey(),
    xsiType: family === 'odd' && name.includes('ZIP') ? 'xnat:otherDicomScanData' : xsiType,
    type: name === '' ? null : name,
    series: random.once(5) ? `${name} (repeat)`.trim() : random.once(9) ? null : name,
    quality: random.once(10) ? null : random.pick(qualities),
    modality: random.once(8) ? null : modality,
    uid: `${studyUid(session)}.${at + 1}`,
    frames: random.once(6) ? null : random.between(1, 400),
    fieldStrength: mr && !random.once(5) ? scannerOf(session).tesla : null,
    startTime: `${two(random.between(7, 18))}:${two(random.between(0, 59))}:${two(at)}`,
    parameters: mr ? madeParameters(random) : {},
    resources: madeScanResources(xsiType, random, nextKey),
  }
}

function madeParameters(random: Random): Record<string, number | string> {
  const size = random.pick([0.8, 1, 1.2, 3.4375])
  return {
    'parameters/voxelRes/x': size,
    'parameters/voxelRes/y': size,
    // A number that is none arrives as a text.
    'parameters/voxelRes/z': random.once(9) ? 'NaN' : size,
    'parameters/orientation': random.pick(['Sag', 'Tra', 'Cor']),
    'parameters/fov/x': 256,
    'parameters/fov/y': 256,
    'parameters/tr': random.pick([2400, 2300, 3200.5]),
    'parameters/te': random.pick([3.08, 2.26, 1]),
    'parameters/flip': random.between(5, 90),
    'parameters/sequence': '*tfl3d1_ns',
    'parameters/imageType': 'ORIGINAL\\PRIMARY\\M\\ND\\NORM',
    'parameters/acqType': '3D',
  }
}

function madeScanResources(xsiType: string, random: Random, nextKey: () => number): Resource[] {
  if (xsiType === 'xnat:eegScanData') {
    return [resource('BDF', 'BDF', 'RAW', random, nextKey)]
  }
  const list = [resource('DICOM', 'DICOM', 'RAW', random, nextKey)]
  if (random.once(2)) list.push(resource('NIFTI', 'NIFTI', 'NIFTI_RAW', random, nextKey))
  if (!random.once(3)) list.push(resource('SNAPSHOTS', 'GIF', 'SNAPSHOTS', random, nextKey))
  if (random.once(12)) list.push(resource('BIDS', null, null, random, nextKey))
  if (random.once(20)) list.push(resource('secondary', 'DICOM', null, random, nextKey))
  if (random.once(25)) list.push(resource(null, null, null, random, nextKey))
  return list
}

function madeSessionResources(random: Random, nextKey: () => number): Resource[] {
  const list: Resource[] = []
  if (random.once(3)) list.push(resource('BIDS', 'BIDS', null, random, nextKey))
  if (random.once(4)) list.push(resource('QC', null, 'qc report', random, nextKey))
  if (random.once(6)) list.push(resource('protocols & notes', 'PDF', null, random, nextKey))
  return list
}

function madeAssessor(session: Session, random: Random, nextKey: () => number): Assessor {
  const [xsiType, label] = random.pick([
    ['fs:fsData', 'FREESURFER'],
    ['xnat:qcManualAssessorData', 'QC'],
    ['icr:roiCollectionData', 'ROIs'],
  ] as const)
  return {
    id: `${session.id}_${label}_1`,
    label: `${session.label}_${label}`,
    xsiType,
    date: session.date,
    inserted: session.inserted,
    resources: xsiType.startsWith('xnat:qc') ? [] : [resource('DATA', null, null, random, nextKey)],
  }
}

/** Of ten: six with good statistics, one without any, one with zeros, one with a count only, one whose size is 0. */
function resource(
  label: string | null,
  format: string | null,
  content: string | null,
  random: Random,
  nextKey: () => number,
): Resource {
  const files = label === 'DICOM' ? random.between(8, 240) : random.between(1, 4)
  const bytes = random.once(30) ? 6_442_450_944 * files : files * random.between(40_000, 200_000)
  const kind = random.between(1, 10)
  return {
    key: nextKey(),
    label,
    format,
    content,
    fileCount: kind === 7 ? null : kind === 8 ? 0 : files,
    fileSize: kind === 7 || kind === 9 ? null : kind === 8 || kind === 10 ? 0 : bytes,
    files: random.once(15) ? 0 : files,
    digests: !random.once(3),
  }
}

export const two = (value: number) => String(value).padStart(2, '0')
