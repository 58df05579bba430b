/** What an owner can do about fields that records lack, by the names of `SourceQuality.missing`. */
const advice: Readonly<Record<string, string>> = {
  description: 'say in a sentence or two what it is; all of it is searched',
  keywords: 'add words that people would search for, with acronyms',
  creators: 'name the authors or the institution, so that it can be cited',
  publications: 'give the DOI of the paper: it finds the same data elsewhere',
  landingPage: 'give the address of a page for people',
  upstream: 'let the mapping say where the row was read',
  domain: 'let the mapping or a rule say the domain, if it is one for all',
  species: 'give the species, as a scientific name or a taxon; a rule can say it for all',
  modality: 'give the modality, or add rules for the words in use',
  structure: 'give the brain regions, by the terms of an ontology where there is one',
  technique: 'give the technique, or add rules for the words in use',
  referenceSpace: 'say which template or coordinate space it is in',
  resolution: 'give the size of a voxel or pixel, with its unit',
  license: 'state a licence, best by its SPDX name: without it nobody may use the data',
  access: 'say how the data is got: open, registered, on request, …',
  dataLevel: 'say whether it is raw or derived',
  subjects: 'give how many subjects there are and their range of age',
  released: 'give the date or year of release',
  assets: 'list the files, or say where they are',
}

/** What to do about a field that records lack; null for one that nobody can say anything of. */
export function adviceFor(field: string): string | null {
  return Object.hasOwn(advice, field) ? (advice[field] ?? null) : null
}
