import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { OfferedAsset } from '../../../src/cli/download/ask-records.ts'
import { agreeToPay } from '../../../src/cli/download/consent.ts'
import { createLinkMaker } from '../../../src/cli/download/link-maker.ts'
import { DownloadManifest } from '../../../src/cli/download/manifest.ts'
import { placed, planOf } from '../../../src/cli/download/plan.ts'
import { runFiles } from '../../../src/cli/download/run-files.ts'
import { sitesOf } from '../../../src/cli/download/sites.ts'
import type { AnyConnector, Credentials } from '../../../src/sdk/connector.ts'
import { defineConnector } from '../../../src/sdk/define-connector.ts'
import { noLink, type ResolvedLink } from '../../../src/sdk/links.ts'
import { s3Locator } from '../../../src/sdk/s3/locator.ts'
import { startS3Standin } from '../../../src/sdk/standin/s3/s3-standin.ts'
import { tempFolder } from '../../support/temp.ts'
import { offeredAsset, offeredRecord } from './offers.ts'

const keys = { accessKeyId: 'AKREADER', secretAccessKey: 'reader-secret-planted' }

/** Code for sources that lie in buckets of a service other than AWS. */
const buckets = defineConnector({
  type: 'buckets',
  title: 'Buckets',
  version: 1,
  options: z.strictObject({ endpoint: z.url() }),
  linkOptions: ({ endpoint }) => ({ endpoint }),
  s3Endpoint: (_, { endpoint }) => endpoint,
  origins: ({ endpoint }) => [endpoint],
  rows: { row: z.object({ id: z.string() }) },
  async *harvest() {},
  map: { row: () => null },
}) as unknown as AnyConnector

const paid: ResolvedLink = {
  ...noLink,
  state: 'NEEDS_CREDENTIALS',
  payer: 'CALLER',
  region: 'eu-west-1',
  requirements: [{ kind: 'CLOUD_ACCOUNT', text: 'An account of AWS is needed.', url: null }],
}

async function cellar(requesterPays: boolean, own: Credentials | null) {
  const service = await startS3Standin({
    buckets: [
      {
        name: 'wine-1',
        region: 'eu-west-1',
        requesterPays,
        isPublic: true,
        keys: [keys],
        objects: [
          { key: 'a/one.nii', body: 'one' },
          { key: 'a/deep/two.nii', body: 'two' },
          { key: 'a/empty', body: '' },
          { key: 'a/folder/', body: '' },
          { key: 'a/..%2F..', body: 'strange' },
          { key: 'b', body: 'not asked for' },
        ],
      },
    ],
  })
  onTestFinished(() => service.close())
  const folder = await tempFolder()
  const record = offeredRecord({
    source: {
      name: 'cellar',
      title: 'Cellar',
      type: 'buckets',
      linkOptions: { endpoint: service.url },
    },
  })
  const credentials = new Map(own === null ? [] : [['cellar', own]])

  async function fetchAll(assets: OfferedAsset[], maxCost: number | null = 1) {
    const offers = [{ record, assets }]
    const sites = sitesOf(offers, new Map([['buckets', buckets]]))
    const { signal } = new AbortController()
    const context = { sites, credentials, allowPrivateAddresses: true, signal }
    const maker = createLinkMaker({
      ...context,
      askAgain: async () => null,
      askElsewhere: async () => [],
    })
    onTestFinished(() => maker.close())
    const verdicts = await runFiles(planOf(offers), {
      folder,
      parallel: 2,
      maker,
      maxCost,
      manifest: await DownloadManifest.open(folder, 'http://gateway.example.org'),
      folders: context,
      verdictsTo: new PassThrough() as unknown as NodeJS.WriteStream,
    })
    return Object.fromEntries(verdicts.map((one) => [one.file.path, one]))
  }
  const read = (path: string) => readFile(join(folder, 'cellar', 'one', path), 'utf8')
  return { service, folder, fetchAll, read }
}

