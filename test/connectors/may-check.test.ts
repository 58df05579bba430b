import { expect, test } from 'vitest'
import allen from '../../connectors/allen/index.ts'
import rest from '../../connectors/rest/index.ts'
import { asset } from '../store/samples.ts'

test('allen: files of the archive may be looked at, and nothing that is made as it is asked for', () => {
  const options = allen.options.parse({})
  const may = (locator: string, role: 'VOLUME' | 'DIRECTORY' = 'VOLUME') =>
    allen.mayCheck?.(asset('x', { locator, role }), options)
  const archive = 'https://download.alleninstitute.org/informatics-archive/current-release'
  expect(may(`${archive}/mouse_ccf/annotation/ccf_2017/annotation_25.nrrd`)).toBe(true)
  expect(may(`${archive}/mouse_ccf/`, 'DIRECTORY')).toBe(false)
  for (const path of ['grid_data/download/1?include=energy', 'api/v2/well_known_file_download/1']) {
    expect(may(`https://api.brain-map.org/${path}`)).toBe(false)
  }
})

test('rest: files beside the API may be looked at, and neither bundles nor what lies elsewhere', () => {
  const options = rest.options.parse({ manifest: 'dandi' })
  const may = (locator: string, role: 'VOLUME' | 'ARCHIVE' | 'DIRECTORY' = 'VOLUME') =>
    rest.mayCheck?.(asset('x', { locator, role }), options)
  expect(may('https://api.dandiarchive.org/api/assets/1/download/')).toBe(true)
  expect(may('https://api.dandiarchive.org/api/assets/1/download/', 'ARCHIVE')).toBe(false)
  expect(may('https://api.dandiarchive.org/api/', 'DIRECTORY')).toBe(false)
  expect(may('https://files.example.org/x')).toBe(false)
})
