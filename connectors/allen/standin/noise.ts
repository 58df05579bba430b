import { models, type Row } from './models.ts'

/**
 * What the warehouse serves beside the facts, and what must never be kept: invented particulars of donors and
 * specimens, and places on its own servers. No row and no record may hold any of these.
 */
export const planted = {
  donorName: 'H0000.PLANTED.DONOR',
  specimenName: 'PLANTED-SPECIMEN-0000.01.02',
  dateOfBirth: '1901-02-03T04:05:06Z',
  condition: 'planted condition of a donor',
  race: 'planted race',
  smoker: 'planted smoker',
  tumor: 'planted tumor status',
  handedness: 'planted handedness',
  serverPath: '/external/planted',
} as const

const human = 1

type Decoration = (row: Row, turn: number) => Record<string, unknown>

const decorations: Record<string, Decoration> = {
  SectionDataSet: ({ id }, turn) => ({
    weight: 5000 + ((id + turn * 7) % 1000),
    sphinx_id: 130_000 + turn,
    failed_facet: 734_881_840 + turn,
    storage_directory: `${planted.serverPath}/mouse/prod1/image_series_${id}/`,
  }),
  ReferenceSpace: ({ id }) => ({
    storage_directory: `${planted.serverPath}/reference_space_${id}/`,
  }),
  Product: (_, turn) => ({ sphinx_id: turn, name_facet: 1000 + turn }),
  Gene: (_, turn) => ({ sphinx_id: turn, ensembl_id: null, homologene_id: null }),
  Structure: (_, turn) => ({
    weight: 8690 + turn,
    color_hex_triplet: turn % 2 === 0 ? 'B0FFFF' : 'BFDAE3',
    hemisphere_id: 3,
    sphinx_id: turn,
  }),
  Specimen: ({ id }, turn) => ({
    name: planted.specimenName,
    external_specimen_name: planted.specimenName,
    specimen_id_path: `/${id}/`,
    hemisphere: '(none)',
    tissue_ph: 6.71,
    rna_integrity_number: null,
    sphinx_id: turn,
  }),
  Donor: ({ organism_id }, turn) => ({
    name: planted.donorName,
    external_donor_name: planted.donorName,
    sphinx_id: turn,
    date_of_birth: planted.dateOfBirth,
    ...(organism_id === human
      ? {
          condition_description: planted.condition,
          race_only: planted.race,
          smoker: planted.smoker,
          tumor_status: planted.tumor,
          handedness: planted.handedness,
          pmi: 23.9177,
        }
      : {}),
  }),
}

/** A field that is not known arrives in one of these ways, the same for the same row. */
const absences: Record<string, readonly unknown[]> = {
  'SectionDataSet.name': [null, '', undefined],
  'Donor.strain': [null, 'unknown', '', undefined],
  'Donor.sex': [null, undefined],
  'Product.description': [null, ''],
  'Product.abbreviation': [null],
}

/** An object as it goes over the wire, with the noise of request number `turn`. `bare`: only the fields asked for. */
export function served(
  name: string,
  object: Record<string, unknown>,
  turn: number,
  bare: boolean,
): Record<string, unknown> {
  const associations = models[name]?.associations ?? {}
  const row = object as Row
  const whole = bare ? object : { ...object, ...decorations[name]?.(row, turn) }
  const entries = Object.entries(whole).map(([key, value]): [string, unknown] => {
    const association = associations[key]
    if (association === undefined) return [key, value ?? absence(name, key, row.id)]
    if (Array.isArray(value)) {
      return [key, value.map((one) => served(association.to, one, turn, false))]
    }
    return [key, value && served(association.to, value as Record<string, unknown>, turn, false)]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function absence(name: string, key: string, id: number): unknown {
  const ways = absences[`${name}.${key}`]
  return ways === undefined ? null : ways[id % ways.length]
}
