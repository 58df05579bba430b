import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multihash, prefixedSum, sumOf } from '../../../../connectors/s3/documents/checksums.ts'
import { dateTime, intervalDate, partialDate } from '../../../../connectors/s3/documents/dates.ts'
import { statedDomain } from '../../../../connectors/s3/documents/domains.ts'
import { sizeOf } from '../../../../connectors/s3/documents/sizes.ts'
import { doisIn, webUrl, withoutMail } from '../../../../connectors/s3/documents/words.ts'
import { formatOf } from '../../../../connectors/s3/formats.ts'
import { Checksum, DateTime, PartialDate } from '../../../../src/model/index.ts'

describe('documents: a size', () => {
  test.each([
    ' B',
    '',
    'many',
    '5 apples',
    '-3 B',
    16.2,
    -1,
    Number.NaN,
    2 ** 60,
    null,
    {},
    [],
    '1e9 B',
    '3 EB 2',
  ])('%j is not known', (printed) => {
    expect(sizeOf(printed)).toEqual({ size: null, sizeIsExact: false })
  })

  test.each([
    [13_510_573_713, 13_510_573_713],
    ['13510573713 B', 13_510_573_713],
    ['530 bytes', 530],
    ['1,234,567 bytes', 1_234_567],
    ['117743', 117_743],
    ['0 B', 0],
  ])('%j is exact', (printed, size) => {
    expect(sizeOf(printed)).toEqual({ size, sizeIsExact: true })
  })

  test.each([
    ['195 GB', 195_000_000_000],
    ['36.809 KB', 36_809],
    ['4.698 MB', 4_698_000],
    ['1,5 TB', 1_500_000_000_000],
    ['2 KiB', 2_048],
    ['1 MiB', 1_048_576],
    ['3 megabytes', 3_000_000],
    ['~ 20 bytes', 20],
    [{ value: 16.2, unit: 'GB' }, 16_200_000_000],
    [{ size: '5', unit: { value: 'MB' } }, 5_000_000],
  ])('%j was printed rounded', (printed, size) => {
    expect(sizeOf(printed)).toEqual({ size, sizeIsExact: false })
  })

  test('of anything is a whole number of bytes or not known', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((unit) => `12 ${unit}`),
        ),
        (printed) => {
          const { size } = sizeOf(printed)
          expect(size === null || (Number.isSafeInteger(size) && size >= 0)).toBe(true)
        },
      ),
    )
  })
})

describe('documents: a checksum', () => {
  const sum = (algorithm: string) => createHash(algorithm).update('abc').digest('hex')

  test.each([
    ['md5', 'd50110', 'MD5'],
    ['sha1', '1114', 'SHA1'],
    ['sha256', '1220', 'SHA256'],
    ['sha384', '2030', 'SHA384'],
    ['sha512', '1340', 'SHA512'],
    ['blake2b512', 'c0e40240', 'BLAKE2B'],
  ])('is decoded from a multihash: %s', (algorithm, head, name) => {
    const found = multihash(head + sum(algorithm), 'x')
    expect(found).toEqual({ algorithm: name, value: sum(algorithm), source: 'x' })
  })

  test.each([
    '',
    '12',
    '1220',
    `1221${'0'.repeat(64)}`,
    `1220${'0'.repeat(62)}`,
    `1720${'0'.repeat(64)}`,
    'ffffffffff',
    'sha256',
  ])('is not made of %j', (text) => {
    expect(multihash(text, 'x')).toBeNull()
  })

  test('is read from hexadecimal in either case and from base64', () => {
    const value = sum('md5')
    expect(sumOf('MD5', value.toUpperCase(), 'x')?.value).toBe(value)
    expect(sumOf('MD5', Buffer.from(value, 'hex').toString('base64'), 'x')?.value).toBe(value)
  })

  test.each([
    'sha256',
    '0b033707ea49365a5ffdd14615825511',
    'https://github.com/mlcommons/croissant/issues/80',
    null,
  ])('of SHA-256 is not %j', (text) => {
    expect(sumOf('SHA256', text, 'x')).toBeNull()
  })

  test('names its algorithm before a colon, else it is the one that is usual', () => {
    expect(prefixedSum(`sha-256:${sum('sha256')}`, 'MD5', 'x')?.algorithm).toBe('SHA256')
    expect(prefixedSum(sum('md5'), 'MD5', 'x')?.algorithm).toBe('MD5')
    expect(prefixedSum(sum('md5'), null, 'x')).toBeNull()
    expect(prefixedSum(`crc:${sum('md5')}`, 'MD5', 'x')).toBeNull()
  })

  test('of any text is one that the model takes, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^[0-9a-f]*$/)),
        (text) => {
          for (const found of [
            multihash(text, 'x'),
            sumOf('SHA1', text, 'x'),
            prefixedSum(text, 'MD5', 'x'),
          ]) {
            if (found !== null) expect(Checksum.safeParse(found).success).toBe(true)
          }
        },
      ),
    )
  })
})

