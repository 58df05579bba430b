/* What an invented LORIS holds. Candidates, sites and file names are made up. */

export interface SampleImage {
  candidate: string
  /** Label that a site gives a person. */
  label: string
  visit: string
  site: string
  scan: string
  quality: 'Pass' | 'Fail' | null
  inserted: string
  /** Headers of the file, all texts; null where they were never read. */
  headers: { field: string | null; steps: [string, string, string] } | null
}

export interface SampleProject {
  name: string
  images: SampleImage[]
}

const scans = ['t1', 't2', 'flair', 'dwi65', 'fMRI-rest', 'pd']

function image(at: number, project: string): SampleImage {
  return {
    candidate: String(300_022 + at * 37),
    label: `ZQS${String(at).padStart(3, '0')}`,
    visit: `V${1 + (at % 2)}`,
    site: at % 3 === 0 ? 'Montreal Neurological Institute' : 'Data Coordinating Center',
    scan: `${scans[at % scans.length]}${project === 'Pumpernickel' && at % 6 === 0 ? '_mprage' : ''}`,
    quality: at % 4 === 0 ? null : at % 4 === 3 ? 'Fail' : 'Pass',
    inserted: `2016-08-${String(9 + at).padStart(2, '0')}T14:15:30-05:00`,
    headers:
      at % 5 === 4
        ? null
        : { field: at % 2 === 0 ? '3' : '1.5 T', steps: ['1', '-1', at % 2 === 0 ? '1.2' : '1'] },
  }
}

/** Projects by name; one has nothing, and one nothing that is new. */
export const projects: readonly SampleProject[] = [
  { name: 'Pumpernickel', images: [0, 1, 2, 3, 4, 5, 6].map((at) => image(at, 'Pumpernickel')) },
  { name: 'Rye', images: [7, 8, 9].map((at) => image(at, 'Rye')) },
  { name: 'Sour dough', images: [] },
]
