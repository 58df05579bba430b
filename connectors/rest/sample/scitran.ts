/* What an invented SciTran holds; ids and the forms of labels follow the examples of its interface description. */

export interface SampleContainer {
  _id: string
  label: string
  public: boolean
}

export interface SampleAcquisition extends SampleContainer {
  measurement: string | null
  files: { name: string; type: string; size: number; modality: string | null }[]
}

export interface SampleSession extends SampleContainer {
  code: string
  acquisitions: SampleAcquisition[]
}

export interface SampleProject extends SampleContainer {
  group: string
  description: string | null
  sessions: SampleSession[]
}

let last = 0
function id(): string {
  last += 1
  return `57e29f8afab726000${String(last).padStart(7, '0')}`
}

function acquisition(
  label: string,
  measurement: string | null,
  isPublic: boolean,
): SampleAcquisition {
  return {
    _id: id(),
    label,
    public: isPublic,
    measurement,
    files: [
      {
        name: `${label}_dicom.zip`,
        type: 'dicom',
        size: 989_933 + label.length,
        modality: measurement && 'MR',
      },
      { name: `${label}.nii.gz`, type: 'nifti', size: 2_921_881, modality: null },
    ],
  }
}

function session(label: string, isPublic: boolean): SampleSession {
  return {
    _id: id(),
    label,
    public: isPublic,
    code: `zqcode-${label}`,
    acquisitions: [
      acquisition('1_1_localizer', 'localizer', isPublic),
      acquisition('3_1_t1', 'anatomy_t1w', isPublic),
      acquisition('5_1_fmri', 'functional', isPublic),
    ],
  }
}

function project(
  label: string,
  { isPublic = true, description = null as string | null, sessions = [] as string[] },
): SampleProject {
  return {
    _id: id(),
    label,
    public: isPublic,
    group: 'scitran',
    description,
    sessions: sessions.map((one) => session(one, isPublic)),
  }
}

export const projects: readonly SampleProject[] = [
  project('Neuroscience', { description: 'Test Project', sessions: ['control_1', 'control_2'] }),
  project('Psychology', {}),
  project('Testdata', { isPublic: false, sessions: ['visit 1/2'] }),
]
