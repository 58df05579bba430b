import { describe, expect, test } from 'vitest'
import { classifyLicense } from '../../../src/search/vocabulary/license.ts'

/* Texts in the shapes that registries of open data have them: sentences, Markdown, statements, several at once. */

const cc = (code: string) => `https://creativecommons.org/licenses/${code}/4.0/`
const zero = 'https://creativecommons.org/publicdomain/zero/1.0/'

describe('texts that open nothing', () => {
  test.each([
    // Exceptions and conditions.
    'No restrictions on use, except commercial use.',
    'There are no restrictions on the use of this data except commercial use.',
    'There are no restrictions on the use of this data for non-commercial purposes.',
    'There are no restrictions on use by members of the consortium.',
    'There are no restrictions on the use of data, unless expressly identified before its receipt.',
    'CC BY 4.0 unless otherwise noted',
    'CC BY 4.0; contact us for commercial use',
    'CC BY 4.0 for academic use',
    'CC BY 4.0 for members',
    'CC BY 4.0 (research only)',
    'CC BY 4.0 and our Terms of Use',
    'CC-BY (non-commercial)',
    'CC BY 4.0 (share alike)',
    'Most of the data is in the public domain.',
    'The data are considered public domain, and their use must follow our policy.',
    'Unless otherwise specified, all data is in the public domain.',
    'Public domain (or the open data licence of a state)',
    'Initially released under CC0.',
    'CC0 does not apply.',
    'Copyright somebody; all rights reserved. Use falls under CC0.',
    // Several that differ, whichever is which.
    'CC0, CC-BY',
    'CC0 for tables; CC BY-NC for images',
    'CC BY-NC 4.0 and CC BY 4.0',
    `[CC BY 4.0](${cc('by')}) or [CC BY-NC 4.0](${cc('by-nc')})`,
    `[CC BY 4.0](${cc('by-nc')})`,
    'MIT License and CC0',
    'Products are released under CC0. The code follows Apache-2.0.',
    // Words without a licence.
    'Creative Commons',
    'Public',
    'Freely available',
    'Varies, see the metadata',
    'See LICENSE file',
    'MIT-derived. See LICENSE file',
    'n/a',
    'None',
    'unknown',
    'proprietary',
    'various',
    'other',
    '[Custom License](https://example.org/license)',
    '[Commercial](https://example.org/terms)',
    'This data is available for anyone to use under the [Terms of Use](https://example.org/terms)',
    'By downloading this data you agree to our terms.',
    'NIH Genomic Data Sharing Policy: https://gdc.cancer.gov/access-data/data-access-policies',
    'https://github.com/example/data/blob/main/LICENSE',
    'https://creativecommons.org/licenses/',
    'https://creativecommons.org.example.org/licenses/by/4.0/',
    'https://example.org/?u=https://creativecommons.org/licenses/by/4.0/',
    `${'CC BY 4.0 '.repeat(1_000)}`,
  ])('classifyLicense: %j is unknown', (raw) => {
    expect(classifyLicense(raw)).toMatchObject({ spdx: null, class: 'UNKNOWN' })
  })

  test('classifyLicense: an address does not make clear what the words leave unclear', () => {
    expect(classifyLicense('CC BY 4.0 for academic use', cc('by')).class).toBe('UNKNOWN')
    expect(classifyLicense('CC0, CC-BY', zero).class).toBe('UNKNOWN')
  })
})

