import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SourceCheck } from '../../src/harvest/registration/draft.ts'
import { type CheckOrder, SourceChecker } from '../../src/harvest/registration/source-checker.ts'
import { tempFolder } from '../support/temp.ts'
import { book, scripted } from './catalogue.ts'
import { type HookFile, hooksOf, shelf } from './hooks/hooked.ts'

const ids = ['b1', 'b2', 'b3']
const strict = `export const validateRecord = ({ nativeId, title }) =>
  nativeId === 'b2' ? 'no licence\\nat https://u:pw@x.example/p?key=1' : null`

/** Checks a source of these books through hooks; `hangs`: it never comes to its end. */
async function checked(
  hooks: Record<string, string | HookFile>,
  more: Partial<CheckOrder> = {},
  hangs = false,
): Promise<SourceCheck> {
  const connector = scripted(async function* ({ from, signal }) {
    from('a')
    for (const id of ids) yield book(id)
    if (hangs) await new Promise((resolve) => signal.addEventListener('abort', resolve))
    yield { partitionDone: 'a' }
  })
  const checker = new SourceChecker({
    connectorOf: async () => connector,
    store: { vocabulary: async () => ({ version: 0, terms: [] }) },
    hooks: await hooksOf(hooks),
  })
  return checker.check({
    ...{ source: 'library', type: connector.type, options: {}, credentials: null, origins: [] },
    ...{ allowPrivateAddresses: false, rights: { discover: ['public'], visibility: null } },
    ...{ sample: 10, time: 4_000 },
    signs: { addressPath: 'options.baseUrl', given: [], taken: [] },
    ...more,
  })
}

const idsOf = ({ sample }: SourceCheck) => sample.map(({ record }) => record.nativeId)

test('a check tells what the operator’s rules refuse, as the quarantine of a harvest does', async () => {
  const check = await checked({ strict })
  expect(check).toMatchObject({ ok: true, problems: [] })
  expect(idsOf(check)).toEqual(['b1', 'b3'])
  const library = await shelf(ids)
  const run = await library.run(await hooksOf({ strict }))
  expect(await library.rejections(run)).toMatchObject(check.rejected)
  expect(check.rejected).toMatchObject([
    { nativeId: 'b2', path: null, reason: 'hook strict: no licence at https://x.example/p' },
  ])
})

test('a check of which the operator’s rules refuse everything is not well', async () => {
  const check = await checked({ strict: 'export const validateRecord = () => "never"' })
  expect(check).toMatchObject({ ok: false, sample: [], completeness: {} })
  expect(check.problems.map(({ code }) => code)).toEqual(['ROW_INVALID'])
  expect(check.rejected.map(({ reason }) => reason)).toEqual(ids.map(() => 'hook strict: never'))
})

test('a check tells of a rule that fails what a harvest would', async () => {
  const code = 'export const validateRecord = ({ nativeId }) => { if (nativeId === "b1") throw 1 }'
  const check = await checked({ bad: code })
  expect(check.rejected).toMatchObject([{ nativeId: 'b1', reason: 'the hook bad failed at it' }])
  expect(idsOf(check)).toEqual(['b2', 'b3'])
  const advised = await checked({ bad: { code, onFault: 'accept' } })
  expect([idsOf(advised), advised.rejected]).toEqual([ids, []])
})

test('a check calls no hook where one would enrich records before, and says what that means', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'called')
  const noting = (hook: string) => `import { appendFileSync } from 'node:fs'
    export const ${hook} = (record, { options }) => { appendFileSync(options.file, '${hook}'); return null }`
  const add = { code: noting('enrichRecord'), options: { file } }
  const look = { code: noting('validateRecord'), options: { file } }
  const check = await checked({ look, add })
  expect(check).toMatchObject({ ok: true, rejected: [] })
  expect(idsOf(check)).toEqual(ids)
  expect(check.problems).toMatchObject([{ code: 'UNSUPPORTED', path: null }])
  // Nothing is refused by what only enriches.
  expect((await checked({ add })).problems).toEqual([])
  expect(existsSync(file)).toBe(false)
  expect((await checked({ look })).problems).toEqual([])
  expect(existsSync(file)).toBe(true)
})

test('a check is none of the business of other sources’ rules', async () => {
  const check = await checked({ strict: { code: strict, sources: ['other'] } })
  expect([idsOf(check), check.rejected]).toEqual([ids, []])
})

test.each([
  ['never answers', 'new Promise(() => {})'],
  ['loops', '{ for (;;) ; }'],
])('a check does not wait for a rule that %s, and shows what it has', async (_, body) => {
  const stuck = { code: `export const validateRecord = () => ${body}`, deadline: 600_000 }
  const check = await checked({ stuck }, { time: 1_500 })
  expect(check.took).toBeLessThan(3_000)
  expect(check).toMatchObject({ ok: true, rejected: [], problems: [{ code: 'TIMEOUT' }] })
  expect(idsOf(check)).toEqual(ids)
})

test('a check has time for the rules where its source takes all it can get', async () => {
  const check = await checked({ strict }, { time: 2_000 }, true)
  expect(check.problems.map(({ code }) => code)).toEqual(['TIMEOUT'])
  expect(check.problems[0]?.message).toMatch(/^After \d seconds the check still waited/)
  expect(check.rejected).toMatchObject([{ nativeId: 'b2' }])
  expect(check.took).toBeLessThan(3_500)
})
