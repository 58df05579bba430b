import { describe, expect, test } from 'vitest'
import { globalIdentifier } from '../../src/store/identifier.ts'
import { canonicalLocator, placeOf } from '../../src/store/place.ts'

describe('canonical locator', () => {
  const object = 's3://atlas-data/v1/a%20b%281%29.nrrd'
  test.each([
    ['its own', object],
    ['fewer characters encoded', 's3://atlas-data/v1/a b(1).nrrd'],
    ['the address of the bucket', 'https://atlas-data.s3.us-west-2.amazonaws.com/v1/a%20b(1).nrrd'],
    ['without a region', 'https://atlas-data.s3.amazonaws.com/v1/a%20b%281%29.nrrd'],
    ['with a dash', 'https://atlas-data.s3-us-west-2.amazonaws.com/v1/a%20b%281%29.nrrd'],
    [
      'of two protocols',
      'https://atlas-data.s3.dualstack.us-west-2.amazonaws.com/v1/a%20b(1).nrrd',
    ],
    ['with a path', 'https://s3.us-gov-west-1.amazonaws.com/atlas-data/v1/a%20b%281%29.nrrd'],
    ['with a path and no region', 'http://S3.amazonaws.com/atlas-data/v1/a%20b%281%29.nrrd#top'],
  ])('of an object of S3 is one, written %s', (_, locator) => {
    expect(canonicalLocator(locator)).toBe(object)
    expect(placeOf(locator)).toBe(placeOf(object))
  })

  test.each([
    ['another version', `${object}?versionId=2`, `${object}?versionId=2`],
    ['an address that asks for more', 'https://b-1.s3.amazonaws.com/k?acl', null],
    ['a bucket', 'https://b-1.s3.amazonaws.com/', null],
    ['a host that only ends so', 'https://b-1.s3.amazonaws.com.example.org/k', null],
    ['a port', 'https://b-1.s3.amazonaws.com:8443/k', null],
    ['a web page', 'HTTP://Data.Example.org:80/a?b=c#d', 'https://data.example.org/a?b=c'],
  ])('%s is something else', (_, locator, expected) => {
    expect(canonicalLocator(locator)).toBe(expected ?? locator)
  })

  test.each([
    'xnat:1/2',
    'shanoir:3',
    's3:/nothing',
    's3://b/%',
    'https://user@example.org/a',
    'https:',
  ])('%s has none', (locator) => {
    expect([canonicalLocator(locator), placeOf(locator)]).toEqual([null, null])
  })
})

describe('identifier', () => {
  test.each([
    ['10.1234/AbC', 'doi:10.1234/abc'],
    [' doi: 10.1234/abc', 'doi:10.1234/abc'],
    ['https://doi.org/10.1234/abc', 'doi:10.1234/abc'],
    ['http://dx.doi.org/10.1234%2Fabc', 'doi:10.1234/abc'],
    ['RRID:SCR_020999', 'rrid:SCR_020999'],
    ['rrid: scr_020999', 'rrid:SCR_020999'],
    ['https://scicrunch.org/resolver/RRID:SCR_020999', 'rrid:SCR_020999'],
    ['https://identifiers.org/RRID:SCR_020999', 'rrid:SCR_020999'],
    ['urn:oid:1.2.840', 'urn:oid:1.2.840'],
    ['http://Example.org/set/#top', 'https://example.org/set'],
    ['XNAT_E00001', null],
    ['1.2.840', null],
    ['http://', null],
    ['', null],
  ])('%s is known everywhere as %s', (text, expected) => {
    expect(globalIdentifier(text)).toBe(expected)
  })
})
