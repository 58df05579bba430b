import type { FieldOrigin, MappedRecord } from '#sdk'
import { origin } from '../origin.ts'

type Domain = NonNullable<MappedRecord['domain']>

/** Words that name a field of research, not words that occur in one. */
const stated: Readonly<Record<Exclude<Domain, 'OTHER'>, RegExp>> = {
  NEUROIMAGING:
    /\b(?:neuro-?imag\w+|neuro-?scien\w+|fmri|brain (?:mri|imaging|atlas)|connectom\w+|(?:electro|magneto)encephalogra\w+|eeg|meg)\b/i,
  GENOMICS:
    /\b(?:\w*genomics?|(?:exome|genome) sequencing|transcriptom\w*|(?:sc|sn)?rna-?seq|(?:rna|dna) sequencing|single[- ]cell sequencing|atac-?seq|epigen\w+|proteom\w+)\b/i,
  GEOSPATIAL:
    /\b(?:geo-?spatial|satellite (?:imag\w+|data)|earth observation|remote[- ]sensing|landsat|sentinel-?[1-6]|land[- ]cover|digital elevation|geographic information|cartograph\w+)\b/i,
  ECOLOGY:
    /\b(?:ecolog\w+|ecosystems?|biodiversity|species (?:occurrence|distribution|observation)s?|wildlife|camera[- ]trap\w*|bird ?(?:song|watch)\w*)\b/i,
  MEDICAL_IMAGING:
    /\b(?:medical imag\w+|radiolog\w+|radiograph\w*|(?:histo|digital )patholog\w+|mammogra\w+|computed tomography|chest x-?rays?|whole[- ]slide)\b/i,
}

const order = Object.keys(stated) as (keyof typeof stated)[]

interface Found {
  domain: Domain | null
  fields: FieldOrigin[]
}

/**
 * The domain that keywords say, else title and description. Null when nothing says one, or more than one is said:
 * a catalogue of everything belongs to none of them.
 */
export function statedDomain(
  keywords: readonly string[],
  texts: readonly (string | null)[],
): Found {
  for (const words of [keywords, texts.filter((text) => text !== null)]) {
    const said = order.flatMap((domain) => {
      const found = words.map((text) => stated[domain].exec(text)?.[0]).find(Boolean)
      return found === undefined ? [] : [{ domain, raw: found }]
    })
    const [only, ...others] = said
    if (only === undefined) continue
    if (others.length > 0) return { domain: null, fields: [] }
    return {
      domain: only.domain,
      fields: [origin('domain', 'domain/words', only.raw, 'EXTRACTED')],
    }
  }
  return { domain: null, fields: [] }
}
