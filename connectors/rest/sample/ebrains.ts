/*
 * A small graph in the terms of openMINDS. The first dataset is a real one in our own words; the rest is made up. Links are
 * by `@id`.
 */

export type Node = Record<string, unknown> & { '@id': string; '@type': string[] }

const vocab = 'https://openminds.ebrains.eu/vocab/'
const instances = 'https://kg.ebrains.eu/api/instances/'
const term = 'https://openminds.ebrains.eu/instances/'

function node(id: string, type: string, properties: Record<string, unknown>): Node {
  const named = Object.entries(properties).map(([key, value]) => [`${vocab}${key}`, value])
  return {
    '@id': id,
    '@type': [`https://openminds.ebrains.eu/${type}`],
    ...Object.fromEntries(named),
  }
}

const link = (id: string) => ({ '@id': id })
const uuid = (at: number) => `${instances}00000000-0000-4000-8000-${String(at).padStart(12, '0')}`

const terms: Node[] = [
  node(`${term}species/homoSapiens`, 'controlledTerms/Species', { name: 'Homo sapiens' }),
  node(`${term}species/musMusculus`, 'controlledTerms/Species', { name: 'Mus musculus' }),
  node(`${term}technique/silverStaining`, 'controlledTerms/Technique', { name: 'silver staining' }),
  node(`${term}experimentalApproach/neuroimaging`, 'controlledTerms/ExperimentalApproach', {
    name: 'neuroimaging',
  }),
  node(`${term}experimentalApproach/anatomy`, 'controlledTerms/ExperimentalApproach', {
    name: 'anatomy',
  }),
  node(`${term}licenses/ccByNcSa4.0`, 'core/License', {
    fullName: 'Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International',
    legalCode: 'https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode',
  }),
  node(`${term}productAccessibility/freeAccess`, 'controlledTerms/ProductAccessibility', {
    name: 'free access',
  }),
  node(`${term}productAccessibility/controlledAccess`, 'controlledTerms/ProductAccessibility', {
    name: 'controlled access',
  }),
  node(uuid(900), 'core/Person', {
    givenName: 'Zqgiven',
    familyName: 'Zqfamily',
    contactInformation: 'zq@example.org',
  }),
  node(uuid(901), 'core/DOI', { identifier: 'https://doi.org/10.25493/MXJ6-6DH' }),
  node(uuid(902), 'core/Subject', { species: link(`${term}species/homoSapiens`) }),
  node(uuid(903), 'core/SubjectGroup', { species: link(`${term}species/musMusculus`) }),
]

const julich = node(uuid(100), 'core/Dataset', {
  fullName: 'Whole-brain parcellation of the Julich-Brain Cytoarchitectonic Atlas',
  description: 'Maximum probability maps of areas told apart by their cells.',
  hasVersion: [link(uuid(1)), link(uuid(2))],
  author: [link(uuid(900))],
})

const shared = {
  author: [link(uuid(900))],
  license: [link(`${term}licenses/ccByNcSa4.0`)],
  accessibility: link(`${term}productAccessibility/freeAccess`),
  experimentalApproach: [link(`${term}experimentalApproach/anatomy`)],
  technique: [link(`${term}technique/silverStaining`)],
  studiedSpecimen: [link(uuid(902))],
}

const versions: Node[] = [
  // Its name is that of the dataset that it is a version of.
  node(uuid(1), 'core/DatasetVersion', {
    ...shared,
    versionIdentifier: 'v2.9',
    digitalIdentifier: link(uuid(901)),
    releaseDate: '2022-01-31',
  }),
  node(uuid(2), 'core/DatasetVersion', {
    ...shared,
    versionIdentifier: 'v3.0',
    releaseDate: '2023-05-02',
  }),
  node(uuid(3), 'core/DatasetVersion', {
    ...shared,
    fullName: 'An invented dataset of mice',
    description: 'Made up.',
    versionIdentifier: 'v1',
    accessibility: link(`${term}productAccessibility/controlledAccess`),
    experimentalApproach: [
      link(`${term}experimentalApproach/neuroimaging`),
      link(`${term}experimentalApproach/anatomy`),
    ],
    studiedSpecimen: [link(uuid(903)), link(uuid(902))],
    releaseDate: '2021-03-04',
  }),
  ...[4, 5, 6, 7].map((at) =>
    node(uuid(at), 'core/DatasetVersion', {
      fullName: `An invented dataset, ${at}`,
      versionIdentifier: 'v1',
      accessibility: link(`${term}productAccessibility/freeAccess`),
    }),
  ),
]

export const graph: readonly Node[] = [...terms, julich, ...versions].map((one) => ({
  ...one,
  'https://core.kg.ebrains.eu/vocab/meta/lastReleasedAt': '2023-06-07T08:09:10.111Z',
}))
