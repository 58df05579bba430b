import { type Mapped, words } from '#sdk'
import { archiveFile, rowPage, structureGraphFile, wellKnownFiles } from './assets.ts'
import { common, nativeId } from './common.ts'
import { ccfPaper, factsOf, treatments } from './curated.ts'
import type { Options } from './options.ts'
import type { ArchiveVolume, Atlas, Product, ReferenceSpace } from './rows.ts'
import { ccfV3, mappedTerms, origin, speciesByName, speciesTerms, wholeBrain } from './terms.ts'

export { mapSectionDataSet } from './map-section.ts'

export function mapProduct(row: Product, { publicUrl }: Options): Mapped {
  const facts = factsOf(row)
  const { id, name, abbreviation } = row
  return {
    record: {
      ...common,
      kind: 'COLLECTION',
      title: name === null ? `Allen product ${abbreviation ?? id}` : `Allen ${name}`,
      description: row.description,
      keywords: words(name, abbreviation, row.resource),
      publications: [...(facts?.publications ?? [])],
      sameAs: words(facts?.rrid),
      landingPage: facts?.landingPage ?? null,
      domain: facts?.domain ?? null,
      species: speciesByName(row.species),
      technique: mappedTerms(facts?.technique ?? [], name),
      modality: mappedTerms(facts?.modality ?? [], name),
      upstream: rowPage(publicUrl, 'Product', id),
      fields: facts === null ? [] : [origin('technique', 'product', name)],
    },
    assets: [],
  }
}

export function mapAtlas(row: Atlas, { publicUrl }: Options): Mapped {
  const { id, name, specimen, structure_graph, reference_space, treatment } = row
  const graph = row.structure_graph_id ?? null
  const donor = specimen?.donor
  const method = treatments[treatment?.name ?? '']
  const page = `https://atlas.brain-map.org/atlas?atlas=${id}`
  return {
    record: {
      ...common,
      kind: 'ATLAS',
      title: name === null ? `Allen atlas ${id}` : `Allen reference atlas: ${name}`,
      keywords: words(
        'reference atlas',
        name,
        structure_graph?.name,
        row.image_type,
        donor?.age?.name,
      ),
      landingPage: page,
      viewers: [page],
      species: speciesTerms(
        donor?.organism,
        reference_space?.organism,
        structure_graph?.ontology?.organism,
      ),
      technique:
        treatment?.name == null
          ? []
          : mappedTerms([method?.technique ?? treatment.name], treatment.name),
      modality: mappedTerms(method === undefined ? [] : [method.modality], treatment?.name ?? null),
      structure: wholeBrain(graph),
      referenceSpace:
        reference_space?.name == null
          ? []
          : [{ label: reference_space.name, termId: null, origin: 'STATED', raw: null }],
      upstream: rowPage(publicUrl, 'Atlas', id),
      fields: wholeBrain(graph).map((brain) => origin('structure', 'structure-graph', brain.raw)),
    },
    assets: graph === null ? [] : structureGraphFile(publicUrl, graph),
  }
}

/** A reference space is what data are aligned to, and comes with the volumes that show it: a template. */
export function mapReferenceSpace(row: ReferenceSpace, { publicUrl }: Options): Mapped {
  const { id, name, organism, age, products } = row
  const species = speciesTerms(organism)
  const title = name ?? words('Allen reference space', `${id}`, organism?.name, age?.name).join(' ')
  return {
    record: {
      ...common,
      kind: 'TEMPLATE',
      title,
      parents: products.map((product) => nativeId('Product', product.id)),
      keywords: words('reference space', age?.name, row.anatomy),
      species,
      referenceSpace: [
        { label: referenceSpaceLabel(id, name), termId: null, origin: 'STATED', raw: null },
      ],
      upstream: rowPage(publicUrl, 'ReferenceSpace', id),
      fields: name === null ? [origin('title', 'reference-space-title')] : [],
    },
    assets: wellKnownFiles(publicUrl, row.well_known_files),
  }
}

export function referenceSpaceLabel(id: number, name: string | null | undefined): string {
  return name ?? `Allen reference space ${id}`
}

export function mapArchiveVolume(row: ArchiveVolume, { archiveUrl }: Options): Mapped {
  const folder = row.files[0]?.path.replace(/[^/]*$/, '') ?? ''
  return {
    record: {
      ...common,
      kind: row.kind,
      title: row.title,
      description: row.description,
      version: row.version,
      keywords: row.keywords,
      publications: row.isInCcfV3 ? [ccfPaper] : [],
      sameAs: row.isInCcfV3 ? ['RRID:SCR_020999'] : [],
      landingPage: archiveFile(archiveUrl, {
        path: folder,
        role: 'DIRECTORY',
        format: null,
        sha256: null,
      }).locator,
      viewers: row.isInCcfV3 ? ['https://atlas.brain-map.org/atlas?atlas=602630314'] : [],
      species: speciesByName('mouse').map((term) => ({ ...term, raw: null, origin: 'STATED' })),
      technique: mappedTerms(row.technique, null),
      modality: mappedTerms(row.modality, null),
      structure: row.isInCcfV3 ? wholeBrain(1) : [],
      referenceSpace: row.isInCcfV3 ? [{ ...ccfV3, origin: 'STATED' }] : [],
      resolution:
        row.finest === null
          ? null
          : { values: [row.finest], unit: 'um', micrometres: [row.finest] },
    },
    assets: row.files.map((file) => archiveFile(archiveUrl, file)),
  }
}
