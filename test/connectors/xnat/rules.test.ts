import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { namedBy, readScanRules, reportOf } from '../../../connectors/xnat/rules.ts'
import { printedRuleReport } from '../../../src/sdk/index.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { tempFolder } from '../../support/temp.ts'

const rules = readScanRules()
const ruleOf = (name: string, modality: string | null = 'MR') =>
  namedBy(rules, [name], modality).modality?.rule ?? null
const termsOf = (name: string, modality: string | null = 'MR') =>
  namedBy(rules, [name], modality).modality?.value.map(({ id }) => id) ?? []

describe('xnat: names of scans', () => {
  const spellings: Record<string, string[]> = {
    'atlas:mri-t1w': [
      'T1',
      't1w',
      'T1w_MPR',
      'MPRAGE',
      'mprage_sag',
      'Sag MPRAGE',
      'MP-RAGE',
      'MP RAGE',
      'T1_MPRAGE_SAG_P2_ISO',
      't1_mpr_1mm_p2_pos50',
      't1_mprage_sag_p2_iso_1.0',
      'ME-MPRAGE',
      'memprage_4e_p2_1mm_iso',
      'MP2RAGE',
      'tfl3d1_ns',
      'FSPGR',
      'IR-FSPGR',
      '3D FSPGR',
      'SPGR',
      'BRAVO',
      'Ax 3D T1 BRAVO',
      'FSPGR_BRAVO',
      'T1 3D TFE',
      'T1W_3D_TFE_SENSE',
      'sT1W_3D_TFE',
      '3D_T1',
      '3DT1',
      'T1-weighted',
      'T1 SE',
      'Ax T1',
      'Cor T1 Post',
      'T1 POST GAD',
      'T1 VIBE',
      'vibe_dixon',
      'THRIVE',
      'LAVA',
      'MDEFT',
      'T1_space',
      'WIP T1W',
      'T1_FLAIR',
      'AX T1 FLAIR',
      'T1W_MPR1',
      'EFGRE3D',
      'T1 TSE',
    ],
    'atlas:mri-t2w': [
      'T2',
      'T2w',
      'T2 TSE',
      't2_tse_tra',
      'Ax T2 FSE',
      'T2_SPACE',
      'T2W_SPC1',
      'T2 PROPELLER',
      'Sag T2',
      'T2_BLADE_tra',
    ],
    'atlas:mri-flair': [
      'FLAIR',
      'T2_FLAIR',
      'T2-FLAIR',
      'AX T2 FLAIR',
      't2_space_dark-fluid',
      '3D FLAIR',
      'sag_flair',
      'CUBE T2 FLAIR',
    ],
    'atlas:mri-t2starw': ['T2*', 'T2* GRE', 'T2star', 't2star_gre', 'GRE T2*', 'HEMO'],
    'atlas:mri-swi': ['SWI', 'SWI_Images', 'SWAN', 'VenoBOLD', 'Mag_Images_SWI', 'mIP_Images(SW)'],
    'atlas:mri-dwi': [
      'DWI',
      'ep2d_diff_3scan_trace',
      'ep2d_diff_mddw_20',
      'diff',
      'dMRI_dir98_AP',
      'HARDI',
      'ADC',
      'NODDI',
      'AX DWI b1000',
    ],
    'atlas:mri-dti': ['DTI', 'DTI_64dir', 'ep2d_DTI', 'Diffusion Tensor'],
    'atlas:mri-fmri': [
      'BOLD',
      'ep2d_bold_moco',
      'fMRI',
      'tfMRI_MOTOR_LR',
      'task-nback_bold',
      'func',
    ],
    'atlas:mri-rsfmri': [
      'rfMRI_REST1_LR',
      'rsfMRI',
      'resting state',
      'Resting-State fMRI',
      'rest',
      'bold_rest',
    ],
    'atlas:mri-asl': ['ASL', 'pCASL', '3D_ASL', 'pasl_rest'],
    'atlas:mri-mra': ['TOF', '3D_TOF', 'MRA', 'TOF_3D_multi-slab'],
    'atlas:mri-pdw': ['PD', 'PDw', 'Proton Density', 'KNEE PD SAG'],
    'atlas:mrs': ['MRS', 'svs_se_30', 'PRESS_35'],
  }

  test.each(Object.entries(spellings))('%s is told by all its spellings', (term, names) => {
    expect(names.filter((name) => termsOf(name)[0] !== term)).toEqual([])
  })

  test('of both contrasts have both terms', () => {
    expect(termsOf('PD T2 dual echo')).toEqual(['atlas:mri-pdw', 'atlas:mri-t2w'])
  })

  test.each([
    'localizer',
    '3 Plane Localizer',
    'AAHead_Scout',
    'SpinEchoFieldMap_AP',
    'gre_field_mapping',
    'PhoenixZIPReport',
  ])('%s is known and no contrast', (name) => {
    expect([ruleOf(name) !== null, termsOf(name)]).toEqual([true, []])
  })

  test.each(['', 'MoCoSeries', 'unheard of', 'Series 4', 'WIP 12', 'SENSE'])(
    '%s stays unknown',
    (name) => {
      expect(ruleOf(name)).toBeNull()
    },
  )

  test('of another modality are not taken for what they spell', () => {
    expect(termsOf('T1', 'CT')).toEqual([])
    expect(termsOf('FDG brain', 'PT')).toEqual(['atlas:pet'])
    expect(termsOf('FDG brain', 'MR')).toEqual([])
    expect(termsOf('CTAC 3.75', 'PT')).toEqual(['atlas:ct'])
    expect(termsOf('MPRAGE', null)).toEqual(['atlas:mri-t1w'])
  })

  test('are tried by type first, then by series description', () => {
    const fit = namedBy(rules, ['T1w', 'AX FLAIR'], 'MR').modality
    expect([fit?.value[0]?.id, fit?.raw]).toEqual(['atlas:mri-t1w', 'T1w'])
    expect(namedBy(rules, [null, 'AX FLAIR'], 'MR').modality?.raw).toBe('AX FLAIR')
  })

  test('tell contrast and part of the body each by the first name that says it', () => {
    const { modality, structure } = namedBy(rules, ['AX FLAIR', 'T1 of the brain'], 'MR')
    expect([modality?.rule, modality?.raw]).toEqual(['flair', 'AX FLAIR'])
    expect([structure?.rule, structure?.raw]).toEqual(['brain', 'T1 of the brain'])
  })

  test('lead to terms that the vocabulary has, under its labels', () => {
    const known = new Map(seedTerms.map(({ termId, label }) => [termId, label]))
    const terms = rules.rules.flatMap(({ set }) => set.modality ?? [])
    expect(terms.length).toBeGreaterThan(15)
    for (const { id, label } of terms) expect([id, known.get(id ?? '')]).toEqual([id, label])
  })
})

