import { readFileSync } from 'node:fs'
import type { Row, World } from './models.ts'

/** The sample, as it lies in `sample/`. */
interface Sample {
  lookups: {
    organisms: Row[]
    planes: (Row & { name: string })[]
    treatments: (Row & { name: string })[]
    ages: (Row & { name: string })[]
    ontologies: Row[]
    graphs: (Row & { id: number })[]
    transgenicLines: (Row & { name: string })[]
  }
  products: { products: Row[] }
  atlases: {
    atlases: {
      id: number
      name: string
      graph: number
      age: string | null
      treatment: string | null
      referenceSpace: number | null
      strain: string | null
    }[]
  }
  'reference-spaces': {
    referenceSpaces: { id: number; organism: number; age: string; products: number[] }[]
  }
  ish: {
    genes: { acronym: string; name: string; entrez_id: number | null }[]
    experiments: {
      id: number
      gene: string
      plane: string | null
      product: number
      age: string
      thickness: number
      referenceSpace: number | null
    }[]
  }
  connectivity: {
    experiments: {
      id: number
      primary: number
      others: number[]
      strain: string | null
      line: string | null
    }[]
  }
  structures: Record<string, [id: number, acronym: string, name: string, parent: number | null][]>
}

/** Ids that the sample does not know and nobody reads: specimens, donors, injections, genes. */
const firstOwnId = 900_001_000
/** Where invented data sets start, far above any real one. */
export const firstSyntheticId = 8_000_000_001

