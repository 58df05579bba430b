import { z } from 'zod'

/** Null when absent, not text, or one of the ways to write that there is none. */
const Text = z
  .string()
  .transform((text) => {
    const tidy = text.toWellFormed().trim()
    return /^(?:|n\/?a|none|null|unknown|tbd|todo)$/i.test(tidy) ? null : tidy
  })
  .nullable()
  .catch(null)
const Texts = z
  .union([z.array(Text), Text.transform((one) => [one])])
  .transform((all) => all.filter((one) => one !== null))
  .catch([])

const Made = z
  .object({ Name: Text, Version: Text })
  .partial()
  .transform(({ Name, Version }) =>
    Name == null ? null : { name: Name, version: Version ?? null },
  )
  .nullable()
  .catch(null)
const Source = z
  .object({ URL: Text, DOI: Text })
  .partial()
  .transform(({ URL, DOI }) => DOI ?? URL ?? null)
  .nullable()
  .catch(null)

/**
 * What is used of a `dataset_description.json`, each field null or empty where it is absent or not what BIDS says.
 * Acknowledgements, funding and ethics name people: they are not.
 */
export const Description = z
  .object({
    Name: Text,
    Description: Text,
    DatasetType: Text,
    License: Text,
    Authors: Texts,
    DatasetDOI: Text,
    HowToAcknowledge: Text,
    ReferencesAndLinks: Texts,
    Keywords: Texts,
    GeneratedBy: z.array(Made).catch([]),
    /** Of BIDS before 1.4. */
    PipelineDescription: Made,
    SourceDatasets: z.array(Source).catch([]),
    SourceDatasetsURLs: Texts,
  })
  .partial()

export type Description = z.output<typeof Description>

/** A DOI without resolver and prefix; null for what is none. */
export function bareDoi(text: string | null | undefined): string | null {
  const match = /10\.\d{4,9}\/\S+$/.exec(text?.trim() ?? '')
  return match === null ? null : match[0].replace(/[.,;]+$/, '')
}

/** `1.0.4` of `10.18112/openneuro.ds000117.v1.0.4`. */
export function versionIn(doi: string | null): string | null {
  return /\.v(\d+\.\d+\.\d+)$/.exec(doi ?? '')?.[1] ?? null
}