describe('xnat: a dry run of the rules', () => {
  const names = ['T1w', 'MoCoSeries', 'T1w', 'localizer', 'zz', 'MoCoSeries', 'MoCoSeries', '  ']

  test('tells which rules fit how often, and what no rule knows, the most frequent first', () => {
    const { rules: told, slots } = reportOf(rules, names, null, { slots: ['modality'] })
    expect(told.filter(({ count }) => count > 0)).toEqual([
      {
        rule: 'localizer',
        set: { modality: [] },
        count: 1,
        examples: [{ raw: 'localizer', count: 1 }],
      },
      {
        rule: 't1',
        set: { modality: [{ id: 'atlas:mri-t1w', label: 'T1-weighted MRI' }] },
        count: 2,
        examples: [{ raw: 'T1w', count: 2 }],
      },
    ])
    expect(slots).toMatchObject([{ slot: 'modality', matched: 3, unmatched: 4 }])
    expect(slots[0]?.unknown[0]).toEqual({
      field: 'name',
      values: [
        { raw: 'MoCoSeries', count: 3 },
        { raw: 'zz', count: 1 },
      ],
      others: 0,
    })
  })

  test('runs by itself over a file of names', async () => {
    const file = join(await tempFolder(), 'names.txt')
    await writeFile(file, names.join('\n'))
    const script = fileURLToPath(new URL('../../../connectors/xnat/dry-run.ts', import.meta.url))
    const { stdout, status } = spawnSync(process.execPath, [script, file, 'MR'], {
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    expect(stdout).toBe(printedRuleReport(reportOf(rules, names, 'MR', { slots: ['modality'] })))
    expect(stdout).toContain('modality: 3 rows by a rule, 4 that no rule knows:')
  })
})
