import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { startRegistryStandin } from '../../../connectors/open-data-registry/standin.ts'
import { type Asset, MappedRecord } from '../../../src/sdk/index.ts'
import { classifyLicense } from '../../../src/search/vocabulary/license.ts'
import { type Reading, read } from './read-registry.ts'

/** A part of the registry as it is published, where it lies beside the checkout. */
const corpus = fileURLToPath(
  new URL('../../../../shared/corpora/open-data-registry', import.meta.url),
)

const counted = (values: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a))
}

const recordsOf = ({ records }: Reading) => [...records.values()]
const assetsOf = ({ assets }: Reading): Asset[] => [...assets.values()].flat()
const licensesOf = (reading: Reading) =>
  recordsOf(reading).map(({ license }) => classifyLicense(license.raw, license.url))

describe.skipIf(!existsSync(corpus))('the registry as it is published', () => {
  test('open-data-registry: every published entry is a valid record, from a folder and from a bucket alike', async () => {
    const names = await readdir(`${corpus}/datasets`)
    const inFolder = await read({ folder: corpus })
    expect(inFolder.error).toBeNull()
    expect([...inFolder.rejected]).toEqual([])
    expect(inFolder.records.size).toBe(names.length)
    for (const record of recordsOf(inFolder)) expect(MappedRecord.parse(record)).toEqual(record)

    const files = await Promise.all(
      names.map(async (name) => [
        `datasets/${name}`,
        await readFile(`${corpus}/datasets/${name}`, 'utf8'),
      ]),
    )
    const standin = await startRegistryStandin({ files: Object.fromEntries(files) })
    try {
      const inBucket = await read(standin.options)
      expect(inBucket.error).toBeNull()
      expect(inBucket.records).toEqual(inFolder.records)
      expect(inBucket.assets).toEqual(inFolder.assets)
      const again = await read(standin.options, { full: false, known: inBucket.etags })
      expect(again.same).toHaveLength(names.length)
      expect(again.requests).toBe(1)
    } finally {
      await standin.close()
    }
  })

  test('open-data-registry: 6 published data sets have 15 resources that are billed to the reader, 55 are controlled', async () => {
    const reading = await read({ folder: corpus })
    const paid = [...reading.assets].filter(([, its]) =>
      its.some(({ payer }) => payer === 'CALLER'),
    )
    expect(paid).toHaveLength(6)
    expect(assetsOf(reading).filter(({ payer }) => payer === 'CALLER')).toHaveLength(15)
    for (const [id, its] of paid) {
      expect(reading.records.get(id)?.access).toBe('REQUESTER_PAYS')
      for (const asset of its) expect(asset.region).toMatch(/^[a-z]+-[a-z]+-\d$/)
    }
    const access = counted(recordsOf(reading).map((record) => record.access))
    expect((access.REGISTERED ?? 0) + (access.ON_REQUEST ?? 0)).toBe(55)
    expect(assetsOf(reading).some(({ locator }) => locator.includes('sns'))).toBe(false)
  })

  test('open-data-registry: nothing published under a licence that limits it is told as free', async () => {
    const reading = await read({ folder: corpus })
    const licenses = licensesOf(reading)
    const free = licenses.filter(({ class: its }) => ['OPEN', 'ATTRIBUTION'].includes(its))
    for (const { raw } of free) {
      expect(raw).not.toMatch(/non-?\s?commercial|\bNC\b|share-?\s?alike|\bSA\b|restricted/i)
    }
    const classes = counted(licenses.map(({ class: its }) => its))
    expect((classes.UNKNOWN ?? 0) / licenses.length).toBeLessThan(0.3)

    const records = recordsOf(reading)
    const table = {
      records: records.length,
      assets: assetsOf(reading).length,
      rejected: reading.rejected.size,
      domain: counted(records.map(({ domain }) => domain ?? '(unknown)')),
      access: counted(records.map((record) => record.access)),
      license: classes,
    }
    process.stdout.write(`open-data-registry, as published: ${JSON.stringify(table, null, 2)}\n`)
  })

  test('open-data-registry: no address of mail and no contact of a published entry is kept', async () => {
    const { kept } = await read({ folder: corpus })
    expect(kept).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]/i)
    expect(kept).not.toContain('"Contact"')
    expect(kept).not.toContain('"AuthorName"')
  })
})
