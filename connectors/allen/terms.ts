import { originBy, type Term } from '#sdk'
import type { Organism, Structure } from './rows.ts'

/** Prefixes of structure ids by structure graph, those that Uberon and the field use. */
const prefixes: Record<number, string> = { 1: 'MBA', 10: 'HBA', 16: 'DHBA', 17: 'DMBA' }

/**
 * The taxon whose structures a graph holds: adult (1) and developing mouse (17), human (10) and developing human (16).
 * The service tells it by the graph's name alone.
 */
const taxa: Record<number, string> = {
  1: 'NCBITaxon:10090',
  10: 'NCBITaxon:9606',
  16: 'NCBITaxon:9606',
  17: 'NCBITaxon:10090',
}

/** The species of a graph as its terms tell it; nothing for a graph of which it is not known. */
export function graphSpecies(graph: number): { species?: string[] } {
  const taxon = taxa[graph]
  return taxon === undefined ? {} : { species: [taxon] }
}

/** `MBA:382`. Ids are unique within the service, acronyms are not: a structure is never told by its acronym. */
export function structureId(graph: number, id: number): string {
  return `${prefixes[graph] ?? `AllenGraph${graph}`}:${id}`
}

/**
 * The label of a structure. The root of the adult mouse graph is called `root`, which says nothing on a record; it
 * is the brain.
 */
export function structureLabel(
  graph: number,
  { id, name, acronym }: Pick<Structure, 'id' | 'name' | 'acronym'>,
): string {
  if (graph === 1 && id === 997) return 'brain'
  return name ?? acronym ?? structureId(graph, id)
}

export function structureTerms(structures: (Structure | null | undefined)[]): Term[] {
  return structures.flatMap((structure) => {
    if (structure == null) return []
    const graph = structure.graph_id ?? null
    const label = graph === null ? structure.name : structureLabel(graph, structure)
    if (label === null) return []
    const termId = graph === null ? null : structureId(graph, structure.id)
    return [{ label, termId, origin: 'STATED' as const, raw: structure.acronym }]
  })
}

/** The whole brain in the words of a graph; none for graphs without such a structure that is known. */
const brains: Record<number, Term> = {
  1: { label: 'brain', termId: 'MBA:997', origin: 'MAPPED', raw: 'root' },
  10: { label: 'brain', termId: 'HBA:4005', origin: 'MAPPED', raw: null },
  16: { label: 'brain', termId: 'DHBA:10155', origin: 'MAPPED', raw: null },
}

export function wholeBrain(graph: number | null | undefined): Term[] {
  const brain = graph == null ? undefined : brains[graph]
  return brain === undefined ? [] : [brain]
}

/** The first of these that names a species. */
export function speciesTerms(...organisms: (Organism | null | undefined)[]): Term[] {
  for (const organism of organisms) {
    const taxon = organism?.ncbitaxonomyid ?? null
    const label = organism?.name ?? null
    if (label === null) continue
    return [
      { label, termId: taxon === null ? null : `NCBITaxon:${taxon}`, origin: 'STATED', raw: null },
    ]
  }
  return []
}

/** A product says its species in plain words. */
const commonNames: Record<string, readonly [label: string, taxon: number]> = {
  mouse: ['Mus musculus', 10090],
  human: ['Homo sapiens', 9606],
}

export function speciesByName(name: string | null): Term[] {
  if (name === null) return []
  const known = commonNames[name.toLowerCase()]
  if (known === undefined) return [{ label: name, termId: null, origin: 'STATED', raw: null }]
  return [{ label: known[0], termId: `NCBITaxon:${known[1]}`, origin: 'MAPPED', raw: name }]
}

/** What a table of this connector says about a product or a treatment. */
export function mappedTerms(labels: readonly string[], raw: string | null): Term[] {
  return labels.map((label) => ({ label, termId: null, origin: 'MAPPED', raw }))
}

export const ccfV3: Term = {
  label: 'Allen Mouse CCFv3',
  termId: null,
  origin: 'MAPPED',
  raw: null,
}

export const origin = originBy('allen')