describe('documents: a date', () => {
  test.each([
    ['2020-12-14T18:02:31.437000Z', '2020-12-14'],
    ['2020-12', '2020-12'],
    ['2020', '2020'],
    ['2025/10/06 00:00', '2025-10-06'],
    ['2025 Oct 6', '2025-10-06'],
    ['2024 Jul', '2024-07'],
    ['2023-02-30', null],
    ['2023-13', null],
    ['yesterday', null],
    ['', null],
  ])('%j is %j: as precise as it was', (text, expected) => {
    expect(partialDate(text)).toBe(expected)
  })

  test('is a moment only with time and zone', () => {
    expect(dateTime('2020-08-30T00:00:00+02:00')).toBe('2020-08-29T22:00:00.000Z')
    expect(dateTime('2020-08-30')).toBeNull()
    expect(dateTime('2020-08-30T00:00:00')).toBeNull()
    expect(dateTime('2020-02-30T00:00:00Z')).toBeNull()
  })

  test.each([
    ['2020-12-11T00:00:00Z', '2020-12-14T00:00:00Z', '2020-12'],
    ['2020-12-11', '2020-12-11', '2020-12-11'],
    ['2020-01-01', '2020-12-31', '2020'],
    ['2009-05-20', '2018-11-03', '2009-05-20'],
    ['2015-06-23', null, '2015-06-23'],
    [null, '2018', '2018'],
    [null, null, null],
  ])('of an interval from %j to %j is %j', (from, to, expected) => {
    expect(intervalDate(from, to)).toBe(expected)
  })

  test('of any text is one that the model takes, or none', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const [date, time] = [partialDate(text), dateTime(text)]
        if (date !== null) expect(PartialDate.safeParse(date).success).toBe(true)
        if (time !== null) expect(DateTime.safeParse(time).success).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('documents: words', () => {
  test('lose e-mail addresses and what stood around them', () => {
    expect(withoutMail('Ask Jane Doe <jane.doe@lab.example.org> (mailto:j@x.org).')).toBe(
      'Ask Jane Doe  .',
    )
    expect(withoutMail('a @ b, 5@home')).toBe('a @ b, 5@home')
  })

  test('give the DOIs in them without what closes a sentence', () => {
    expect(
      doisIn(
        'See https://doi.org/10.1016/S0140-6736(20)30183-5). Or doi:10.5061/dryad.s2v81.2/27.2.',
      ),
    ).toEqual(['10.1016/S0140-6736(20)30183-5', '10.5061/dryad.s2v81.2/27.2'])
    expect(doisIn('10.12/short, 10.1234/')).toEqual([])
  })

  test('are a web address only when absolute, and lose a login', () => {
    expect(webUrl('None')).toBeNull()
    expect(webUrl('ftp://example.org/a')).toBeNull()
    expect(webUrl(' https://me:secret@example.org/a ')).toBe('https://example.org/a')
  })

  test.each([
    [['camera traps', 'x'], 'ECOLOGY'],
    [['Genomics'], 'GENOMICS'],
    [['remote sensing'], 'GEOSPATIAL'],
    [['fMRI'], 'NEUROIMAGING'],
    [['histopathology'], 'MEDICAL_IMAGING'],
    [['genomics', 'remote sensing'], null],
    [['movies'], null],
    [[], null],
  ])('%j say the domain %j', (keywords, domain) => {
    const found = statedDomain(keywords, [null])
    expect(found.domain).toBe(domain)
    expect(found.fields.map(({ origin }) => origin)).toEqual(domain === null ? [] : ['EXTRACTED'])
  })

  test('of keywords go before those of a description', () => {
    expect(statedDomain(['ecology'], ['Seen by remote sensing.']).domain).toBe('ECOLOGY')
    expect(statedDomain(['data'], ['Seen by remote sensing.']).domain).toBe('GEOSPATIAL')
  })
})

describe('documents: a format', () => {
  test.each([
    ['a.tif', 'image/tiff; application=geotiff; profile=cloud-optimized', 'GeoTIFF'],
    ['a.ome.tif', 'image/tiff', 'OME-TIFF'],
    ['thumb.jpg', 'image/png', 'JPEG'],
    ['data', 'application/x-parquet', 'Parquet'],
    ['repo', 'git+https', 'Git'],
    ['data', 'image/tiff', 'TIFF'],
    ['data', 'image/tiff; application=geotiff', 'GeoTIFF'],
    ['data', 'application/x-hdf5', 'HDF5'],
    ['data.arff', 'text/plain', 'text'],
    ['data', 'application/octet-stream', null],
    ['data', null, null],
    ['data', 'constructor', null],
  ])('of %j, %j is %j', (name, mediaType, format) => {
    expect(formatOf(name, mediaType).format).toBe(format)
  })
})
