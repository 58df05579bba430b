import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type HookConfig, hookDefaults } from '../../../src/harvest/hooks/hook-config.ts'
import { type Hooks, openHooks } from '../../../src/harvest/hooks/hooks.ts'
import {
  type HarvestRun,
  operator,
  type Rejection,
  type StoredRecord,
} from '../../../src/model/index.ts'
import { type Log, type LogFields, silentLog } from '../../../src/sdk/index.ts'
import type { RecordStore } from '../../../src/store/record-store.ts'
import { tempFolder } from '../../support/temp.ts'
import { book, type Catalogue, openCatalogue, scripted } from '../catalogue.ts'

export type HookFile = Partial<HookConfig> & {
  /** The module's code. */
  code: string
}

/** Configured hooks whose modules are files in a folder of their own, by name. */
export async function hookConfigs(
  files: Record<string, string | HookFile>,
  folder?: string,
): Promise<HookConfig[]> {
  const place = folder ?? (await tempFolder())
  await mkdir(place, { recursive: true })
  return Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const { code, ...config } = typeof file === 'string' ? { code: file } : file
      const module = join(place, `${name}.mjs`)
      await writeFile(module, code)
      return {
        name,
        module,
        options: {},
        written: JSON.stringify(config.options ?? {}),
        ...hookDefaults,
        onFault: null,
        sources: null,
        ...config,
      }
    }),
  )
}

/** Hooks that are closed with the test. */
export async function hooksOf(
  files: Record<string, string | HookFile>,
  { folder, log = silentLog }: { folder?: string; log?: Log } = {},
): Promise<Hooks> {
  const hooks = await openHooks(await hookConfigs(files, folder), log)
  onTestFinished(() => hooks.close())
  return hooks
}

export interface Hooked extends Catalogue {
  run(hooks: Hooks, more?: Partial<Parameters<Catalogue['harvest']>[0]>): Promise<HarvestRun>
  record(nativeId: string): Promise<StoredRecord | null>
  titles(): Promise<Record<string, string>>
  rejections(run: HarvestRun): Promise<Rejection[]>
}

/** A catalogue that harvests these books. */
export async function shelf(
  ids: readonly string[],
  more: Record<string, unknown> = {},
): Promise<Hooked> {
  const catalogue = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (const id of ids) yield book(id, more)
    yield { partitionDone: 'a' }
  })
  const { store } = catalogue
  const record = async (nativeId: string) =>
    (await store.records(operator, [`library:${nativeId}`]))[0] ?? null
  return {
    ...catalogue,
    record,
    run: (hooks, more = {}) => catalogue.harvest({ connector, options: {}, hooks, ...more }),
    async titles() {
      const held = await Promise.all(ids.map(record))
      return Object.fromEntries(
        held.flatMap((one) => (one === null ? [] : [[one.nativeId, one.title]])),
      )
    },
    rejections: (run) => store.rejections(operator, run.id, 100),
  }
}

/** A log that keeps its entries. */
export function keptLog(): Log & { entries: { message: string; fields: LogFields }[] } {
  const entries: { message: string; fields: LogFields }[] = []
  const keep = (message: string, fields: LogFields = {}) => {
    entries.push({ message, fields })
  }
  const log = { entries, debug: keep, info: keep, warn: keep, error: keep, child: () => log }
  return log
}

export type { RecordStore }
