import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { License } from '../../../src/model/index.ts'
import { classifyLicense } from '../../../src/search/vocabulary/license.ts'

const by = (code: string, version: string) =>
  `https://creativecommons.org/licenses/${code}/${version}/`

describe('classifyLicense', () => {
  test.each([
    null,
    '',
    '   ',
    'see the website',
    'Custom',
    'free for academic use',
    'CC',
    'CC BY-FOO',
    'BSD',
    'CC BY 4.0 or CC0',
    'data: CC-BY 4.0, code: MIT',
    'CC BY 4.0; not for commercial use',
    'not in the public domain',
    'attribution required',
    'to be released under CC BY upon publication',
    'NIH data use agreement',
    'U.S. Government Work',
    'https://example.org/licence',
  ])('classifyLicense: %j is unknown', (raw) => {
    expect(classifyLicense(raw)).toMatchObject({ spdx: null, class: 'UNKNOWN' })
  })

  test('classifyLicense: words and an address that contradict each other are unknown', () => {
    expect(classifyLicense('CC BY 4.0', by('by-nc', '4.0'))).toEqual({
      raw: 'CC BY 4.0',
      spdx: null,
      class: 'UNKNOWN',
      url: by('by-nc', '4.0'),
    })
  })

  test('classifyLicense: an address that is none is left out', () => {
    expect(classifyLicense('CC0', 'ftp://x')).toMatchObject({ class: 'OPEN', url: null })
    expect(classifyLicense('CC0', 'nonsense')).toMatchObject({ class: 'OPEN', url: null })
  })

  test.each([
    ['CC0', 'CC0-1.0', 'OPEN'],
    ['CC-0', 'CC0-1.0', 'OPEN'],
    ['CC0 1.0 Universal', 'CC0-1.0', 'OPEN'],
    ['Creative Commons Zero v1.0 Universal', 'CC0-1.0', 'OPEN'],
    ['http://creativecommons.org/publicdomain/zero/1.0/', 'CC0-1.0', 'OPEN'],
    ['PDDL', 'PDDL-1.0', 'OPEN'],
    ['https://opendatacommons.org/licenses/pddl/1-0/', 'PDDL-1.0', 'OPEN'],
    ['Public Domain', null, 'OPEN'],
    ['CC BY 4.0', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['CC-BY-4.0', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['cc by', null, 'ATTRIBUTION'],
    ['Creative Commons Attribution 4.0 International', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['Attribution 4.0 International (CC BY 4.0)', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['This data is available under the CC BY 4.0 license.', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['CC BY 3.0 IGO', null, 'ATTRIBUTION'],
    ['https://creativecommons.org/licenses/by/3.0/us/', null, 'ATTRIBUTION'],
    ['https://creativecommons.org/licenses/by/4.0/legalcode.en', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['MIT', 'MIT', 'ATTRIBUTION'],
    ['The MIT License', 'MIT', 'ATTRIBUTION'],
    ['Apache License, Version 2.0', 'Apache-2.0', 'ATTRIBUTION'],
    ['apache-2.0', 'Apache-2.0', 'ATTRIBUTION'],
    ['BSD 3-Clause License', 'BSD-3-Clause', 'ATTRIBUTION'],
    ['CC BY-SA 4.0', 'CC-BY-SA-4.0', 'SHARE_ALIKE'],
    ['cc-by-sa-3.0', 'CC-BY-SA-3.0', 'SHARE_ALIKE'],
    ['ODbL', 'ODbL-1.0', 'SHARE_ALIKE'],
    ['Open Database License (ODbL) v1.0', 'ODbL-1.0', 'SHARE_ALIKE'],
    ['CC BY-NC 4.0', 'CC-BY-NC-4.0', 'NON_COMMERCIAL'],
    [
      'Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International (CC BY-NC-SA 4.0)',
      'CC-BY-NC-SA-4.0',
      'NON_COMMERCIAL',
    ],
    ['Allen Institute Terms of Use', null, 'NON_COMMERCIAL'],
    ['http://www.alleninstitute.org/legal/terms-use/', null, 'NON_COMMERCIAL'],
    ['CC BY-ND 4.0', 'CC-BY-ND-4.0', 'RESTRICTED'],
    ['CC BY-NC-ND 4.0', 'CC-BY-NC-ND-4.0', 'RESTRICTED'],
    ['All rights reserved.', null, 'RESTRICTED'],
  ] as const)('classifyLicense: %j is %s, %s', (raw, spdx, license) => {
    expect(classifyLicense(raw)).toMatchObject({ raw, spdx, class: license })
  })

  test('classifyLicense: an address alone is enough, and fills in what the words lack', () => {
    expect(classifyLicense(null, by('by-nc', '4.0'))).toEqual({
      raw: null,
      spdx: 'CC-BY-NC-4.0',
      class: 'NON_COMMERCIAL',
      url: by('by-nc', '4.0'),
    })
    expect(classifyLicense('CC BY', by('by', '4.0')).spdx).toBe('CC-BY-4.0')
    expect(classifyLicense('see the website', by('by', '4.0')).class).toBe('ATTRIBUTION')
  })

  test('classifyLicense: names with an address of their own get it', () => {
    expect(classifyLicense('CC BY 4.0').url).toBe(by('by', '4.0'))
    expect(classifyLicense('Allen Institute Terms of Use').url).toBe(
      'https://alleninstitute.org/terms-of-use/',
    )
  })

  test('classifyLicense: any words and address give a licence of the right shape', () => {
    const piece = fc.constantFrom(
      'cc',
      'by',
      'nc',
      '4.0',
      '-',
      ' ',
      '0',
      'public domain',
      'x',
      '(',
      '/',
    )
    const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.option(text), fc.option(fc.oneof(fc.webUrl(), fc.string())), (raw, url) => {
        const license = classifyLicense(raw, url)
        expect(License.parse(license)).toEqual(license)
        expect(license.raw).toBe(raw?.trim() || null)
      }),
      { numRuns: 200 },
    )
  })
})
