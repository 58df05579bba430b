import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { operator } from '../model/index.ts'
import type { HarvestItem, RowShape } from '../sdk/connector.ts'
import type { RecordStore } from '../store/index.ts'
import { expectAbove, expectIds, expectNone, expectSame, told } from './check.ts'
import { startPlantingProxy } from './planting-proxy.ts'
import type { Trial } from './trial.ts'
import { wrapped } from './wrap.ts'

type RowItem = Extract<HarvestItem, { row: unknown }>

const marker = 'zqMarkerOfNobodyzq'

/** Planted where no shape lists it, the marker goes nowhere, and the harvest is as good as without. */
export async function keepsOnlyWhatIsListed(trial: Trial) {
  const proxy = await startPlantingProxy(trial.standin.url, marker)
  try {
    const { rows } = trial.connector
    const connector = wrapped(trial.connector, async function* (items) {
      for await (const item of items) yield 'row' in item ? hidden(item, rows) : item
    })
    const written: string[] = []
    const run = await trial.harvest({
      connector,
      baseUrl: proxy.url,
      store: recording(trial.store, written),
    })
    expectSame(run.error, null, `the harvest's error; ${told(run)}`)
    await expectIds(trial)
    await expectNowhere(trial, [marker, ...(trial.setup.planted ?? [])], written, run)
  } finally {
    await proxy.close()
  }
}

/** Rows that are all wrong are rejected without a word of theirs. */
export async function rejectsWithoutValues(trial: Trial) {
  const written: string[] = []
  const connector = wrapped(trial.connector, async function* (items) {
    for await (const item of items) yield 'row' in item ? { ...item, row: spoilt(item.row) } : item
  })
  const run = await trial.harvest({ connector, store: recording(trial.store, written) })
  expectAbove(run.rejected, 0, `rows with markers in place of all values; ${told(run)}`)
  await expectNowhere(trial, [marker], written, run)
}

async function expectNowhere(
  trial: Trial,
  words: readonly string[],
  written: readonly string[],
  run: { id: string },
): Promise<void> {
  const rejections = await trial.store.rejections(operator, run.id, 1_000)
  const places = {
    'the steps written to the catalogue': written.join('\n'),
    'the log': JSON.stringify(trial.logged, errorsToo),
    'the verdict': JSON.stringify(run),
    'the rejections': JSON.stringify(rejections),
    'the files': await filesOf(trial.folder),
  }
  for (const word of words) {
    const found = Object.entries(places).filter(([, text]) => text.includes(word))
    expectNone(
      found.map(([place]) => place),
      'where a word was found that no shape lists',
    )
  }
}

/** What of the row is not let through by its shape says the marker instead. */
function hidden(item: RowItem, rows: Record<string, RowShape>): RowItem {
  const parsed = rows[item.entity]?.safeParse(item.row)
  return parsed?.success ? { ...item, row: overwritten(item.row, parsed.data) } : item
}

function overwritten(row: unknown, kept: unknown): unknown {
  if (Array.isArray(row)) {
    return row.map((inner, at) => overwritten(inner, Array.isArray(kept) ? kept[at] : undefined))
  }
  if (typeof row === 'object' && row !== null) {
    const listed =
      typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {}
    return Object.fromEntries(
      Object.entries(row).map(([key, inner]) => {
        // A shape that makes something else of a value has looked at it: it stays as it is.
        const isListed = Object.hasOwn(listed, key)
        if (isListed && typeof listed[key] !== 'object') return [key, inner]
        return [key, isListed ? overwritten(inner, listed[key]) : marked(inner)]
      }),
    )
  }
  return row
}

function marked(value: unknown): unknown {
  if (typeof value === 'string') return marker
  if (Array.isArray(value)) return value.map(marked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]))
}

/** Every value of a row another type, with the marker in it. */
function spoilt(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return { [marker]: marker }
  return Object.fromEntries(Object.keys(row).map((key) => [key, { [marker]: marker }]))
}

/** The catalogue, with all that is written to it kept as text: rows are compressed in its file. */
function recording(store: RecordStore, written: string[]): RecordStore {
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return (...values: unknown[]) => {
        written.push(JSON.stringify(values, errorsToo))
        return method.apply(target, values)
      }
    },
  })
}

function errorsToo(_: string, value: unknown): unknown {
  return value instanceof Error ? { message: value.message, cause: value.cause } : value
}

async function filesOf(folder: string): Promise<string> {
  const names = await readdir(folder)
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))
  return files.join('\n')
}
