import { describe, expect, test } from 'vitest'
import { sitesOf } from '../../../src/cli/download/sites.ts'
import { loadConnectors } from '../../../src/harvest/load-connectors.ts'
import { connectorsFolder } from '../../../src/sources.ts'
import { offeredAsset, offeredRecord } from './offers.ts'

const connectors = await loadConnectors(connectorsFolder)

/** Options of a source as an operator has them, with what is nobody else's business. */
const configured: Record<string, { options: Record<string, unknown>; shown: unknown }> = {
  xnat: {
    options: {
      baseUrl: 'http://10.0.0.7:8080',
      publicUrl: 'https://xnat.example.org/x',
      projects: ['SECRET'],
    },
    shown: { baseUrl: 'https://xnat.example.org/x' },
  },
  shanoir: {
    options: { baseUrl: 'https://shanoir.example.org', account: true, studies: [7] },
    shown: { baseUrl: 'https://shanoir.example.org' },
  },
  dicomweb: {
    options: { baseUrl: 'http://pacs.internal/dicom', publicUrl: 'https://pacs.example.org/dicom' },
    shown: { baseUrl: 'https://pacs.example.org/dicom' },
  },
  rest: {
    options: { manifest: 'girder', baseUrl: 'https://girder.example.org/api/v1', group: 'secret' },
    shown: { manifest: 'girder', baseUrl: 'https://girder.example.org/api/v1', loginUrl: null },
  },
}

function offer(type: string, linkOptions: Record<string, unknown> | null, locator?: string) {
  const source = { name: `my-${type}`, title: type, type, linkOptions }
  const asset = offeredAsset('file', locator === undefined ? {} : { locator })
  return { record: offeredRecord({ source }), assets: [asset] }
}

describe('sources whose links are made on the reader’s machine', () => {
  test.each(Object.entries(configured))(
    '%s tells no more than it takes',
    (type, { options, shown }) => {
      const connector = connectors.get(type)
      const told = connector?.linkOptions?.(connector.options.parse(options)) ?? null
      expect(told).toEqual(shown)
      const site = sitesOf([offer(type, told)], connectors).get(`my-${type}`)
      expect(site?.origins).toEqual([new URL(String(Object(shown).baseUrl)).origin])
    },
  )

  test('of a type that is not known, or with options of another version, are left to the gateway', () => {
    const offers = [
      offer('alien', {}),
      offer('xnat', { base: 'https://xnat.example.org' }),
      offer('rest', null),
    ]
    expect(sitesOf(offers, connectors).size).toBe(0)
  })

  test('without options go by the scheme of their locators, and may ask for the regions of their buckets', () => {
    const site = sitesOf([offer('open-data-registry', null, 's3://wine-1/a')], connectors).get(
      'my-open-data-registry',
    )
    expect(site?.origins).toContain('https://wine-1.s3.us-west-2.amazonaws.com')
    expect(site?.options).toEqual({})
  })
})
