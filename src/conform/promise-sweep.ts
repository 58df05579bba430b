import { Asset, MetadataRecord } from '../model/index.ts'
import {
  expectAbove,
  expectHeld,
  expectIds,
  expectNone,
  expectSame,
  expectWhole,
  told,
} from './check.ts'
import type { Held, Trial } from './trial.ts'
import { without } from './wrap.ts'

export async function givesItsRecords(trial: Trial) {
  expectWhole(await trial.harvest(), trial.setup)
  await expectIds(trial)
}

export async function givesValidRecords(trial: Trial) {
  await trial.harvest()
  const held = await trial.held()
  expectAbove(held.size, 0, 'records')
  const faults = [...held.values()].flatMap(faultsOf)
  expectNone(faults, 'records at fault')
}

const shapeKeys = Object.keys(MetadataRecord.shape)
const assetKeys = Object.keys(Asset.shape)
const secret =
  /[?&#](x-amz-(signature|credential|security-token)|signature|sig|token|access_token|api_?key|password)=/i

function faultsOf({ record, assets }: Held): string[] {
  const own = only(record, shapeKeys)
  const parsed = MetadataRecord.safeParse(own)
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'))
  const links = [
    record.landingPage,
    record.upstream,
    ...record.viewers,
    ...assets.map((a) => a.locator),
  ]
  const locators = new Set(assets.map(({ locator }) => locator))
  return [
    ...wrong.map((path) => `${path} is not what a record has`),
    ...assets.flatMap((asset) =>
      Asset.safeParse(only(asset, assetKeys)).success ? [] : [`the asset ${asset.name} is none`],
    ),
    ...(locators.size === assets.length ? [] : ['two assets have one locator']),
    ...links.flatMap((link) => (link !== null && hasSecret(link) ? ['a link holds a secret'] : [])),
    ...(record.title.trim() === '' ? ['the title is blank'] : []),
  ].map((fault) => `${record.nativeId}: ${fault}`)
}

function only(value: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)))
}

function hasSecret(link: string): boolean {
  const url = URL.parse(link)
  return url !== null && (url.username !== '' || url.password !== '' || secret.test(link))
}

export async function writesNothingTwice(trial: Trial) {
  const first = await trial.harvest()
  const position = await trial.store.position()
  for (const full of [true, false]) {
    const again = await trial.harvest({ full })
    expectSame(again.written, 0, `records written by a second harvest (full: ${full})`)
    expectSame(again.removed, 0, `records removed by a second harvest (full: ${full})`)
    if (full) expectSame(again.seen, first.seen, `rows met by a second harvest; ${told(again)}`)
  }
  expectSame(await trial.store.position(), position, 'steps of the outbox')
}

export async function removesWhatIsGone(trial: Trial) {
  await trial.harvest()
  const ids = await trial.ids()
  const gone = ids.at(-1) as string
  const connector = without(trial.connector, new Set([gone]))
  const run = await trial.harvest({ connector, allowRemovals: true })
  expectSame(run.removed, 1, `a record that is gone after a complete sweep; ${told(run)}`)
  expectHeld(
    await trial.ids(),
    ids.filter((id) => id !== gone),
  )
}

export async function keepsMostOfItsRecords(trial: Trial) {
  await trial.harvest()
  const ids = await trial.ids()
  // One more than a fifth of them.
  const gone = new Set(ids.slice(0, Math.floor(ids.length / 5) + 1))
  const run = await trial.harvest({ connector: without(trial.connector, gone) })
  expectSame(run.removed, 0, `more than the share may be; ${told(run)}`)
  expectSame(run.state, 'PARTIAL', told(run))
  expectHeld(await trial.ids(), ids)
}
