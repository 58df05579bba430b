import type { SeedEntry } from './entry.ts'

/**
 * Coordinate frames. The names follow those of BIDS and TemplateFlow where they have one; the ids are our own.
 * A name without a version (`MNI152`, `Waxholm Space`) stands at the family, never at one of its members.
 */
export const referenceSpace: readonly SeedEntry[] = [
  [
    'atlas:space-ccf',
    'Allen Mouse Common Coordinate Framework',
    ['Allen Mouse Brain Common Coordinate Framework', 'Allen CCF'],
  ],
  [
    'atlas:space-ccfv3',
    'Allen Mouse CCFv3',
    [
      'CCFv3',
      'CCF v3',
      'CCF2017',
      'Allen CCFv3',
      'Allen CCF v3',
      'AllenCCFv3',
      'Allen Mouse Brain Common Coordinate Framework version 3',
      'Allen Mouse Common Coordinate Framework version 3',
    ],
    ['atlas:space-ccf'],
  ],
  ['atlas:space-mni152', 'MNI152', ['MNI 152', 'ICBM152', 'ICBM 152', 'MNI space', 'MNI']],
  [
    'atlas:space-mni152nlin2009casym',
    'MNI152NLin2009cAsym',
    [
      'ICBM 152 Nonlinear Asymmetrical template version 2009c',
      'ICBM 2009c Nonlinear Asymmetric',
      'MNI 2009c asymmetric',
    ],
    ['atlas:space-mni152'],
  ],
  [
    'atlas:space-mni152nlin2009csym',
    'MNI152NLin2009cSym',
    ['ICBM 2009c Nonlinear Symmetric', 'MNI 2009c symmetric'],
    ['atlas:space-mni152'],
  ],
  ['atlas:space-mni152nlin2009basym', 'MNI152NLin2009bAsym', [], ['atlas:space-mni152']],
  ['atlas:space-mni152nlin2009bsym', 'MNI152NLin2009bSym', [], ['atlas:space-mni152']],
  [
    'atlas:space-mni152nlin6asym',
    'MNI152NLin6Asym',
    ['ICBM 152 6th generation', 'MNI 6th generation asymmetric', 'FSL MNI152'],
    ['atlas:space-mni152'],
  ],
  ['atlas:space-mni152nlin6sym', 'MNI152NLin6Sym', [], ['atlas:space-mni152']],
  ['atlas:space-mni152lin', 'MNI152Lin', ['ICBM 152 linear'], ['atlas:space-mni152']],
  ['atlas:space-mni305', 'MNI305', ['MNI 305']],
  ['atlas:space-colin27', 'MNIColin27', ['Colin27', 'Colin 27']],
  ['atlas:space-talairach', 'Talairach', ['Talairach space', 'Talairach and Tournoux']],
  ['atlas:space-bigbrain', 'BigBrain', ['Big Brain']],
  ['atlas:space-fsaverage', 'fsaverage', ['FreeSurfer average']],
  ['atlas:space-fslr', 'fsLR', ['fs_LR']],
  ['atlas:space-mnipediatricasym', 'MNIPediatricAsym', ['MNI pediatric asymmetric']],
  ['atlas:space-mniinfant', 'MNIInfant', ['MNI infant']],
  ['atlas:space-whs', 'Waxholm Space', ['WHS', 'Waxholm']],
  [
    'atlas:space-whs-rat',
    'Waxholm Space rat brain',
    ['WHS rat', 'WHS SD rat', 'Waxholm Space rat', 'Waxholm Space Sprague Dawley rat'],
    ['atlas:space-whs'],
  ],
  ['atlas:space-whs-mouse', 'Waxholm Space mouse brain', ['WHS mouse'], ['atlas:space-whs']],
  ['atlas:space-paxinos', 'Paxinos and Franklin', ['Paxinos-Franklin']],
  ['atlas:space-paxinos-rat', 'Paxinos and Watson', ['Paxinos-Watson']],
  ['atlas:space-nmt', 'NMT v2', ['NIMH Macaque Template', 'NMTv2', 'NMT']],
  ['atlas:space-inia19', 'INIA19', ['INIA19 primate brain atlas']],
  ['atlas:space-mebrains', 'MEBRAINS', ['MEBRAINS population-based monkey template']],
  ['atlas:space-ras', 'scanner RAS', ['RAS space', 'scanner space']],
]
