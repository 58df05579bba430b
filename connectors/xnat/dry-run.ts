/*
 * What the rules make of the names of scans, one a line in a file or on standard input:
 *
 *   node connectors/xnat/dry-run.ts names.txt [MR]
 *
 * The second argument is DICOM's code of their modality. `-` reads standard input.
 */
import { readFileSync } from 'node:fs'
import { argv, stdout } from 'node:process'
import { printedReport, reportOf } from './rule-report.ts'
import { rules } from './rules.ts'

const [, , file = '-', modality = null] = argv
const names = readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/)
stdout.write(printedReport(reportOf(rules.contrasts, names, modality)))
