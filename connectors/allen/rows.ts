import { z } from 'zod'

/*
 * What may be kept of the warehouse's rows. Everything else is dropped: search internals that change without meaning
 * (`weight`, `sphinx_id`, `*_facet`), places on the institute's own servers, and all that describes a donor as a
 * person. Shapes give the same for their own output, so that a kept row can go through them again.
 */

/** How the warehouse says that it does not know. */
const absences: readonly string[] = ['', 'unknown', '(none)']

const Text = z
  .string()
  .nullish()
  .transform((text) => {
    const trimmed = text?.trim() ?? ''
    return absences.includes(trimmed.toLowerCase()) ? null : trimmed
  })
/** Absent and null are the same, so that a row does not seem to change when the service changes its manners. */
function maybe<Shape extends z.ZodType>(shape: Shape) {
  return shape.nullish().transform((value) => value ?? null)
}

/** The types that the service declares are not binding: a number may come as its digits. */
const Id = maybe(z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]))
/** A field whose form is not documented: taken when it is a text, passed over when it is not. */
const MaybeText = Text.catch(null)

function list<Shape extends z.ZodType>(shape: Shape) {
  return z
    .array(shape)
    .nullish()
    .transform((rows) => rows ?? [])
}

const Named = z.object({ name: Text })
const Organism = z.object({ id: Id, name: Text, ncbitaxonomyid: Id })
const Age = z.object({ name: Text })
export const Structure = z.object({ id: z.int(), acronym: Text, name: Text, graph_id: Id })

/** Organisms whose donors are people. */
const isHuman = (id: number | null | undefined, taxon: number | null | undefined) =>
  id === 1 || taxon === 9606

/**
 * A donor as its species and, for an animal, its strain, driver lines and stage. Of people, and of donors whose
 * species is not said, nothing but the species is kept.
 */
const Donor = z
  .object({
    organism_id: Id,
    organism: maybe(Organism),
    strain: Text,
    age: maybe(Age),
    transgenic_mouse: maybe(z.object({ transgenic_lines: list(Named) })),
  })
  .transform((donor) => {
    const { organism_id, organism } = donor
    const known = organism_id ?? organism?.id ?? organism?.ncbitaxonomyid ?? null
    const isAnimal =
      known !== null && !isHuman(organism_id ?? organism?.id, organism?.ncbitaxonomyid)
    return isAnimal
      ? donor
      : { organism_id, organism, strain: null, age: null, transgenic_mouse: null }
  })

const Injection = z.object({
  primary_injection_structure: maybe(Structure),
  structures: list(Structure),
})

const Specimen = z.object({
  donor: maybe(Donor),
  structure: maybe(Structure),
  stereotaxic_injections: list(Injection),
})

const WellKnownFile = z.object({
  id: z.int(),
  download_link: Text,
  /** A place on the institute's servers: only the file's name may stay. */
  path: Text.transform((path) => path?.slice(path.lastIndexOf('/') + 1) || null),
  well_known_file_type: maybe(Named),
})

const ProductRef = z.object({ id: z.int(), name: Text, abbreviation: Text })

export const Product = z.object({
  id: z.int(),
  name: Text,
  abbreviation: Text,
  description: Text,
  resource: MaybeText,
  species: MaybeText,
})

export const Atlas = z.object({
  id: z.int(),
  name: Text,
  image_type: MaybeText,
  structure_graph_id: Id,
  structure_graph: maybe(
    z.object({ name: Text, ontology: maybe(z.object({ organism: maybe(Organism) })) }),
  ),
  reference_space: maybe(z.object({ id: Id, name: Text, organism: maybe(Organism) })),
  specimen: maybe(z.object({ donor: maybe(Donor) })),
  treatment: maybe(Named),
})

export const ReferenceSpace = z.object({
  id: z.int(),
  name: Text,
  anatomy: MaybeText,
  organism: maybe(Organism),
  age: maybe(Age),
  products: list(ProductRef),
  well_known_files: list(WellKnownFile),
})

export const SectionDataSet = z.object({
  id: z.int(),
  name: Text,
  failed: maybe(z.boolean()),
  /** Micrometres. */
  section_thickness: maybe(z.number()),
  reference_space_id: Id,
  reference_space: maybe(z.object({ name: Text })),
  plane_of_section: maybe(Named),
  genes: list(z.object({ acronym: Text, name: Text, entrez_id: Id })),
  treatments: list(Named),
  products: list(ProductRef),
  specimen: maybe(Specimen),
  well_known_files: list(WellKnownFile),
})

/** A volume of the file archive, from the curated list. */
export const ArchiveVolume = z.object({
  name: z.string(),
  kind: z.enum(['TEMPLATE', 'PARCELLATION']),
  title: z.string(),
  description: z.string(),
  version: z.string().nullable(),
  /** Finest resolution on offer, isotropic, in micrometres. */
  finest: z.number().nullable(),
  isInCcfV3: z.boolean(),
  technique: z.array(z.string()),
  modality: z.array(z.string()),
  keywords: z.array(z.string()),
  files: z.array(
    z.object({
      /** Below `informatics-archive/`. */
      path: z.string(),
      role: z.enum(['VOLUME', 'LABELS', 'ARCHIVE', 'DIRECTORY']),
      format: z.string().nullable(),
      sha256: z.string().nullable(),
    }),
  ),
})

export type Organism = z.output<typeof Organism>
export type Structure = z.output<typeof Structure>
export type WellKnownFile = z.output<typeof WellKnownFile>
export type Product = z.output<typeof Product>
export type ProductRef = z.output<typeof ProductRef>
export type Atlas = z.output<typeof Atlas>
export type ReferenceSpace = z.output<typeof ReferenceSpace>
export type SectionDataSet = z.output<typeof SectionDataSet>
export type ArchiveVolume = z.output<typeof ArchiveVolume>
