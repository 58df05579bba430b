import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type Attribute,
  type DataSet,
  seriesSet,
  studySet,
} from '../../../connectors/dicomweb/standin/data-sets.ts'
import type { SampleStudy } from '../../../connectors/dicomweb/standin/world.ts'

const run = promisify(execFile)

/** An image of four pixels, whatever the modality says. */
const pixels: DataSet = {
  '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.7'] },
  '00200013': { vr: 'IS', Value: [1] },
  '00280002': { vr: 'US', Value: [1] },
  '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
  '00280010': { vr: 'US', Value: [2] },
  '00280011': { vr: 'US', Value: [2] },
  '00280100': { vr: 'US', Value: [16] },
  '00280101': { vr: 'US', Value: [16] },
  '00280102': { vr: 'US', Value: [15] },
  '00280103': { vr: 'US', Value: [0] },
}

/** Makes one file for each series of these studies with DCMTK, and gives their paths. */
export async function makeFiles(studies: readonly SampleStudy[], folder: string) {
  const files: string[] = []
  for (const study of studies) {
    const ofStudy = study.series.map((one) =>
      makeFile({ ...studySet(study), ...seriesSet(one) }, join(folder, one.uid)),
    )
    files.push(...(await Promise.all(ofStudy)))
  }
  return files
}

/** Makes a file of one data set; `name` is its path without ending. */
export async function makeFile(set: DataSet, name: string): Promise<string> {
  const uid = `${String(set['0020000E']?.Value?.[0])}.1`
  const whole: DataSet = { ...set, ...pixels, '00080018': { vr: 'UI', Value: [uid] } }
  const lines = Object.keys(whole)
    .sort()
    .map((tag) => dumped(tag, whole[tag]))
  await writeFile(`${name}.dump`, [...lines, '(7fe0,0010) OW 0001\\0002\\0003\\0004'].join('\n'))
  await run('dump2dcm', ['--write-xfer-little', `${name}.dump`, `${name}.dcm`])
  return `${name}.dcm`
}

/** A line of the form that `dump2dcm` reads: `(0008,0060) CS [MR]`. */
function dumped(tag: string, attribute: Attribute | undefined): string {
  const { vr = 'LO', Value: values = [] } = attribute ?? {}
  const text = values
    .map((value) => (typeof value === 'object' ? (value?.Alphabetic ?? '') : String(value)))
    .join('\\')
  const place = `(${tag.slice(0, 4)},${tag.slice(4)})`.toLowerCase()
  return vr === 'US' ? `${place} US ${text}` : `${place} ${vr} [${text}]`
}
