import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Lowest first: a file imports its own floor and those below. */
const floors = [
  'model',
  'sdk',
  'store',
  'search',
  'harvest',
  'resolve',
  'conform',
  'gateway',
  'web',
  'cli',
]
const aliases: Record<string, string> = {
  '#sdk': 'src/sdk/index.ts',
  '#sdk/standin': 'src/sdk/standin/index.ts',
  '#sdk/testing': 'src/conform/index.ts',
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

interface Import {
  from: string
  /** Path inside the project, or the package's name. */
  to: string
  typeOnly: boolean
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8')
  const found = source.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"]([^'"]+\.ts)['"],\s*import\.meta\.url/gm,
  )
  return [...found].map((match) => {
    const name = match[2] ?? match[3] ?? match[4] ?? ''
    const local = name.startsWith('.')
      ? relative(root, resolve(root, dirname(file), name))
          .split(sep)
          .join('/')
      : (aliases[name] ?? name)
    return { from: file, to: local, typeOnly: match[1] !== undefined }
  })
}

const floorOf = (path: string) => floors.indexOf(/^src\/([^/]+)\//.exec(path)?.[1] ?? '')
/** What new connectors begin as: a folder of `src` by its place only. */
const scaffold = 'src/cli/scaffold/example-archive'
const sources = filesBelow('src').filter((file) => !file.startsWith(`${scaffold}/`))
const connectors = readdirSync(join(root, 'connectors')).filter((name) =>
  statSync(join(root, 'connectors', name)).isDirectory(),
)

describe('layout', () => {
  test('src holds only the floors, the three files that put them together, and the parts of the configuration', () => {
    const entries = readdirSync(join(root, 'src'))
    const strange = entries.filter(
      (entry) => ![...floors, 'config', 'config.ts', 'sources.ts', 'main.ts'].includes(entry),
    )
    expect(strange).toEqual([])
  })

  test('a file of src imports its own floor and those below', () => {
    const upwards = sources
      .flatMap(importsOf)
      .filter(({ from, to }) => {
        if (!to.startsWith('src/') && !to.startsWith('connectors/')) return false
        if (floorOf(from) < 0) return false
        return to.startsWith('connectors/') || floorOf(to) < 0 || floorOf(to) > floorOf(from)
      })
      // The command line starts the gateway: it stands above the files that put the floors together.
      .filter(({ from, to }) => !(from.startsWith('src/cli/') && floorOf(to) < 0))
    expect(upwards).toEqual([])
  })

  test('no file imports the index.ts of its own folder', () => {
    const circles = sources
      .flatMap(importsOf)
      .filter(({ from, to }) => to === `${dirname(from)}/index.ts` && from !== to)
    expect(circles).toEqual([])
  })

  test('an index.ts only re-exports', () => {
    const busy = sources
      .filter((file) => file.endsWith('/index.ts'))
      .filter((file) => {
        const code = readFileSync(join(root, file), 'utf8').replace(
          /\/\*[\s\S]*?\*\/|\/\/.*$/gm,
          '',
        )
        return code.replace(/export\s+(type\s+)?(\*|\{[^}]*\})\s+from\s+'[^']+'/g, '').trim() !== ''
      })
    expect(busy).toEqual([])
  })

  test('only config.ts reads the environment', () => {
    const readers = [...sources, ...filesBelow('connectors'), ...filesBelow('hooks')].filter(
      (file) => /process\.env\b/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(readers.filter((file) => file !== 'src/config.ts')).toEqual([])
  })

  const folders = [...connectors.map((name) => `connectors/${name}`), scaffold]
  test.each(folders)('%s sees only #sdk, packages and its own files', (folder) => {
    const outside = filesBelow(folder)
      .flatMap(importsOf)
      .filter(({ from, to, typeOnly }) => {
        if (to === aliases['#sdk']) return false
        // What the kit is told of a connector is of the stand-in's world; it needs types alone.
        if (to === aliases['#sdk/standin']) return !/\/(standin|conform)(\.ts$|\/)/.test(from)
        if (to === aliases['#sdk/testing']) return !(typeOnly && from === `${folder}/conform.ts`)
        return (
          (to.startsWith('src/') || to.startsWith('connectors/')) && !to.startsWith(`${folder}/`)
        )
      })
    expect(outside).toEqual([])
  })

  test('a hook that comes with the gateway sees only #sdk, packages and its own files', () => {
    const outside = filesBelow('hooks')
      .flatMap(importsOf)
      .filter(({ to }) => to !== aliases['#sdk'] && /^(src|connectors|test)\//.test(to))
    expect(outside).toEqual([])
  })

  test.each(folders)('%s has the files that a connector has', (folder) => {
    const files = readdirSync(join(root, folder))
    expect(files).toEqual(
      expect.arrayContaining([
        'index.ts',
        'map.ts',
        'standin.ts',
        'conform.ts',
        'sample',
        'README.md',
      ]),
    )
    expect(files).not.toContain('package.json')
  })
})
