import type { FieldOrigin, Term } from '#sdk'
import { origin } from './common.ts'

interface Told {
  species: Term[]
  fields: FieldOrigin[]
}

const nothing: Told = { species: [], fields: [] }
const human = { label: 'Homo sapiens', termId: 'NCBITaxon:9606' } as const
const humans = ['LIVING_HUMAN_BEING', 'HUMAN_CADAVER']

/** A clinical study is taken to be of humans; of others the card says nothing. */
export function speciesOfStudy(studyType: string | null): Told {
  return studyType === 'CLINICAL' ? assumedHuman(studyType) : nothing
}

/** Of a dataset's subject: its own species where it is stated, else what its study is taken to be of. */
export function speciesOfSubject(row: {
  specie: string | null
  category: string | null
  subjectType: string | null
  study: { studyType: string | null }
}): Told {
  const { specie, category, subjectType, study } = row
  if (specie !== null) {
    const species: Term[] = [{ label: specie, termId: null, origin: 'STATED', raw: null }]
    return { species, fields: [] }
  }
  if (category !== null && humans.includes(category)) {
    return {
      species: [{ ...human, origin: 'MAPPED', raw: category }],
      fields: [origin('species', 'imaged-object', category)],
    }
  }
  // Phantoms are of no species, and of which an animal or a piece is was not said.
  const isOther = category !== null || subjectType === 'PHANTOM'
  return isOther ? nothing : speciesOfStudy(study.studyType)
}

function assumedHuman(studyType: string): Told {
  return {
    species: [{ ...human, origin: 'ASSUMED', raw: null }],
    fields: [origin('species', 'clinical-study', studyType, 'ASSUMED')],
  }
}