describe('texts that hold back', () => {
  test.each([
    ['Creative Commons Attribution Non Commercial 4.0', 'CC-BY-NC-4.0', 'NON_COMMERCIAL'],
    ['Creative Commons Attribution – NonCommercial 4.0', 'CC-BY-NC-4.0', 'NON_COMMERCIAL'],
    ['CC BY-SA-NC 4.0', 'CC-BY-NC-SA-4.0', 'NON_COMMERCIAL'],
    ['CC BY NC SA', null, 'NON_COMMERCIAL'],
    ['CC-by-nc-sa-4.0 International', 'CC-BY-NC-SA-4.0', 'NON_COMMERCIAL'],
    [`License (${cc('by-nc')})`, 'CC-BY-NC-4.0', 'NON_COMMERCIAL'],
    ['[Custom Non-Commercial License](https://example.org)', null, 'NON_COMMERCIAL'],
    [
      'The maps are the property of the centre, free of charge, with attribution, for use for non-commercial purposes.',
      null,
      'NON_COMMERCIAL',
    ],
    [
      'You may use the images for non-commercial purposes only. You may not share or redistribute a copy.',
      null,
      'RESTRICTED',
    ],
    ['Restricted Health Data License 1.0.0', null, 'RESTRICTED'],
    ['PhysioNet Credentialed Health Data License 1.5.0', null, 'RESTRICTED'],
    [`[CC BY-NC-ND 4.0](${cc('by-nc-nd')})`, 'CC-BY-NC-ND-4.0', 'RESTRICTED'],
    [`[CC BY-SA](${cc('by-sa')}deed.en)`, 'CC-BY-SA-4.0', 'SHARE_ALIKE'],
    ['[CDLA-Sharing](https://cdla.io/sharing-1-0/)', 'CDLA-Sharing-1.0', 'SHARE_ALIKE'],
    ['GPL-3.0 license. Please cite us.', null, 'SHARE_ALIKE'],
    ['GPL-3.0', null, 'SHARE_ALIKE'],
    ['ODbL (https://opendatacommons.org/licenses/odbl/summary/)', 'ODbL-1.0', 'SHARE_ALIKE'],
  ] as const)('classifyLicense: %j is %s, %s', (raw, spdx, license) => {
    expect(classifyLicense(raw)).toMatchObject({ raw, spdx, class: license })
  })
})

