import { describe, expect, test } from 'vitest'
import {
  type RegistryStandin,
  type RegistryStandinOptions,
  sampleFiles,
  soundFiles,
  startRegistryStandin,
} from '../../../connectors/open-data-registry/standin.ts'
import { type S3Standin, startS3Standin } from '../../../src/sdk/standin/index.ts'
import { entry, read } from './read-registry.ts'

async function withBucket<T>(
  options: RegistryStandinOptions,
  use: (standin: RegistryStandin) => Promise<T>,
): Promise<T> {
  const standin = await startRegistryStandin(options)
  try {
    return await use(standin)
  } finally {
    await standin.close()
  }
}

const keys = { accessKeyId: 'AKIAREADER', secretAccessKey: 'the secret of a reader' }

/** Files, or the sample, in a bucket that is billed to whoever reads. */
async function withPaid<T>(
  use: (standin: S3Standin & { options: Record<string, unknown> }) => Promise<T>,
  files?: Record<string, string>,
): Promise<T> {
  const held = Object.entries(files ?? (await sampleFiles()))
  const objects = held.map(([key, body]) => ({ key, body }))
  const standin = await startS3Standin({
    buckets: [{ name: 'paid-registry', requesterPays: true, keys: [keys], objects }],
  })
  const options = {
    bucket: 'paid-registry',
    region: 'us-east-1',
    endpoint: standin.url,
    requesterPays: true,
  }
  try {
    return await use(Object.assign(standin, { options }))
  } finally {
    await standin.close()
  }
}

const two = { 'datasets/a.yaml': entry(), 'datasets/b.yaml': entry() }

describe('a bucket that misbehaves', () => {
  test('open-data-registry: an empty bucket is not believed', async () => {
    await withBucket({ files: { 'datasets/readme.md': 'x' } }, async ({ options }) => {
      const { error, done } = await read(options)
      expect(error).toMatchObject({ code: 'ANSWER_INVALID' })
      expect(done).toEqual([])
    })
  })

  test('open-data-registry: datasets/ listed as empty and then as there is not believed', async () => {
    await withBucket({ files: { ...two, 'tags.yaml': '- x' } }, async (standin) => {
      standin.faults.add({ kind: 'empty-page', times: 1 })
      const { error, order, done } = await read(standin.options)
      expect(error).toMatchObject({ code: 'ANSWER_INVALID' })
      expect([order, done]).toEqual([[], []])
    })
  })

  test('open-data-registry: a web page in place of an entry fails the harvest, and rejects nothing', async () => {
    await withBucket({ files: two }, async (standin) => {
      standin.faults.add({ kind: 'html', after: 1 })
      const { error, rejected, done } = await read(standin.options)
      expect(error).toMatchObject({ code: 'ANSWER_INVALID' })
      expect([rejected.size, done]).toEqual([0, []])
    })
  })

  test('open-data-registry: half of an entry, time and again, fails the harvest and rejects nothing', async () => {
    await withBucket({ files: two }, async (standin) => {
      standin.faults.add({ kind: 'truncated-json', after: 1 })
      const { error, rejected, done } = await read(standin.options)
      expect(error).toMatchObject({ code: 'ANSWER_INVALID' })
      expect([rejected.size, done]).toEqual([0, []])
    })
  })

  test('open-data-registry: a bucket that is billed to the reader is refused without credentials', async () => {
    await withPaid(async ({ options }) => {
      const { error, spent } = await read(options)
      expect(error?.code).toBe('SOURCE_REFUSED')
      expect(spent).toBe(0)
    })
  })

  test('open-data-registry: a harvest stops before its budget is passed, and says what it spent', async () => {
    const padding = '#'.repeat(900_000)
    const names = Array.from({ length: 20 }, (_, n) => `${String(n).padStart(2, '0')}.yaml`)
    const files = Object.fromEntries(names.map((name) => [name, `${entry()}\n${padding}`]))
    await withPaid(async ({ options, charges }) => {
      const { error, done, order, spent } = await read(
        { ...options, maxCost: 0.001 },
        { credentials: keys },
      )
      expect(error).toMatchObject({ code: 'BUDGET_EXCEEDED' })
      expect(order.length).toBeGreaterThan(0)
      expect(order.length).toBeLessThan(20)
      expect(done).toEqual([])
      expect(charges.length).toBeGreaterThan(1)
      expect(spent).toBeGreaterThan(0.0005)
      expect(spent).toBeLessThanOrEqual(0.001)
    }, files)
  })

  test('open-data-registry: the whole of a bucket that is billed to the reader is read with keys, and told in dollars', async () => {
    await withPaid(async ({ options, charges }) => {
      const { error, records, spent } = await read(options, { credentials: keys })
      expect(error).toBeNull()
      expect(records.size).toBe(21)
      expect(charges).toHaveLength(25)
      // At least a listing at 0.005 and 24 reads at 0.0004 dollars a thousand.
      expect(spent).toBeGreaterThan(0.005 / 1000 + (24 * 0.0004) / 1000)
      expect(spent).toBeLessThan(0.0001)
    })
  })
})

