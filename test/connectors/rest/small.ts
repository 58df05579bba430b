import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Standin, type StandinHandler, startStandin } from '../../../src/sdk/standin/index.ts'
import { type Reading, type ReadOptions, read } from './read-rest.ts'

/** The parts of a manifest that most tests have in common. */
export function manifestOf(parts: {
  list?: Record<string, unknown>
  listing?: Record<string, unknown>
  record?: Record<string, unknown>
  root?: Record<string, unknown>
}): Record<string, unknown> {
  return {
    name: 'small',
    title: 'Small',
    about: 'nothing but this test',
    ...parts.root,
    lists: {
      things: {
        list: { path: '/things', rows: 'rows[*]', ...parts.list },
        fields: { id: { path: 'id', required: true }, name: 'name' },
        id: 'thing:{id}',
        record: { kind: 'DATASET', title: ['{name}', 'Thing {id}'], public: true, ...parts.record },
        ...parts.listing,
      },
    },
  }
}

/** Writes a manifest to a file of its own for as long as `use` takes. */
export async function withManifest<T>(
  manifest: unknown,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-rest-'))
  try {
    const file = join(folder, 'manifest.yaml')
    writeFileSync(file, stringify(manifest))
    return await use(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface SmallRead extends ReadOptions {
  options?: Record<string, unknown>
  /** Where the stand-in has its login, as the option `loginUrl`. */
  loginPath?: string
}

/** A manifest read of an upstream that answers as `handle` does. */
export async function readSmall(
  manifest: unknown,
  handle: StandinHandler,
  { options, loginPath, ...request }: SmallRead = {},
): Promise<Reading & { standin: Standin }> {
  const standin = await startStandin({ handle })
  try {
    return await withManifest(manifest, async (file) => {
      const login = loginPath === undefined ? {} : { loginUrl: standin.url + loginPath }
      const given = { manifest: file, baseUrl: standin.url, ...login, ...options }
      const reading = await read(given, request)
      return { ...reading, standin }
    })
  } finally {
    await standin.close()
  }
}