describe('texts that open', () => {
  test.each([
    // Spellings.
    ['CCO license', 'CC0-1.0', 'OPEN'],
    ['Creative Commons Level 0', 'CC0-1.0', 'OPEN'],
    ['PD', null, 'OPEN'],
    ['CC-BY-4', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['CCBY 4.0', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['CCBY4', 'CC-BY-4.0', 'ATTRIBUTION'],
    ['[CC BY]', null, 'ATTRIBUTION'],
    ['cdla-permissive-2.0', 'CDLA-Permissive-2.0', 'ATTRIBUTION'],
    ['Open Government Licence v3.0', 'OGL-UK-3.0', 'ATTRIBUTION'],
    ['Open Government Licence – Canada', null, 'ATTRIBUTION'],
    ['afl-3.0', 'AFL-3.0', 'ATTRIBUTION'],
    // Markdown, and addresses among words.
    [`[CC0](${zero})`, 'CC0-1.0', 'OPEN'],
    [`[CC BY](${cc('by')})`, 'CC-BY-4.0', 'ATTRIBUTION'],
    [`[Creative Commons Attribute 4.0](${cc('by')}) license\n`, 'CC-BY-4.0', 'ATTRIBUTION'],
    [`${cc('by')} with attribution to the council`, 'CC-BY-4.0', 'ATTRIBUTION'],
    ['[MIT License](https://opensource.org/license/mit)', 'MIT', 'ATTRIBUTION'],
    [
      '[BSD-3-Clause License](https://opensource.org/license/bsd-3-clause)',
      'BSD-3-Clause',
      'ATTRIBUTION',
    ],
    ['https://choosealicense.com/licenses/apache-2.0/', 'Apache-2.0', 'ATTRIBUTION'],
    ['https://choosealicense.com/licenses/cc-by-3.0/', 'CC-BY-3.0', 'ATTRIBUTION'],
    ['https://cdla.dev/permissive-1-0/', 'CDLA-Permissive-1.0', 'ATTRIBUTION'],
    ['http://data.gov.tw/license', 'OGDL-Taiwan-1.0', 'ATTRIBUTION'],
    // Sentences.
    [
      `The data is provided under [CC BY 4.0](${cc('by')}), which lets all copy the material in any medium or format, for any purpose, even commercially.`,
      'CC-BY-4.0',
      'ATTRIBUTION',
    ],
    [
      'Made available under the Public Domain Dedication and License \nv1.0, whose full text is at http://www.opendatacommons.org/licenses/pddl/1.0/. \nWe hope that all users will follow the ODC Attribution/Share-Alike \nCommunity Norms; while not legally required, we hope that they acknowledge us.',
      'PDDL-1.0',
      'OPEN',
    ],
    // Statements of institutions; who asks for credit is told as ATTRIBUTION.
    ['There are no restrictions on the use of this data.', null, 'OPEN'],
    [
      'There are no restrictions on the use, access, and/or download of data from NASA.',
      null,
      'OPEN',
    ],
    [`There are no restrictions on the use of this data. [CC0](${zero})`, 'CC0-1.0', 'OPEN'],
    ['US Government Public Domain https://www.usgs.gov/faqs', null, 'OPEN'],
    ['There are no restrictions on the use of this data. It should be cited.', null, 'ATTRIBUTION'],
    ['Public domain. Attribution required in papers.', null, 'ATTRIBUTION'],
    ['Public Domain with Attribution\n', null, 'ATTRIBUTION'],
    [
      'Landsat data has no restrictions on use; it can be used or redistributed as desired. A statement of the data source is asked for.',
      null,
      'ATTRIBUTION',
    ],
    [
      'NOAA data are open to the public and can be used as desired.<br/> <br/>NOAA requests attribution. However, it is not permissible to state or imply endorsement by or affiliation with NOAA. If you modify NOAA data, you may not state or imply that it is original, unaltered NOAA data.',
      null,
      'ATTRIBUTION',
    ],
    [
      'Free, full and open. View [Terms](https://sentinels.copernicus.eu/documents/247904/690755/Sentinel_Data_Legal_Notice).',
      null,
      'ATTRIBUTION',
    ],
    // Whole licences, by their beginnings.
    [
      `CC0 1.0 Universal\n\nStatement of Purpose\n\nThe laws ${'x '.repeat(5_000)}`,
      'CC0-1.0',
      'OPEN',
    ],
    [
      `Attribution 4.0 International\n\n=====\n\nCreative Commons Corporation is not a law firm. ${'x '.repeat(5_000)}`,
      'CC-BY-4.0',
      'ATTRIBUTION',
    ],
    [
      'MIT License\n\nCopyright (c) 2020 Somebody\n\nPermission is hereby granted, free of charge, to any person',
      'MIT',
      'ATTRIBUTION',
    ],
    [
      'Copyright (C) 1993–2004 Somebody, McGill University. Permission to use, copy, modify, and distribute this software and its documentation for any purpose and without fee is hereby granted, provided that the above copyright notice appear in all copies.',
      null,
      'ATTRIBUTION',
    ],
  ] as const)('classifyLicense: %j is %s, %s', (raw, spdx, license) => {
    expect(classifyLicense(raw)).toMatchObject({ spdx, class: license })
  })

  test('classifyLicense: an address in Markdown is told, where its licence is known', () => {
    expect(classifyLicense(`[CC BY](${cc('by')})`).url).toBe(cc('by'))
  })
})

describe('hostile texts', () => {
  test.each([
    ['brackets', '[['.repeat(2_000)],
    ['links that do not end', '[a](https://'.repeat(330)],
    ['statements that do not end', 'no restrictions on the use of '.repeat(130)],
    ['notices that do not end', `copyright (c) ${'permission to use '.repeat(200)}`],
    ['limits that do not end', 'non-commercial '.repeat(260)],
    ['tags that do not end', '<a '.repeat(1_300)],
    ['a text without end', 'cc by '.repeat(1_000_000)],
  ])('classifyLicense: %s take no time', (_, raw) => {
    const before = performance.now()
    expect(classifyLicense(raw).class).not.toBe('OPEN')
    expect(performance.now() - before).toBeLessThan(500)
  })
})