describe('a bucket', () => {
  test('open-data-registry: a bucket gives what a folder of the same files does, at no cost where nobody is billed', async () => {
    await withBucket({}, async (standin) => {
      const { records, rejected, spent, done } = await read(standin.options)
      expect(records.size).toBe(21)
      expect([...rejected.keys()]).toEqual([
        'broken-aliases',
        'broken-syntax',
        'broken-without-name',
      ])
      expect(done).toEqual(['datasets'])
      expect(spent).toBe(0)
    })
  })

  test('open-data-registry: with nothing changed a harvest costs its listing alone', async () => {
    const files = await soundFiles()
    await withBucket({ files }, async (standin) => {
      const first = await read(standin.options)
      const before = standin.requests.length
      const again = await read(standin.options, { full: false, known: first.etags })
      expect(again.same).toEqual(first.order)
      expect(standin.requests.length - before).toBe(1)
      const full = await read(standin.options, { full: true, known: first.etags })
      expect(full.same).toEqual([])
    })
  })

  test('open-data-registry: entries may lie at the prefix itself, and files that are none are passed over', async () => {
    const files = { 'a.yaml': entry(), 'deeper/b.yaml': entry(), '.c.yaml': entry(), 'd.yml': 'x' }
    await withBucket({ files, prefix: 'odd & folder/' }, async ({ options }) => {
      expect((await read(options)).order).toEqual(['a'])
    })
  })

  test('open-data-registry: a file too large for an entry is told and never asked for', async () => {
    const files = { ...two, 'datasets/large.yaml': `Name: ${'x'.repeat(1024 * 1024)}` }
    await withBucket({ files }, async (standin) => {
      const { order, rejected } = await read(standin.options)
      expect(order).toEqual(['a', 'b', 'large'])
      expect([...rejected]).toEqual([['large', 'The file is larger than 1 MiB.']])
      expect(standin.requests.some(({ path }) => path.includes('large'))).toBe(false)
    })
  })

  test('open-data-registry: an interrupted harvest goes on after the key where it stood', async () => {
    await withBucket({}, async (standin) => {
      const cut = await read(standin.options, { stopAfter: 2 })
      expect(cut.checkpoints.at(-1)).toBe(`registry/datasets/${cut.order.at(-1)}.yaml`)
      const rest = await read(standin.options, { left: cut.checkpoints.at(-1) ?? null })
      expect([...cut.order, ...rest.order]).toHaveLength(24)
      expect(new Set([...cut.order, ...rest.order]).size).toBe(24)
      const last = await read(standin.options, { left: rest.checkpoints.at(-1) ?? null })
      expect([last.order, last.done]).toEqual([[], ['datasets']])
    })
  })

  test('open-data-registry: an archived entry is told and keeps its record', async () => {
    const objects = [
      { key: 'datasets/a.yaml', body: entry() },
      { key: 'datasets/cold.yaml', body: entry(), storageClass: 'GLACIER' },
    ]
    const standin = await startS3Standin({
      buckets: [{ name: 'cold-registry', isPublic: true, objects }],
    })
    try {
      const options = { bucket: 'cold-registry', region: 'us-east-1', endpoint: standin.url }
      const { order, rejected } = await read(options)
      expect(order).toEqual(['a', 'cold'])
      expect(rejected.get('cold')).toBe('The file is archived and has to be restored first.')
    } finally {
      await standin.close()
    }
  })
})
