import { type Files, numbered, tsv } from './objects.ts'

/** What the sample hides where no row lists it: who took part, and whom to write to. */
export const planted = {
  participant: 'sub-planted-Ottoline',
  remark: 'PLANTED-diagnosis-of-one-person',
  mail: 'planted.contact@lab.example',
  ethics: 'PLANTED-ethics-committee',
} as const

/** The multi-modal face dataset (OpenNeuro ds000117): its published facts, in our own words, with four of its subjects. */
export const faces: Files = {
  CHANGES: '1.0.4 2021-03-08\n  - Sidecars agree with the validator again.\n1.0.0 2018-04-19\n  - First release.\n',
  README: `Sixteen adults looked at famous, unfamiliar and scrambled faces while MEG with EEG, and in another session fMRI, was
recorded. Questions go to ${planted.mail}.\n`,
  'dataset_description.json': {
    Name: 'Multisubject, multimodal face processing',
    BIDSVersion: '1.4.0',
    DatasetType: 'raw',
    License: 'CC0',
    Authors: ['Wakeman, DG', 'Henson, RN'],
    EthicsApprovals: [planted.ethics],
    ReferencesAndLinks: ['Wakeman & Henson 2015, Scientific Data, https://doi.org/10.1038/sdata.2015.1'],
    DatasetDOI: '10.18112/openneuro.ds000117.v1.0.4',
  },
  'participants.tsv': tsv(
    ['participant_id', 'age', 'sex', 'remark'],
    ['sub-01', 31, 'M', planted.remark],
    ['sub-02', 25, 'M', 'n/a'],
    ['sub-03', 30, 'M', 'n/a'],
    [planted.participant, 23, 'F', 'n/a'],
    ['sub-emptyroom', 'n/a', 'n/a', 'n/a'],
  ),
  'participants.json': { age: { Units: 'years' } },
  'task-facerecognition_bold.json': { TaskName: 'facerecognition', MagneticFieldStrength: 1.5, RepetitionTime: 2 },
  ...Object.assign(
    {},
    ...numbered(4, (sub) => ({
      [`sub-${sub}/ses-mri/anat/sub-${sub}_ses-mri_acq-mprage_T1w.nii.gz`]: 9_412_331,
      [`sub-${sub}/ses-mri/anat/sub-${sub}_ses-mri_acq-mprage_T1w.json`]: { MagneticFieldStrength: 3 },
      [`sub-${sub}/ses-mri/dwi/sub-${sub}_ses-mri_dwi.nii.gz`]: 88_104_221,
      [`sub-${sub}/ses-mri/dwi/sub-${sub}_ses-mri_dwi.bval`]: '0 1000\n',
      [`sub-${sub}/ses-mri/func/sub-${sub}_ses-mri_task-facerecognition_run-01_bold.nii.gz`]: 41_200_117,
      [`sub-${sub}/ses-mri/func/sub-${sub}_ses-mri_task-facerecognition_run-01_events.tsv`]: 'onset\tduration\n0\t1\n',
      [`sub-${sub}/ses-meg/meg/sub-${sub}_ses-meg_task-facerecognition_run-01_meg.fif`]: 820_114_551,
    })),
  ),
  'derivatives/meg_derivatives/dataset_description.json': {
    Name: 'Faces: MEG after signal space separation',
    BIDSVersion: '1.4.0',
    DatasetType: 'derivative',
    License: 'CC0',
    GeneratedBy: [{ Name: 'MaxFilter', Version: '2.2' }],
    SourceDatasets: [{ DOI: '10.18112/openneuro.ds000117.v1.0.4' }],
  },
  'derivatives/meg_derivatives/sub-01/ses-meg/meg/sub-01_ses-meg_task-facerecognition_proc-sss_meg.fif': 812_000_100,
  'derivatives/scratch/sub-01_desc-try_bold.nii.gz': 4_000,
}

/** A rhyme judgement study (OpenNeuro ds000003), with its text of the PDDL. */
export const rhymes: Files = {
  'dataset_description.json': {
    Name: 'Rhyme judgment',
    BIDSVersion: '1.0.0',
    License:
      'This dataset is made available under the Public Domain Dedication and License v1.0, whose full text can be found at http://www.opendatacommons.org/licenses/pddl/1.0/.',
    Authors: ['Xue, G.', 'Poldrack, R.A.'],
    DatasetDOI: 'doi:10.18112/openneuro.ds000003.v1.0.0',
  },
  'participants.tsv': tsv(
    ['participant_id', 'sex', 'age'],
    ...numbered(13, (sub, index) => [`sub-${sub}`, index % 2 === 0 ? 'M' : 'F', 19 + index] as const),
  ),
  'task-rhymejudgment_bold.json': { TaskName: 'rhyme judgment', RepetitionTime: 2 },
  ...Object.assign(
    {},
    ...numbered(13, (sub) => ({
      [`sub-${sub}/anat/sub-${sub}_inplaneT2.nii.gz`]: 912_004,
      [`sub-${sub}/anat/sub-${sub}_T1w.nii.gz`]: 5_661_201,
      [`sub-${sub}/func/sub-${sub}_task-rhymejudgment_bold.nii.gz`]: 27_885_120,
    })),
  ),
}

/** What people publish by mistake: a description that is cut off, and tables that are empty. */
export const broken: Files = {
  'dataset_description.json': '{ "Name": "Half a descr',
  'participants.tsv': '',
  'sub-01/eeg/sub-01_task-rest_eeg.json': '{ not: json }',
  'sub-01/eeg/sub-01_task-rest_eeg.edf': 1_048_576,
}

/** Scanning electron microscopy of a mouse's nerve, after the BIDS example `micr_SEM`; moved to an archive. */
export const archived: Files = {
  'dataset_description.json': {
    Name: 'Myelin in scanning electron microscopy',
    BIDSVersion: '1.7.0',
    License: 'CC0',
    Authors: ['Etienne Bergeron', 'Marie-Hélène Bourget', 'Julien Cohen-Adad'],
  },
  'participants.tsv': tsv(['participant_id', 'sex', 'species'], ['sub-01', 'M', 'mus musculus']),
  'sub-01/micr/sub-01_sample-A_SEM.json': {
    PixelSize: [0.1, 0.1],
    PixelSizeUnits: 'um',
    BodyPart: 'CSPINE',
    SampleStaining: 'Osmium',
  },
  'sub-01/micr/sub-01_sample-A_SEM.png': 14_000_000,
}
