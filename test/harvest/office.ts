import { randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { SourceDraft } from '../../src/harvest/registration/draft.ts'
import { Registrar } from '../../src/harvest/registration/registrar.ts'
import { type RolledSource, SourceRoll } from '../../src/harvest/registration/source-roll.ts'
import { type AnyConnector, createLog } from '../../src/sdk/index.ts'
import { openTokenStore, type RecordStore } from '../../src/store/index.ts'
import { openStore } from '../../src/store/open-store.ts'
import { tempFolder } from '../support/temp.ts'
import { libraryConnector } from './shelf.ts'

/** What no file, answer or log may hold. */
export const planted = 'swordfish-17'
export const locked = {
  ...libraryConnector,
  credentials: z.strictObject({ user: z.string(), password: z.string().min(1) }),
} as unknown as AnyConnector
export const connectors = new Map([['library', locked]])
export const key = randomBytes(32)

/**
 * A registrar with all that it works with, closed when the test has finished. Several on one `folder` are like processes
 * over one catalogue.
 */
export async function office({
  fromFile = [] as string[],
  keys = [key],
  every = 10_000,
  types = connectors,
  folder = null as string | null,
  between = (store: RecordStore): RecordStore => store,
} = {}) {
  folder ??= await tempFolder()
  const store = openStore(join(folder, 'catalogue.db'), 'write')
  const tokens = openTokenStore(join(folder, 'tokens.db'), keys)
  const told: (readonly RolledSource[])[] = []
  const descriptor = openSync(join(folder, 'log'), 'a')
  const log = createLog({ name: 'test', level: 'debug', descriptor })
  const privateOrigins = ['http://127.0.0.1:9']
  const roll = new SourceRoll({
    store,
    connectors: types,
    tokens,
    privateOrigins,
    inFile: new Set(fromFile),
    onChange: async (sources) => {
      told.push(sources)
    },
    log,
    every,
  })
  await roll.open()
  roll.watch()
  onTestFinished(async () => {
    await roll.close()
    tokens.close()
    await store.close()
    closeSync(descriptor)
  })
  const registrar = new Registrar({
    store: between(store),
    roll,
    tokens,
    keepsSecrets: keys.length > 0,
    connectors: types,
    privateOrigins,
    fromFile: fromFile.map((id) => ({
      id,
      options: {},
      schedule: null,
      visibility: null,
      credentials: null,
    })),
    check: () => Promise.reject(new Error('not asked')),
    log,
  })
  return { folder, store, tokens, roll, registrar, told, log }
}

export function draftOf(more: Partial<SourceDraft> = {}): SourceDraft {
  return {
    id: 'books',
    type: 'library',
    title: 'Books',
    homepage: null,
    options: { baseUrl: 'http://127.0.0.1:9' },
    secrets: { user: 'ann', password: planted },
    schedule: '24h',
    visibility: null,
    owners: ['ann'],
    discover: ['public'],
    staleAfterSeconds: null,
    ...more,
  }
}

export const byOwner = { by: 'ann', isOperator: false }
export const byOperator = { by: 'operator', isOperator: true }
