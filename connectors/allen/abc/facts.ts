import {
  agingCells,
  basalGanglia,
  type DirectoryFacts,
  humanCells,
  merfish,
  paper,
  parkinson,
  sequenced,
  unknown,
} from './fact-bases.ts'

/*
 * What is known of the directories of the Allen Brain Cell Atlas beside their manifest, which says neither what they
 * are nor how they are licensed: after the descriptions that its access package publishes, in our own words.
 */

function zhuang(number: number, plane: string): [string, DirectoryFacts][] {
  const facts = {
    ...merfish,
    license: 'CC BY 4.0',
    creators: ['Zhuang Lab, Harvard University'],
    publications: [paper.zhuang],
  }
  return [
    [
      `Zhuang-ABCA-${number}`,
      {
        ...facts,
        title: `MERFISH of one adult mouse brain, ${plane} sections (Zhuang ABCA ${number})`,
        description: `Spatial transcriptomes of cells in ${plane} sections of one adult mouse brain with a panel of 1,122 genes, mapped to the taxonomy of the whole mouse brain.`,
      },
    ],
    [
      `Zhuang-ABCA-${number}-CCF`,
      {
        ...facts,
        isInCcfV3: true,
        title: `MERFISH of one adult mouse brain, coordinates in CCFv3 (Zhuang ABCA ${number})`,
        description: `Coordinates in the Allen Common Coordinate Framework of the cells of Zhuang ABCA ${number} that could be registered to it.`,
      },
    ],
  ]
}

