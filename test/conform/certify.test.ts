import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { certify } from '../../src/conform/certify.ts'
import type { PromiseGroup } from '../../src/conform/setup.ts'
import { tempFolder } from '../support/temp.ts'

const template = fileURLToPath(new URL('../../src/cli/scaffold/example-archive/', import.meta.url))

/** What new connectors begin as, with one of its files changed, in a folder outside of the gateway. */
async function changed(file: string, change: (text: string) => string): Promise<string> {
  const folder = join(await tempFolder(), 'example-archive')
  await cp(template, folder, { recursive: true })
  const text = await readFile(join(folder, file), 'utf8')
  const other = change(text)
  expect(other, 'the changed file').not.toBe(text)
  await writeFile(join(folder, file), other)
  return folder
}

/** With a `resolve` that does this. */
function resolving(does: string): Promise<string> {
  return changed('index.ts', (text) =>
    text.replace('  map: { scan: toRecord },', `  map: { scan: toRecord },\n  resolve: ${does},`),
  )
}

async function verdictsOf(folder: string, about: PromiseGroup[], deadline = 20_000) {
  const verdicts = await certify({ folders: [folder], about, deadline })
  return verdicts.map(({ verdict, why }) => ({ verdict, why }))
}

test('certify: a promise that never gives the processor back is broken, and the others are kept', async () => {
  const folder = await resolving('async () => { for (;;); }')
  const verdicts = await verdictsOf(folder, ['schema', 'links', 'mapping'], 6_000)
  const broken = { verdict: 'BROKEN', why: 'it did not end within 6 s' }
  const kept = { verdict: 'KEPT', why: null }
  expect(verdicts).toEqual([kept, kept, kept, kept, kept, broken])
})

test('certify: a connector that ends its process is found out, and ends nothing else', async () => {
  const folder = await resolving('async () => process.exit(0)')
  const verdicts = await verdictsOf(folder, ['links', 'mapping'])
  const why = 'it ends the thread that it runs in'
  expect(verdicts).toEqual([
    { verdict: 'KEPT', why: null },
    { verdict: 'BROKEN', why },
  ])
})

test('certify: a promise without a way to check it is broken, not passed over', async () => {
  const folder = await changed('conform.ts', (text) => text.replace('evolve(', 'evolved('))
  const verdicts = await verdictsOf(folder, ['incremental'])
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['KEPT', 'SPARED', 'BROKEN', 'BROKEN'])
  expect(verdicts[2]?.why).toContain('does not say why')
})

test('certify: a person in what is kept is found, by the key and by the value', async () => {
  const byKey = await changed('rows.ts', (text) =>
    text.replace(
      '  species: z.string().nullish(),',
      '  species: z.string().nullish(),\n  operatorName: z.string().nullish(),',
    ),
  )
  const sample = join(byKey, 'sample', 'scans.json')
  const text = await readFile(sample, 'utf8')
  await writeFile(
    sample,
    text
      .replace('"operator"', '"operatorName"')
      .replace('Angiogram', 'Angiogram, ask jane.doe@lab.example'),
  )
  const [, , verdict] = await verdictsOf(byKey, ['privacy'])
  expect(verdict?.verdict).toBe('BROKEN')
  expect(verdict?.why).toContain("scan.operatorName is a person's by its key")
  expect(verdict?.why).toContain('scan.title holds a mail address')
})

test('certify: what vanished upstream and is kept is found', async () => {
  const folder = await changed('index.ts', (text) =>
    text.replace('    yield { partitionDone: partition }\n', ''),
  )
  const verdicts = await verdictsOf(folder, ['incremental', 'deletion'])
  const whys = verdicts.flatMap(({ why, verdict }) => (verdict === 'BROKEN' ? [why] : []))
  expect(whys).toEqual(
    expect.arrayContaining([
      expect.stringContaining('what vanished upstream is still in the catalogue'),
    ]),
  )
})

test.each([
  ['has no conform.ts', 'conform.ts', null, /conform.ts .* cannot be loaded/],
  ['has no setup in it', 'conform.ts', 'export default {}\n', /no setup/],
  ['has no connector', 'index.ts', 'export default {}\n', /no connector/],
])('certify: a folder that %s is refused by name', async (_, file, text, says) => {
  const folder = join(await tempFolder(), 'example-archive')
  await mkdir(folder)
  await cp(template, folder, { recursive: true, filter: (from) => !from.endsWith(file) })
  if (text !== null) await writeFile(join(folder, file), text)
  await expect(certify({ folders: [folder] })).rejects.toThrow(says)
})

test('certify: ends at once when it is cancelled', async () => {
  const abort = new AbortController()
  const folder = await resolving('async () => { for (;;); }')
  const verdicts = certify({
    folders: [folder],
    about: ['schema', 'links'],
    signal: abort.signal,
    onVerdict: () => abort.abort(),
  })
  await expect(verdicts).rejects.toMatchObject({ code: 'CANCELLED' })
})
