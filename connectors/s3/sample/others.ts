import { type Files, sha256 } from './objects.ts'

/** Two templates of TemplateFlow, with the facts of their descriptions. */
export const templates: Files = {
  'tpl-MNI152NLin2009cAsym/template_description.json': {
    Authors: ['Fonov V', 'Evans AC', 'Botteron K', 'Almli CR', 'McKinstry RC', 'Collins DL'],
    Identifier: 'MNI152NLin2009cAsym',
    License: 'See LICENSE file',
    Name: 'ICBM 152 Nonlinear Asymmetrical template version 2009c',
    RRID: 'SCR_008796',
    ReferencesAndLinks: ['https://doi.org/10.1016/j.neuroimage.2010.07.033'],
    Species: 'Homo sapiens',
    res: { '01': { zooms: [1, 1, 1] }, '02': { zooms: [2, 2, 2] } },
  },
  'tpl-MNI152NLin2009cAsym/LICENSE':
    'Copyright (C) 1993-2004 Louis Collins, McConnell Brain Imaging Centre. Permission to use, copy and modify is granted.\n',
  'tpl-MNI152NLin2009cAsym/tpl-MNI152NLin2009cAsym_res-01_T1w.nii.gz': 13_663_541,
  'tpl-MNI152NLin2009cAsym/tpl-MNI152NLin2009cAsym_res-01_desc-brain_mask.nii.gz': 233_124,
  'tpl-MNI152NLin2009cAsym/tpl-MNI152NLin2009cAsym_res-02_atlas-Schaefer2018_desc-100Parcels7Networks_dseg.nii.gz': 90_233,
  'tpl-WHS/template_description.json': {
    Authors: ['Papp EA', 'Leergaard TB', 'Calabrese E', 'Johnson GA', 'Bjaalie JG'],
    Identifier: 'WHS',
    License: 'CC-by-nc-sa-4.0 International',
    Name: 'Waxholm Space atlas of the Sprague Dawley rat brain',
    ReferencesAndLinks: ['https://doi.org/10.1016/j.neuroimage.2014.04.001'],
    Species: 'Rattus norvegicus',
    res: { 1: { zooms: [0.0390625, 0.0390625, 0.0390625] }, 2: { zooms: [0.1, 0.1, 0.1] } },
  },
  'tpl-WHS/LICENSE':
    'Attribution-NonCommercial-ShareAlike 4.0 International\n\n=====================================================================\n',
  'tpl-WHS/tpl-WHS_res-1_T2star.nii.gz': 320_114_000,
  'tpl-WHS/tpl-WHS_res-1_atlas-v4_dseg.nii.gz': 4_100_200,
}

/** A blastocyst of the Image Data Resource (idr0062): metadata of its store, and chunks that nobody reads. */
export const blastocyst: Files = {
  '.zattrs': {
    multiscales: [
      {
        version: '0.4',
        name: 'blastocyst 6001240',
        axes: [
          { name: 'c', type: 'channel' },
          { name: 'z', type: 'space', unit: 'micrometer' },
          { name: 'y', type: 'space', unit: 'micrometer' },
          { name: 'x', type: 'space', unit: 'micrometer' },
        ],
        datasets: [
          {
            path: '0',
            coordinateTransformations: [
              { type: 'scale', scale: [1, 0.5002025531914894, 0.3603981534640209, 0.3603981534640209] },
            ],
          },
        ],
      },
    ],
    omero: { channels: [{ label: 'LaminB1' }, { label: 'Dapi' }] },
  },
  '.zgroup': { zarr_format: 2 },
  '0/.zarray': { zarr_format: 2 },
  ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`0/0/${at}/0/0`, 131_072])),
}

const sums = 'the sums below are of claimed bytes'

/** Reads of a sequencer without a word about them, but for their sums. */
export const reads: Files = {
  SHA256SUMS: `${sha256(`${sums} 1`)}  run1/sample_1.fastq.gz\n${sha256(`${sums} 2`)}  run1/sample_2.fastq.gz\n`,
  'run1/sample_1.fastq.gz': 4_200_000_000,
  'run1/sample_2.fastq.gz': 4_300_000_000,
  'run1/sample.bam': 9_000_000_000,
  'run1/sample.bam.md5': 'd41d8cd98f00b204e9800998ecf8427e  sample.bam\n',
  'run1/odd name+100%.csv': 2_048,
}
