import type { ArchiveVolume } from './rows.ts'

/*
 * The reference volumes of the file archive, `informatics-archive/` on the download server. No service lists them, so
 * they are listed here. `current-release` is a moving alias: what it points at may be replaced without a new name, so
 * none of these names is a version by itself, and only checksums that somebody published are given.
 */

const release = 'current-release/mouse_ccf'
const resolutions = [10, 25, 50, 100] as const
const grid =
  'The finest grid has 1320 × 800 × 1140 voxels, from front to back, top to bottom and left to right.'
const alias = 'The links follow the current release of the archive, a moving alias.'

/** Published by the cell locator of the BRAIN Initiative Cell Census Network. */
const checksums: Record<string, string> = {
  [`${release}/annotation/ccf_2017/annotation_25.nrrd`]:
    'c620cbcc562183e4dcd40250d440130501781f74b41de35b1c1bdabace290c42',
  [`${release}/average_template/average_template_25.nrrd`]:
    'e4a2b483e842b4c8c1b5452d940ea59e14bc1ebaa38fe6a9c3bacac6db2a8f4b',
}

function volumes(folder: string, stem: string, role: 'VOLUME' | 'LABELS'): ArchiveVolume['files'] {
  return resolutions.map((resolution) => {
    const path = `${release}/${folder}/${stem}_${resolution}.nrrd`
    return { path, role, format: 'NRRD', sha256: checksums[path] ?? null }
  })
}

function directory(path: string): ArchiveVolume['files'][number] {
  return { path: `${release}/${path}/`, role: 'DIRECTORY', format: null, sha256: null }
}

const inCcf = {
  finest: 10,
  isInCcfV3: true,
  technique: [],
  modality: [],
  keywords: [
    'CCF',
    'Common Coordinate Framework',
    'mouse',
    'adult',
    ...resolutions.map((one) => `${one} µm`),
  ],
}

function annotation(folder: string, title: string, description: string, version: string | null) {
  return {
    ...inCcf,
    name: `annotation/${folder}`,
    kind: 'PARCELLATION' as const,
    title,
    description: `${description} ${grid} ${alias}`,
    version,
    keywords: [...inCcf.keywords, 'annotation', 'parcellation', 'structures', 'labels'],
    files: volumes(`annotation/${folder}`, 'annotation', 'LABELS'),
  }
}

/** Stages of the developing mouse, and how the archive spells them. */
const stages = [
  ['E11.5', 'E11pt5'],
  ['E13.5', 'E13pt5'],
  ['E15.5', 'E15pt5'],
  ['E18.5', 'E18pt5'],
  ['P4', 'P4'],
  ['P14', 'P14'],
  ['P56', 'P56'],
] as const

function stage([age, prefix]: (typeof stages)[number]): ArchiveVolume {
  const set = age === 'P56' ? 'Mouse' : 'DevMouse2012'
  return {
    name: `mouse_annotation/${prefix}`,
    kind: 'PARCELLATION',
    title: `Allen Mouse Brain reference atlas volume, ${age}`,
    description: `Reconstructed Nissl volume of a mouse brain at ${age} with its annotated structures, and the annotation on the coarser grid of the expression data. MetaImage volumes in zip archives. ${alias}`,
    version: null,
    finest: null,
    isInCcfV3: false,
    technique: ['Nissl staining'],
    modality: ['light microscopy'],
    keywords: ['mouse', age, 'atlas', 'annotation', 'Nissl'],
    files: [
      `${prefix}_atlasVolume`,
      `${prefix}_${set}_annotation`,
      `${prefix}_${set}_gridAnnotation`,
    ].map((stem) => ({
      path: `current-release/mouse_annotation/${stem}.zip`,
      role: 'ARCHIVE',
      format: 'ZIP',
      sha256: null,
    })),
  }
}

const ccf2017 = annotation(
  'ccf_2017',
  'Allen Mouse Brain CCFv3 annotation, 2017: atlas of structures',
  'Grey matter, fibre tracts and ventricles of the adult mouse brain in the Allen Common Coordinate Framework: each voxel holds the id of a structure of the adult mouse graph, hippocampal formation, isocortex, thalamus and cerebellum included. Masks and surface meshes of single structures lie beside it; not every structure has them.',
  '2017',
)

export const archiveVolumes: readonly ArchiveVolume[] = [
  {
    ...inCcf,
    name: 'average_template',
    kind: 'TEMPLATE',
    title: 'Allen Mouse Brain CCFv3 average template',
    description: `Average of 1,675 adult mouse brains imaged by serial two-photon tomography, the anatomical template of the Allen Common Coordinate Framework. ${grid} ${alias}`,
    version: null,
    modality: ['serial two-photon tomography'],
    keywords: [...inCcf.keywords, 'template', 'average'],
    files: volumes('average_template', 'average_template', 'VOLUME'),
  },
  {
    ...inCcf,
    name: 'ara_nissl',
    kind: 'TEMPLATE',
    title: 'Allen Reference Atlas Nissl volume in CCFv3',
    description: `Nissl-stained sections of the Allen Reference Atlas, reconstructed and deformed to the average template of the Common Coordinate Framework. ${grid} ${alias}`,
    version: null,
    technique: ['Nissl staining'],
    modality: ['light microscopy'],
    keywords: [...inCcf.keywords, 'Nissl', 'template'],
    files: volumes('ara_nissl', 'ara_nissl', 'VOLUME'),
  },
  {
    ...ccf2017,
    files: [
      ...ccf2017.files,
      directory('annotation/ccf_2017/structure_masks'),
      directory('annotation/ccf_2017/structure_meshes'),
    ],
  },
  annotation(
    'ccf_2016',
    'Allen Mouse Brain CCFv3 annotation, 2016',
    'Grey matter and fibre tracts of the adult mouse brain in the Allen Common Coordinate Framework, as drawn by October 2016.',
    '2016',
  ),
  annotation(
    'ccf_2015',
    'Allen Mouse Brain CCFv3 annotation, 2015',
    'Grey matter and fibre tracts of the adult mouse brain in the Allen Common Coordinate Framework, as drawn by May 2015.',
    '2015',
  ),
  annotation(
    'mouse_2011',
    'Allen Reference Atlas annotation of 2011 in CCFv3',
    'Structures of the coronal Allen Reference Atlas, deformed to the average template of the Common Coordinate Framework.',
    '2011',
  ),
  annotation(
    'devmouse_2012',
    'Allen Developing Mouse Brain Reference Atlas annotation of 2012, P56, in CCFv3',
    'Structures of the P56 atlas of the developing mouse brain, deformed to the average template of the Common Coordinate Framework.',
    '2012',
  ),
  ...stages.map(stage),
]
