import { type Asset, distinct, type Mapped, words } from '#sdk'
import { expressionGrid, projectionGrids, rowPage, wellKnownFiles } from './assets.ts'
import { common, nativeId } from './common.ts'
import { factsOf, type ProductFacts, treatments } from './curated.ts'
import type { Options } from './options.ts'
import type { SectionDataSet } from './rows.ts'
import { ccfV3, mappedTerms, origin, speciesTerms, structureTerms } from './terms.ts'

/** Null for a data set that failed quality control, where those are not wanted. */
export function mapSectionDataSet(row: SectionDataSet, options: Options): Mapped | null {
  if (row.failed === true && !options.includeFailed) return null
  const { id, genes, products, specimen } = row
  const { publicUrl } = options
  const facts = products.flatMap((product) => factsOf(product) ?? [])
  const donor = specimen?.donor
  const lines = donor?.transgenic_mouse?.transgenic_lines ?? []
  const page = facts.find((one) => one.experimentPage !== null)?.experimentPage ?? null
  const landingPage = page === null ? null : `${page}${id}`
  const grid = facts.find((one) => one.grids === 'expression')?.gridResolution ?? null
  return {
    record: {
      ...common,
      kind: 'DATASET',
      parents: products.map((product) => nativeId('Product', product.id)),
      title: row.name ?? titleOf(row, facts),
      description: descriptionOf(row),
      keywords: words(
        ...genes.flatMap((gene) => [gene.acronym, gene.name]),
        row.plane_of_section?.name,
        donor?.age?.name,
        donor?.strain,
        ...lines.map((line) => line.name),
        ...products.map((product) => product.name),
      ),
      publications: facts.flatMap((one) => one.publications),
      landingPage,
      viewers: words(landingPage),
      species: speciesTerms(donor?.organism),
      technique: distinct([
        ...row.treatments.flatMap(({ name }) =>
          name === null ? [] : mappedTerms([treatments[name]?.technique ?? name], name),
        ),
        ...facts.flatMap((one) => mappedTerms(one.technique, null)),
      ]),
      modality: distinct([
        ...row.treatments.flatMap(({ name }) =>
          mappedTerms(words(treatments[name ?? '']?.modality), name),
        ),
        ...facts.flatMap((one) => mappedTerms(one.modality, null)),
      ]),
      structure: structuresOf(row),
      referenceSpace: spacesOf(row, facts),
      resolution: grid === null ? null : { values: [grid], unit: 'um', micrometres: [grid] },
      dataLevel: null,
      upstream: rowPage(publicUrl, 'SectionDataSet', id),
      fields: [
        ...(row.name === null ? [origin('title', 'section-title')] : []),
        ...(descriptionOf(row) === null ? [] : [origin('description', 'section-description')]),
        ...(grid === null ? [] : [origin('resolution', 'product-grid')]),
      ],
    },
    assets: assetsOf(row, facts, publicUrl),
  }
}

/** `Gad1 (glutamate decarboxylase 1): in situ hybridization, coronal, Mus musculus, P56, Mouse Brain, 79556706` */
function titleOf(row: SectionDataSet, facts: readonly ProductFacts[]): string {
  const { genes, specimen, products, treatments: given } = row
  const genesText = genes
    .map(({ acronym, name }) =>
      acronym !== null && name !== null ? `${acronym} (${name})` : (acronym ?? name),
    )
    .filter((text) => text !== null)
    .join(', ')
  const [site] = structuresOf(row)
  const subject = words(genesText, site === undefined ? null : injected(site.label, site.raw)).join(
    ', ',
  )
  const techniques = words(
    ...given.map(({ name }) => treatments[name ?? '']?.technique ?? name),
    ...(given.length === 0 ? facts.flatMap((one) => one.technique) : []),
  )
  const donor = specimen?.donor
  const lines = donor?.transgenic_mouse?.transgenic_lines ?? []
  const rest = words(
    ...techniques,
    row.plane_of_section?.name,
    donor?.organism?.name,
    donor?.age?.name,
    ...lines.map((line) => line.name),
    ...products.map((product) => product.name),
  ).join(', ')
  const what = [subject, rest].filter((text) => text !== '').join(': ')
  return what === '' ? `Allen section data set ${row.id}` : `${what}, experiment ${row.id}`
}

function injected(label: string, acronym: string | null): string {
  return acronym === null || acronym === label
    ? `Projections from ${label}`
    : `Projections from ${label} (${acronym})`
}

function descriptionOf(row: SectionDataSet): string | null {
  const genes = row.genes.map(({ acronym, name, entrez_id }) => {
    const entrez = entrez_id == null ? null : `Entrez ${entrez_id}`
    const particulars = words(name, entrez).join(', ')
    return particulars === '' ? acronym : `${acronym ?? 'unnamed'} (${particulars})`
  })
  const [primary, ...others] = structuresOf(row).map((term) => term.label)
  const thickness = row.section_thickness
  const sentences = words(
    genes.length === 0 ? null : `Genes: ${words(...genes).join('; ')}.`,
    primary === undefined ? null : `Injected structure: ${primary}.`,
    others.length === 0 ? null : `The tracer also reached: ${others.join('; ')}.`,
    thickness == null || thickness <= 0 ? null : `Section thickness: ${thickness} µm.`,
  )
  return sentences.length === 0 ? null : sentences.join(' ')
}

/** The injected structures, the primary one first, else what the specimen was taken from. */
function structuresOf({ specimen }: SectionDataSet) {
  const injections = specimen?.stereotaxic_injections ?? []
  return distinct(
    structureTerms([
      ...injections.map((injection) => injection.primary_injection_structure),
      ...injections.flatMap((injection) => injection.structures),
      specimen?.structure,
    ]),
  )
}

function spacesOf(row: SectionDataSet, facts: readonly ProductFacts[]) {
  const id = row.reference_space_id ?? null
  if (id === null) return []
  const label = row.reference_space?.name ?? `Allen reference space ${id}`
  // The grids of projections are rendered in the third version of the common framework, which the row doesn't say.
  if (facts.some((one) => one.isInCcfV3)) return [{ ...ccfV3, raw: label }]
  return [{ label, termId: null, origin: 'STATED' as const, raw: null }]
}

function assetsOf(row: SectionDataSet, facts: readonly ProductFacts[], root: string): Asset[] {
  const grids = facts.find((one) => one.grids !== null)?.grids ?? null
  const files = wellKnownFiles(root, row.well_known_files)
  // Grids are made of aligned data only, and expression is measured for genes only.
  if (grids === 'projection') return [...projectionGrids(root, row.id), ...files]
  if (grids === 'expression' && row.genes.length > 0)
    return [...expressionGrid(root, row.id), ...files]
  return files
}