const byName: ReadonlyMap<string, DirectoryFacts> = new Map<string, DirectoryFacts>([
  [
    'Allen-CCF-2020',
    {
      ...unknown,
      kind: 'ATLAS',
      title: 'Allen Mouse Brain Common Coordinate Framework, 2020 version',
      description:
        'Average template, annotation and boundaries of the adult mouse brain in CCFv3 at 10 µm, with the terms of its parcellation in five simplified levels: cortical areas and their layers, subcortical grey matter, fibre tracts and ventricles. This version adds layers of Ammon’s horn and the main olfactory bulb.',
      species: ['Mus musculus'],
      modality: ['serial two-photon tomography'],
      isInCcfV3: true,
      isWholeMouseBrain: true,
      domain: 'NEUROIMAGING',
      license: 'Allen Institute Terms of Use',
      keywords: ['CCF', 'parcellation', 'annotation', 'template', 'labels'],
      publications: [paper.ccf],
    },
  ],
  [
    'WMB-10Xv2',
    {
      ...sequenced,
      title: 'Whole mouse brain single-cell transcriptomes, 10x v2',
      description:
        'Expression matrices of single cells of the whole adult mouse brain, 10x v2 chemistry.',
    },
  ],
  [
    'WMB-10Xv3',
    {
      ...sequenced,
      title: 'Whole mouse brain single-cell transcriptomes, 10x v3',
      description:
        'Expression matrices of 2.3 million single cells that span the whole adult mouse brain, 10x v3 chemistry.',
    },
  ],
  [
    'WMB-10XMulti',
    {
      ...sequenced,
      title: 'Whole mouse brain single-nucleus transcriptomes, 10x Multiome',
      description:
        'Expression matrices of nuclei of the adult mouse brain, 10x Multiome chemistry.',
      technique: ['single-nucleus RNA sequencing'],
    },
  ],
  [
    'WMB-10X',
    {
      ...sequenced,
      title: 'Whole mouse brain, clustering of 4 million single cells',
      description:
        'Metadata of four million single cells of the whole adult mouse brain and their clusters, from the 10x v2 and v3 data.',
    },
  ],
  [
    'WMB-neighborhoods',
    {
      ...sequenced,
      title: 'Whole mouse brain, neighborhoods of cell types',
      description:
        'Embeddings of the cells of the whole mouse brain by neighborhoods of related types.',
    },
  ],
  [
    'WMB-taxonomy',
    {
      ...sequenced,
      title: 'Taxonomy of cell types of the whole adult mouse brain',
      description:
        'Classes, subclasses, supertypes and more than 5,000 clusters of cells of the adult mouse brain, with the neurotransmitters they use.',
      keywords: [...sequenced.keywords, 'taxonomy'],
    },
  ],
  [
    'MERFISH-C57BL6J-638850',
    {
      ...merfish,
      title: 'MERFISH of one adult mouse brain (C57BL6J-638850)',
      description:
        'Spatial transcriptomes of four million cells across one adult mouse brain with a panel of 500 genes, mapped to the taxonomy of the whole mouse brain.',
    },
  ],
  [
    'MERFISH-C57BL6J-638850-CCF',
    {
      ...merfish,
      isInCcfV3: true,
      title: 'MERFISH of one adult mouse brain, coordinates in CCFv3 (C57BL6J-638850)',
      description:
        'Coordinates in the Allen Common Coordinate Framework of the cells of the MERFISH brain, and the framework resampled to its sections.',
    },
  ],
  [
    'MERFISH-C57BL6J-638850-sections',
    {
      ...merfish,
      title: 'MERFISH of one adult mouse brain, by section (C57BL6J-638850)',
      description: 'Expression matrices of the MERFISH brain, section by section.',
    },
  ],
  [
    'MERFISH-C57BL6J-638850-imputed',
    {
      ...merfish,
      title: 'MERFISH of one adult mouse brain, imputed genes (C57BL6J-638850)',
      description:
        'Expression in the MERFISH brain of genes beyond its panel, imputed from the nearest cells of the 10x v3 data.',
    },
  ],
  ...zhuang(1, 'coronal'),
  ...zhuang(2, 'coronal'),
  ...zhuang(3, 'sagittal'),
  ...zhuang(4, 'sagittal'),
  [
    'WHB-10Xv3',
    {
      ...humanCells,
      title: 'Whole human brain single-nucleus transcriptomes, 10x v3',
      description:
        'Expression matrices of more than three million nuclei, two million of them neurons, from about a hundred places in the adult human forebrain, midbrain and hindbrain.',
      technique: ['single-nucleus RNA sequencing'],
      keywords: ['cell types', 'whole human brain'],
      publications: [paper.human],
    },
  ],
  [
    'WHB-taxonomy',
    {
      ...humanCells,
      title: 'Taxonomy of cell types of the whole adult human brain',
      description: 'Superclusters, clusters and subclusters of cells of the adult human brain.',
      technique: ['single-nucleus RNA sequencing'],
      keywords: ['cell types', 'whole human brain', 'taxonomy'],
      publications: [paper.human],
    },
  ],
  [
    'Zeng-Aging-Mouse-10Xv3',
    {
      ...agingCells,
      isWholeMouseBrain: false,
      title: 'Aging mouse brain single-cell transcriptomes, 10x v3',
      description:
        'Expression matrices of about 1.2 million cells of the forebrain, midbrain and hindbrain of young adult and aged mice of both sexes.',
    },
  ],
  [
    'Zeng-Aging-Mouse-WMB-taxonomy',
    {
      ...agingCells,
      isWholeMouseBrain: false,
      title: 'Aging mouse brain, clusters in the taxonomy of the whole mouse brain',
      description:
        '847 clusters of cells of young adult and aged mice, mapped to the taxonomy of the whole mouse brain.',
      keywords: [...agingCells.keywords, 'taxonomy'],
    },
  ],
  [
    'ASAP-PMDBS-10X',
    {
      ...parkinson,
      title: 'ASAP human postmortem-derived brain sequencing collection',
      description:
        'Expression of about three million nuclei of nine brain regions of 211 donors, with and without Parkinson’s disease, put together by the teams of Aligning Science Across Parkinson’s.',
      technique: ['single-nucleus RNA sequencing'],
    },
  ],
  [
    'HMBA-10xMultiome-BG',
    {
      ...basalGanglia,
      title: 'Human and mammalian basal ganglia, single-nucleus transcriptomes by species',
      description:
        'Expression in nuclei of the basal ganglia: 1.7 million of humans, 0.8 million of macaques and 0.4 million of marmosets.',
      technique: ['single-nucleus RNA sequencing'],
    },
  ],
])

/** By how their names start, for those that are not told one by one: what holds of all of a family. */
const families: readonly (readonly [start: string, DirectoryFacts])[] = [
  ['Consensus-WMB-', { ...sequenced, publications: [], keywords: ['cell types', 'consensus'] }],
  ['HMBA-MERSCOPE-', { ...basalGanglia, species: [], technique: ['spatial transcriptomics'] }],
  ['HMBA-Xenium-', { ...basalGanglia, species: [], technique: ['spatial transcriptomics'] }],
  ['HMBA-', { ...basalGanglia, species: [] }],
  [
    'Developing-Mouse-Vis-Cortex-',
    {
      ...sequenced,
      isWholeMouseBrain: false,
      publications: [],
      keywords: ['development', 'visual cortex'],
    },
  ],
  ['ASAP-PMDBS-', parkinson],
]

/** What is known of a directory; of one that is in no list, that of which its name is the documented mark. */
export function factsOfDirectory(name: string): DirectoryFacts {
  const known = byName.get(name)
  if (known !== undefined) return known
  const family = families.find(([start]) => name.startsWith(start))?.[1] ?? unknown
  return { ...family, isInCcfV3: name.endsWith('-CCF') || name.startsWith('Allen-CCF-') }
}
