import { defineConnector } from '#sdk'
import { readContrastRules } from './contrast.ts'
import { harvest } from './harvest.ts'
import { mapSeries, mapStudy } from './map.ts'
import { Login, Options } from './options.ts'
import { resolve } from './resolve.ts'
import { SeriesRow, StudyRow } from './rows.ts'

/**
 * Any DICOM archive with a DICOMweb service: studies and series over QIDO-RS, links of WADO-RS as assets (PS3.18). Reads
 * neither files nor pixels, and keeps nothing of patients.
 */
export default defineConnector({
  type: 'dicomweb',
  title: 'DICOMweb archive',
  version: 2,
  options: Options,
  credentials: Login,
  readerCredentials: Login,
  resolve,
  // Readers reach it by the address that links have.
  linkOptions: ({ publicUrl, baseUrl }) => ({ baseUrl: publicUrl ?? baseUrl }),
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],
  // Archives serve a clinic beside us. A redirect is not the archive's answer: mostly it leads to a login.
  http: { concurrency: 4, requestsPerSecond: 20, redirects: 0 },
  rules: readContrastRules,
  rows: { study: StudyRow, series: SeriesRow },
  harvest,
  map: { study: mapStudy, series: mapSeries },
})
