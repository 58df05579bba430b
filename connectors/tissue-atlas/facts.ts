/** What the prose of a page says in so many words; the prose itself is not kept. */
export interface Facts {
  /** Ids at Synapse. */
  synapse: string[]
  /** DOIs of deposits at Zenodo and Mendeley Data. */
  deposits: string[]
  /** Ids of the Human Tumor Atlas Network, and its pages about a publication. */
  htan: string[]
  /** Sampling as it is written: `650 nm/pixel`. */
  sampling: string[]
  /** Levels of processing that are named. */
  levels: string[]
  /** Techniques that are named, as written. */
  techniques: string[]
  /** Pages of a viewer. */
  viewers: string[]
  /** Whether the page says where to read how to be let in. */
  namesInstructions: boolean
}

const patterns = {
  synapse: /\bsyn\d{6,}\b/g,
  deposits: /\b10\.(?:5281\/zenodo\.\d+|17632\/[a-z0-9]+(?:\.\d+)?)/gi,
  htanIds: /\bHTA\d{1,2}_\d+(?:_\d+)*\b/g,
  htanPages: /https?:\/\/(?:www\.)?humantumoratlas\.org\/publications\/[\w-]+/g,
  sampling: /\b\d+(?:\.\d+)?\s*(?:nm|[µμu]m|microns?)\s*(?:\/|per)\s*(?:pixel|px)\b/gi,
  levels: /\blevel [1-5]\b(?!\s*(?:or|and|to|-|–))/gi,
  techniques:
    /\b(?:3D CyCIF|t-CyCIF|CyCIF|cyclic immunofluorescence|MIBI|CODEX|GeoMx|Orion)\b|\bH&E\b|\bhematoxylin and eosin\b/gi,
  viewers: /https?:\/\/omero\.[\w.-]+\/webclient\/[^\s)\]"'<>]*/g,
} as const

/** @param instructions DOI of the page that says how to be let in, which is no deposit. */
export function factsOf(text: string, instructions: string): Facts {
  // Lines are broken anywhere, also between a number and its unit.
  const prose = text.replace(/\s+/g, ' ')
  const all = (pattern: RegExp) => [...new Set(prose.match(pattern) ?? [])]
  return {
    synapse: all(patterns.synapse),
    deposits: all(patterns.deposits).filter((doi) => doi !== instructions),
    htan: [...all(patterns.htanIds), ...all(patterns.htanPages)],
    sampling: all(patterns.sampling),
    levels: [...new Set(all(patterns.levels).map((level) => `Level ${level.slice(-1)}`))],
    techniques: all(patterns.techniques),
    viewers: all(patterns.viewers),
    namesInstructions: prose.includes(instructions),
  }
}

/** Tags of the cards that an atlas page shows, as its Liquid selects them. */
export function shownTags(body: string): string[] {
  const found = body.matchAll(/item\.tags contains ['"]([^'"]+)['"]/g)
  return [...new Set([...found].map(([, tag]) => tag ?? ''))].filter((tag) => tag !== '')
}

/** Publications that an atlas page lists, by their slugs. */
export function listedPublications(body: string): string[] {
  const list = /publicationList\s*=\s*['"]([^'"]*)['"]/.exec(body)?.[1] ?? ''
  const slugs = list.split(',').map((slug) => slug.trim().replace(/\.md$/, ''))
  return [...new Set(slugs)].filter((slug) => slug !== '')
}
