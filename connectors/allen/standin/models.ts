/** The part of the warehouse's schema that the stand-in serves: tables and associations, as `enumerate` lists them. */

export type Row = { id: number } & Record<string, unknown>

export interface Association {
  to: string
  /** `one`: a foreign key of this row; `many`: a foreign key of the others; `links`: a table between both. */
  kind: 'one' | 'many' | 'links'
  /** The foreign key; for `links` the name under which `World.links` holds them. */
  key: string
}

export interface Model {
  /** Plural name, used to qualify fields. Not always the model's own: SectionDataSet lives in `data_sets`. */
  table: string
  associations: Record<string, Association>
}

const one = (to: string, key: string): Association => ({ to, kind: 'one', key })
const many = (to: string, key: string): Association => ({ to, kind: 'many', key })
const links = (to: string, key: string): Association => ({ to, kind: 'links', key })

export const models: Record<string, Model> = {
  Organism: { table: 'organisms', associations: {} },
  Age: { table: 'ages', associations: { organism: one('Organism', 'organism_id') } },
  PlaneOfSection: { table: 'plane_of_sections', associations: {} },
  Treatment: { table: 'treatments', associations: {} },
  Ontology: { table: 'ontologies', associations: { organism: one('Organism', 'organism_id') } },
  StructureGraph: {
    table: 'structure_graphs',
    associations: {
      ontology: one('Ontology', 'ontology_id'),
      root_structure: one('Structure', 'root_structure_id'),
    },
  },
  Structure: {
    table: 'structures',
    associations: {
      ontology: one('Ontology', 'ontology_id'),
      structure_graph: one('StructureGraph', 'graph_id'),
    },
  },
  Gene: { table: 'genes', associations: { organism: one('Organism', 'organism_id') } },
  TransgenicLine: { table: 'transgenic_lines', associations: {} },
  TransgenicMouse: {
    table: 'transgenic_mice',
    associations: { transgenic_lines: links('TransgenicLine', 'mouse_lines') },
  },
  Donor: {
    table: 'donors',
    associations: {
      age: one('Age', 'age_id'),
      organism: one('Organism', 'organism_id'),
      transgenic_mouse: one('TransgenicMouse', 'transgenic_mouse_id'),
    },
  },
  StereotaxicInjection: {
    table: 'stereotaxic_injections',
    associations: {
      primary_injection_structure: one('Structure', 'primary_injection_structure_id'),
      structures: links('Structure', 'injection_structures'),
    },
  },
  Specimen: {
    table: 'specimens',
    associations: {
      donor: one('Donor', 'donor_id'),
      structure: one('Structure', 'structure_id'),
      stereotaxic_injections: many('StereotaxicInjection', 'specimen_id'),
    },
  },
  Product: { table: 'products', associations: {} },
  WellKnownFileType: { table: 'well_known_file_types', associations: {} },
  WellKnownFile: {
    table: 'well_known_files',
    associations: { well_known_file_type: one('WellKnownFileType', 'well_known_file_type_id') },
  },
  ReferenceSpace: {
    table: 'reference_spaces',
    associations: {
      organism: one('Organism', 'organism_id'),
      age: one('Age', 'age_id'),
      products: links('Product', 'space_products'),
      well_known_files: many('WellKnownFile', 'attachable_id'),
    },
  },
  Atlas: {
    table: 'atlases',
    associations: {
      structure_graph: one('StructureGraph', 'structure_graph_id'),
      reference_space: one('ReferenceSpace', 'reference_space_id'),
      specimen: one('Specimen', 'specimen_id'),
      treatment: one('Treatment', 'treatment_id'),
    },
  },
  SectionDataSet: {
    table: 'data_sets',
    associations: {
      specimen: one('Specimen', 'specimen_id'),
      plane_of_section: one('PlaneOfSection', 'plane_of_section_id'),
      reference_space: one('ReferenceSpace', 'reference_space_id'),
      treatments: links('Treatment', 'set_treatments'),
      genes: links('Gene', 'set_genes'),
      products: links('Product', 'set_products'),
      well_known_files: many('WellKnownFile', 'attachable_id'),
    },
  },
}

/** Rows by model and id, and the tables between models. */
export interface World {
  rows: Record<string, Map<number, Row>>
  /** By name of the link: ids on the far side, by id on the near side. */
  links: Record<string, Map<number, number[]>>
  /** Rows by model, foreign key and its value, filled as asked for. */
  index: Map<string, Map<unknown, Row[]>>
}

/** The rows that hang on `row` under an association. */
export function associated(world: World, association: Association, row: Row): Row[] {
  const rows = world.rows[association.to] ?? new Map<number, Row>()
  if (association.kind === 'many') return byKey(world, association).get(row.id) ?? []
  const ids =
    association.kind === 'one'
      ? [row[association.key]]
      : (world.links[association.key]?.get(row.id) ?? [])
  return ids.flatMap((id) => rows.get(Number(id ?? Number.NaN)) ?? [])
}

function byKey(world: World, { to, key }: Association): Map<unknown, Row[]> {
  const name = `${to}.${key}`
  let index = world.index.get(name)
  if (index === undefined) {
    index = Map.groupBy(world.rows[to]?.values() ?? [], (row) => row[key])
    world.index.set(name, index)
  }
  return index
}