function sample<Name extends keyof Sample>(name: Name): Sample[Name] {
  const file = new URL(`../sample/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Sample[Name]
}

const mouse = 2
const human = 1

/**
 * The sample as tables of the warehouse.
 *
 * @param synthetic how many invented data sets are added, for tests under load; their ids start at
 *   `firstSyntheticId` and their genes are called `Synth…`.
 */
export function createWorld(synthetic = 0): World {
  const world: World = { rows: {}, links: {}, index: new Map() }
  let ownId = firstOwnId
  const nextId = () => ++ownId
  const put = (model: string, row: Row): number => {
    world.rows[model] ??= new Map()
    world.rows[model].set(row.id, row)
    return row.id
  }
  const link = (name: string, id: number, ids: number[]) => {
    world.links[name] ??= new Map()
    world.links[name].set(id, ids)
  }

  const lookups = sample('lookups')
  for (const row of lookups.organisms) put('Organism', { ...row })
  for (const row of lookups.planes) put('PlaneOfSection', { ...row })
  for (const row of lookups.treatments) put('Treatment', { ...row })
  for (const row of lookups.ages) put('Age', { ...row })
  for (const row of lookups.ontologies) put('Ontology', { ...row })
  for (const row of lookups.graphs) put('StructureGraph', { ...row })
  for (const row of lookups.transgenicLines) put('TransgenicLine', { ...row })
  for (const row of sample('products').products) put('Product', { ...row })
  const idOf = (list: (Row & { name: string })[], name: string | null) =>
    list.find((row) => row.name === name)?.id ?? null

  for (const [graph, structures] of Object.entries(sample('structures'))) {
    if (!graph.startsWith('graph')) continue
    const paths = new Map<number, string>()
    structures.forEach(([id, acronym, name, parent], graphOrder) => {
      const path = `${parent === null ? '/' : paths.get(parent)}${id}/`
      paths.set(id, path)
      put('Structure', {
        id,
        acronym,
        name,
        parent_structure_id: parent,
        structure_id_path: path,
        graph_id: Number(graph.slice('graph'.length)),
        graph_order: graphOrder,
        depth: path.split('/').length - 3,
        st_level: null,
      })
    })
  }

  /** A specimen with its donor, the way the warehouse keeps every piece of tissue. */
  function specimen(
    organism: number,
    age: string | null,
    strain: string | null,
    line: string | null = null,
  ): number {
    let mouseId: number | null = null
    const lineId = idOf(lookups.transgenicLines, line)
    if (lineId !== null) {
      mouseId = put('TransgenicMouse', { id: nextId(), name: line })
      link('mouse_lines', mouseId, [lineId])
    }
    const donor = put('Donor', {
      id: nextId(),
      organism_id: organism,
      age_id: idOf(lookups.ages, age),
      strain,
      sex: null,
      transgenic_mouse_id: mouseId,
    })
    return put('Specimen', {
      id: nextId(),
      donor_id: donor,
      structure_id: null,
      hemisphere: null,
      is_cell_specimen: false,
    })
  }

  for (const { id, organism, age, products } of sample('reference-spaces').referenceSpaces) {
    put('ReferenceSpace', {
      id,
      name: null,
      organism_id: organism,
      age_id: idOf(lookups.ages, age),
      anatomy: null,
    })
    link('space_products', id, products)
  }

  for (const atlas of sample('atlases').atlases) {
    const organism = atlas.name.startsWith('Human') ? human : mouse
    put('Atlas', {
      id: atlas.id,
      name: atlas.name,
      structure_graph_id: atlas.graph,
      reference_space_id: atlas.referenceSpace,
      treatment_id: idOf(lookups.treatments, atlas.treatment),
      specimen_id: atlas.age === null ? null : specimen(organism, atlas.age, atlas.strain),
    })
  }

  function dataSet(row: Row, product: number, treatment: string | null): void {
    put('SectionDataSet', {
      name: null,
      failed: false,
      expression: false,
      qc_date: null,
      rnaseq_design_id: null,
      delegate: false,
      red_channel: null,
      green_channel: null,
      blue_channel: null,
      ...row,
    })
    link('set_products', row.id, [product])
    const treatmentId = idOf(lookups.treatments, treatment)
    if (treatmentId !== null) link('set_treatments', row.id, [treatmentId])
  }

  const { genes, experiments } = sample('ish')
  const geneIds = new Map(
    genes.map((gene) => [
      gene.acronym,
      put('Gene', { id: nextId(), ...gene, organism_id: mouse, type: 'EntrezGene' }),
    ]),
  )
  // Several genes are tried on sections of one brain, so specimens are shared.
  const ishSpecimen = new Map<string, number>()
  for (const { id, gene, plane, product, age, thickness, referenceSpace } of experiments) {
    if (!ishSpecimen.has(age)) ishSpecimen.set(age, specimen(mouse, age, 'C57BL/6J'))
    const row = {
      id,
      specimen_id: ishSpecimen.get(age),
      plane_of_section_id: idOf(lookups.planes, plane),
      section_thickness: thickness,
      reference_space_id: referenceSpace,
    }
    dataSet(row, product, 'ISH')
    link('set_genes', id, [geneIds.get(gene) ?? 0])
  }

  for (const { id, primary, others, strain, line } of sample('connectivity').experiments) {
    const specimenId = specimen(mouse, 'P56', strain, line)
    const injection = put('StereotaxicInjection', {
      id: nextId(),
      specimen_id: specimenId,
      primary_injection_structure_id: primary,
    })
    link('injection_structures', injection, [primary, ...others])
    const row = {
      id,
      specimen_id: specimenId,
      plane_of_section_id: idOf(lookups.planes, 'coronal'),
      section_thickness: 100,
      reference_space_id: 9,
    }
    dataSet(row, 5, null)
  }

  if (synthetic > 0) {
    const specimens = [specimen(mouse, 'P56', 'C57BL/6J'), specimen(mouse, 'P14', null)]
    const synthGenes = Array.from({ length: Math.min(synthetic, 500) }, (_, nth) =>
      put('Gene', {
        id: nextId(),
        acronym: `Synth${nth + 1}`,
        name: `invented gene ${nth + 1}`,
        entrez_id: null,
        organism_id: mouse,
      }),
    )
    for (let nth = 0; nth < synthetic; nth += 1) {
      const id = firstSyntheticId + nth
      const row = {
        id,
        specimen_id: specimens[nth % 2],
        plane_of_section_id: 1 + (nth % 2),
        section_thickness: 25,
        reference_space_id: 9 + (nth % 2),
        failed: nth % 50 === 49,
      }
      dataSet(row, 1, 'ISH')
      link('set_genes', id, [synthGenes[nth % synthGenes.length] ?? 0])
    }
  }
  return world
}
