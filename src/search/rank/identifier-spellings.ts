/** Parts of an address that are looked at. */
const mostParts = 8

/**
 * Other spellings under which a record may bear a folded identifier, the likeliest first: an RRID with and without its
 * prefix, an archive's accession in its DOI and in the address of a page, whichever version is asked for.
 */
export function otherSpellings(folded: string): string[] {
  const parts = partsOfAddress(folded)
  return [folded, ...parts].flatMap((one) => {
    const found = one === folded ? [] : [one]
    for (const [pattern, spell] of spellings) {
      const match = pattern.exec(one)
      if (match?.[1] !== undefined) found.push(...spell(match[1]))
    }
    return found
  })
}

const spellings: readonly (readonly [RegExp, (id: string) => string[]])[] = [
  [/^rrid:\s*(\S+)$/, (id) => [id]],
  // Authorities of RRIDs: SciCrunch, antibodies, cell lines, stocks of strains.
  [/^((?:scr|ab|cvcl|imsr|mgi|bdsc|addgene|nlx|nif|rrrc|mmrrc)_\S+)$/, (id) => [`rrid:${id}`]],
  [/^10\.18112\/openneuro\.(ds\d{6})/, (id) => [`10.18112/openneuro.${id}`, id]],
  [/^10\.48324\/dandi\.(\d{6})/, (id) => [`10.48324/dandi.${id}`, `dandi:${id}`, id]],
  [/^dandi:(\d{6})\b/, (id) => [`dandi:${id}`, id]],
  [/dandiarchive\.org\/(?:#\/)?dandiset\/(\d{6})/, (id) => [`dandi:${id}`, id]],
  [/^10\.5281\/zenodo\.(\d+)$/, (id) => [`zenodo:${id}`]],
  // A version of a DOI, where only the whole bears a record.
  [/^(10\.\d{4,9}\/\S+?)\.v\d+(?:\.\d+)*$/, (id) => [id]],
]

/** What the path and the query of an address are made of, the last first; nothing of what is no address. */
function partsOfAddress(folded: string): string[] {
  const [, path] = /^https?:\/\/[^/?#\s]+[/?#](\S+)$/.exec(folded) ?? []
  if (path === undefined) return []
  const doi = /(?:^|\/)(10\.\d{4,9}\/[^?#\s]+)/.exec(path)?.[1]
  const parts = path
    .split(/[/?#&=]+/)
    .filter((part) => part !== '')
    .slice(-mostParts)
    .reverse()
  return doi === undefined ? parts : [doi, ...parts]
}
