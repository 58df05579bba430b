import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GatewayError } from '../../src/model/index.ts'
import { readPrices } from '../../src/resolve/prices.ts'
import { s3Prices } from '../../src/sdk/s3/prices.ts'
import { tempFolder } from '../support/temp.ts'

async function read(text: string) {
  const file = join(await tempFolder(), 'prices.yaml')
  await writeFile(file, text)
  return readPrices(file)
}

const good = `
asOf: '2027-01-15'
region: eu-west-1
listPerThousand: 0.006
getPerThousand: 0.0005
internet:
  - { upTo: 100, perGigabyte: 0 }
  - { upTo: null, perGigabyte: 0.1 }
otherRegionPerGigabyte: 0.03
`

test('prices: are those of a file, and without one those that come with the gateway', async () => {
  expect(await readPrices(null)).toBe(s3Prices)
  expect(await read(good)).toEqual({
    asOf: '2027-01-15',
    region: 'eu-west-1',
    listPerThousand: 0.006,
    getPerThousand: 0.0005,
    internet: [
      { upTo: 100, perGigabyte: 0 },
      { upTo: null, perGigabyte: 0.1 },
    ],
    otherRegionPerGigabyte: 0.03,
    retrievalPerGigabyte: {},
  })
  expect(await read(JSON.stringify(s3Prices))).toEqual(s3Prices)
})

test.each([
  ['a date that is none', good.replace("'2027-01-15'", 'soon'), 'asOf: expected a day'],
  ['a misspelt name', good.replace('getPerThousand', 'getsPerThousand'), 'getsPerThousand'],
  [
    'a price below 0',
    good.replace('0.03', '-1'),
    'otherRegionPerGigabyte: expected no less than 0',
  ],
  ['tiers that fall', good.replace('upTo: null', 'upTo: 50'), 'internet: expected tiers that rise'],
  ['no last tier', good.replace('upTo: null', 'upTo: 500'), 'internet: expected tiers that rise'],
  ['no YAML', '{', 'cannot be read'],
])('prices: a file with %s is refused, and told where', async (_, text, message) => {
  const thrown = await read(text).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(GatewayError)
  expect(thrown).toMatchObject({ code: 'CONFIG_INVALID' })
  expect(String(thrown)).toContain(message)
})

test('prices: a file that is not there is refused', async () => {
  await expect(readPrices('/nowhere/prices.yaml')).rejects.toThrow(/ATLAS_PRICES/)
})
