import { knownWords } from './words.ts'

interface Rule {
  id: string
  /** One of these words is there … */
  any: readonly string[]
  /** … and none of these. */
  none?: readonly string[]
  label: string
}

/** Quantitative maps and pictures for planning have no contrast that these words name. */
const planning = ['localizer', 'localiser', 'scout', 'survey', 'loc']
const notWeighted = ['map', 'mapping', 'fieldmap', 'fmap', ...planning]

/**
 * What the words of an MR series say of its contrast; the first rule that holds. Diffusion and function go before the
 * weighting, which protocols name too, and FLAIR before the T2 that it often stands beside.
 */
export const rules: readonly Rule[] = [
  { id: 'dti', any: ['dti', 'tensor'], label: 'diffusion tensor imaging' },
  {
    id: 'dwi',
    any: ['dwi', 'dki', 'diff', 'diffusion', 'mddw', 'trace', 'adc'],
    label: 'diffusion MRI',
  },
  { id: 'asl', any: ['asl', 'pcasl', 'pasl'], label: 'arterial spin labeling' },
  { id: 'rsfmri', any: ['rsfmri', 'resting', 'rest'], label: 'resting-state fMRI' },
  { id: 'fmri', any: ['fmri', 'bold', 'task'], label: 'functional MRI' },
  { id: 'swi', any: ['swi', 'swan'], label: 'susceptibility-weighted imaging' },
  { id: 'qsm', any: ['qsm'], label: 'quantitative susceptibility mapping' },
  { id: 'mra', any: ['tof', 'mra'], label: 'magnetic resonance angiography' },
  { id: 'mrs', any: ['mrs', 'svs', 'csi', 'press'], label: 'magnetic resonance spectroscopy' },
  { id: 'flair', any: ['flair'], none: planning, label: 'FLAIR' },
  {
    id: 't2star',
    any: ['t2star', 't2starw', 't2s'],
    none: notWeighted,
    label: 'T2star-weighted MRI',
  },
  {
    id: 't1',
    any: ['t1', 't1w', 'mprage', 'mp2rage', 'spgr', 'fspgr', 'bravo'],
    none: notWeighted,
    label: 'T1-weighted MRI',
  },
  { id: 't2', any: ['t2', 't2w'], none: notWeighted, label: 'T2-weighted MRI' },
  { id: 'pd', any: ['pd', 'pdw'], none: notWeighted, label: 'proton-density-weighted MRI' },
]

/** Null when no rule holds: an unknown series stays unknown. */
export function contrastOf(
  modality: string | null,
  description: string,
): { label: string; rule: string } | null {
  if (modality !== 'MR') return null
  const words = knownWords(description)
  const has = (list: readonly string[]) => list.some((word) => words.includes(word))
  const rule = rules.find(({ any, none = [] }) => has(any) && !has(none))
  return rule === undefined ? null : { label: rule.label, rule: rule.id }
}
