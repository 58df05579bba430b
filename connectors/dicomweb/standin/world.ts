import { readFileSync } from 'node:fs'

/** A series as the sample has it. */
export interface SampleSeries {
  uid: string
  number: number
  modality: string
  description: string
  bodyPart: string | null
  /** As the console wrote it: tesla, or gauss on old ones. */
  fieldStrength: number | null
  instances: number
}

export interface SampleStudy {
  uid: string
  /** `YYYYMMDD` */
  date: string
  description: string
  /** Null: the archive does not say, as is usual for people. */
  species: string | null
  series: SampleSeries[]
}

/**
 * The studies of the sample: invented visits under invented UIDs, named as protocols of scanners are.
 *
 * @param synthetic how many made-up studies of two series are added, for tests under load.
 */
export function createWorld(synthetic = 0): SampleStudy[] {
  const file = new URL('../sample/studies.json', import.meta.url)
  const { studies } = JSON.parse(readFileSync(file, 'utf8')) as { studies: SampleStudy[] }
  return [...studies, ...Array.from({ length: synthetic }, (_, index) => made(index + 1))]
}

function made(nth: number): SampleStudy {
  const series = (number: number, description: string): SampleSeries => ({
    uid: `2.25.9000000000${nth}.${number}`,
    number,
    modality: 'MR',
    description,
    bodyPart: 'BRAIN',
    fieldStrength: 3,
    instances: 100,
  })
  return {
    uid: `2.25.9000000000${nth}`,
    date: `20${String(10 + (nth % 15))}0101`,
    description: 'Synthetic',
    species: null,
    series: [series(1, 't1_mprage'), series(2, 'ep2d_bold_rest')],
  }
}
