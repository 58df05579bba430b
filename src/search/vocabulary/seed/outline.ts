import type { VocabularyFacet, VocabularyTerm } from '../../../model/index.ts'

/**
 * Terms of an outline, one a line:
 *
 *     UBERON:0002421 hippocampal formation; hippocampus < UBERON:0002961 @ NCBITaxon:7742
 *       UBERON:0001954 Ammon's horn; cornu ammonis
 *
 * After the id come the label and other names, in the spelling people use; case, accents and word forms need no names
 * of their own. Two spaces more than the line above: narrower than it. `<` gives further broader terms, of this outline
 * or another. `@` gives the taxa that have it; without, those of the line that it stands below.
 *
 * @throws {Error} at a line that is none of these: a seed is as good as code.
 */
export function termsOf(facet: VocabularyFacet, outline: string): VocabularyTerm[] {
  const terms: VocabularyTerm[] = []
  /** The terms that the next line may stand below, by depth. */
  const above: VocabularyTerm[] = []
  for (const line of outline.split('\n')) {
    if (line.trim() === '') continue
    const [, indent = '', termId, names, broader, taxa] = shape.exec(line) ?? []
    const [label, ...synonyms] = names?.split('; ') ?? []
    const depth = indent.length / 2
    const isBelow = Number.isInteger(depth) && depth <= above.length
    if (termId === undefined || label === undefined || !isBelow) {
      throw new Error(`Not a line of an outline: ${line}`)
    }
    const parent = above[depth - 1]
    const species = taxa?.split(' ') ?? parent?.species
    const term: VocabularyTerm = {
      termId,
      facet,
      label,
      synonyms,
      parents: [...(parent === undefined ? [] : [parent.termId]), ...(broader?.split(' ') ?? [])],
      ...(species === undefined ? {} : { species }),
    }
    above.splice(depth, above.length, term)
    terms.push(term)
  }
  return terms
}

const shape =
  /^( *)([A-Za-z]+:[\w.-]+) ([^<@]*[^<@\s])(?: < (\S+:\S+(?: \S+:\S+)*))?(?: @ (\S+:\S+(?: \S+:\S+)*))?$/
