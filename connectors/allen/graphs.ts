import { z } from 'zod'
import { GatewayError, type VocabularyTerm } from '#sdk'
import { graphSpecies, structureId, structureLabel } from './terms.ts'

/** A structure of a graph, which comes nested in its parent or in a flat list. */
const Node = z.object({
  id: z.int(),
  acronym: z.string().nullish(),
  name: z.string().nullish(),
  parent_structure_id: z.int().nullish(),
  /** `/997/8/567/`, or a list of the same ids. Its own id is the last. */
  structure_id_path: z.union([z.string(), z.array(z.int())]).nullish(),
  children: z.array(z.unknown()).nullish(),
})

/**
 * The structures of a graph as terms of a vocabulary, parents before children. Those without a parent in it tell the
 * species of the graph, which holds for all below them.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when there are none, or one of them is no structure.
 */
export function structureVocabulary(graph: number, nodes: readonly unknown[]): VocabularyTerm[] {
  const terms = new Map<number, VocabularyTerm>()
  const waiting = nodes.map((node) => ({ node, above: null as number | null })).reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const parsed = Node.safeParse(next.node)
    if (!parsed.success) {
      throw new GatewayError('ANSWER_INVALID', {
        message: 'A structure of the source does not have the expected shape.',
        cause: parsed.error,
      })
    }
    const { id, children, ...node } = parsed.data
    if (terms.has(id)) continue
    // Acronyms such as `SSp-bfd2/3` and `fiber tracts` hold slashes, commas and spaces: they are never split.
    const acronym = trimmed(node.acronym)
    const name = trimmed(node.name)
    const label = structureLabel(graph, { id, name, acronym })
    const parent = next.above ?? node.parent_structure_id ?? parentIn(node.structure_id_path, id)
    terms.set(id, {
      termId: structureId(graph, id),
      facet: 'structure',
      label,
      synonyms: [...new Set([name, acronym])].filter((word) => word !== null && word !== label),
      parents: parent === null ? [] : [structureId(graph, parent)],
    } as VocabularyTerm)
    for (const child of (children ?? []).toReversed()) waiting.push({ node: child, above: id })
  }
  if (terms.size > 0) {
    const ids = new Set([...terms.values()].map(({ termId }) => termId))
    return [...terms.values()].map((term) =>
      term.parents.some((parent) => ids.has(parent)) ? term : { ...term, ...graphSpecies(graph) },
    )
  }
  throw new GatewayError('ANSWER_INVALID', { message: 'A structure graph of the source is empty.' })
}

function trimmed(text: string | null | undefined): string | null {
  return text?.trim() || null
}

function parentIn(path: string | number[] | null | undefined, id: number): number | null {
  const ids = typeof path === 'string' ? path.split('/').filter(Boolean).map(Number) : (path ?? [])
  const parent = ids.at(-2)
  return ids.at(-1) === id && parent !== undefined && Number.isInteger(parent) ? parent : null
}