const one = offeredAsset('one.nii', {
  locator: s3Locator('wine-1', 'a/one.nii'),
  size: 3,
  sizeIsExact: true,
  link: paid,
})
const folderOf = (link: ResolvedLink) =>
  offeredAsset('everything/', {
    role: 'DIRECTORY',
    locator: s3Locator('wine-1', 'a/'),
    size: 1_000,
    sizeIsExact: true,
    link,
  })

describe('atlas download from buckets', () => {
  test('an object for which the reader pays comes with the reader’s own keys, and only they are billed', async () => {
    const { service, fetchAll, read } = await cellar(true, keys)
    expect(await fetchAll([one])).toMatchObject({ 'cellar/one/one.nii': { state: 'COMPLETE' } })
    expect(await read('one.nii')).toBe('one')
    expect(service.charges.length).toBeGreaterThan(0)
    expect(service.charges.every((charge) => JSON.stringify(charge).includes('AKREADER'))).toBe(
      true,
    )
  })

  test('without keys it does not come, nothing is asked and nobody is billed', async () => {
    const { service, fetchAll } = await cellar(true, null)
    expect(await fetchAll([one])).toMatchObject({
      'cellar/one/one.nii': { state: 'NO_LINK', message: 'An account of AWS is needed.' },
    })
    expect(service.requests).toHaveLength(0)
  })

  test.each([
    ['that everybody may read', false, null],
    ['for which the reader pays', true, keys],
  ])('a folder %s comes object by object', async (_, requesterPays, own) => {
    const { folder, fetchAll, read } = await cellar(requesterPays, own)
    const open: ResolvedLink = { ...noLink, state: 'READY', url: 'https://any.example.org/?list' }
    const verdicts = await fetchAll([folderOf(requesterPays ? paid : open)])
    expect(Object.values(verdicts).map(({ state }) => state)).toEqual(Array(4).fill('COMPLETE'))
    expect(await read('everything/one.nii')).toBe('one')
    expect(await read('everything/deep/two.nii')).toBe('two')
    expect(await read('everything/empty')).toBe('')
    const manifest = await readFile(join(folder, 'manifest.json'), 'utf8')
    expect(manifest).toContain('s3://wine-1/a/deep/two.nii')
    expect(manifest).not.toContain('Signature')
    expect(manifest).not.toContain('planted')
    expect(await readdir(join(folder, 'cellar', 'one'))).toEqual(['everything'])
  })

  test('a folder that holds more than was agreed to is not fetched', async () => {
    const { service, fetchAll } = await cellar(true, keys)
    const verdicts = await fetchAll([folderOf(paid)], 0.000_000_1)
    expect(verdicts).toMatchObject({
      'cellar/one/everything': { state: 'FAILED', error: 'BUDGET_EXCEEDED' },
    })
    expect(service.charges.every((charge) => !JSON.stringify(charge).includes('one.nii'))).toBe(
      true,
    )
  })

  test('nothing is begun that costs more than allowed, or nobody knows how much', async () => {
    const { signal } = new AbortController()
    const files = (size: number | null) =>
      placed(
        offeredRecord(),
        [offeredAsset('large', { size, sizeIsExact: size !== null, link: paid })],
        'folder',
      )
    const terabyte = files(1024 ** 4)
    await expect(agreeToPay(terabyte, 50, signal)).rejects.toThrow('more than --max-cost allows')
    await expect(agreeToPay(terabyte, null, signal)).rejects.toThrow('--max-cost says how much')
    await expect(agreeToPay(files(null), 50, signal)).rejects.toThrow('nobody can estimate')
    await expect(agreeToPay(terabyte, 500, signal)).resolves.toBeUndefined()
    const free = placed(offeredRecord(), [offeredAsset('free')], 'folder')
    await expect(agreeToPay(free, null, signal)).resolves.toBeUndefined()
  })
})
