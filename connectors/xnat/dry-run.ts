/*
 * What the rules make of the names of scans, one a line in a file or on standard input:
 *
 *   node connectors/xnat/dry-run.ts names.txt [MR] [structure]
 *
 * The second argument is DICOM's code of their modality. The third is what is told of: the contrast, `modality`, unless it says
 * the part of the body, `structure`. `-` reads standard input.
 */
import { readFileSync } from 'node:fs'
import { argv, stdout } from 'node:process'
import { printedRuleReport } from '#sdk'
import { readScanRules, reportOf } from './rules.ts'

const [, , file = '-', modality = null, slot] = argv
const names = readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/)
const slots = [slot === 'structure' ? slot : 'modality'] as const
const report = reportOf(readScanRules(), names, modality, { slots, examples: Infinity })
stdout.write(printedRuleReport(report))
