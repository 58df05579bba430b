import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { tempFolder } from '../support/temp.ts'

/* In processes of their own: there Node itself finds modules, as it does in a gateway. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const template = join(root, 'src/cli/scaffold/example-archive')

/** Types of the connectors that are loaded from these folders, or why none are. */
async function loaded(...folders: string[]): Promise<string> {
  const module = pathToFileURL(join(root, 'src/harvest/load-connectors.ts')).href
  const script = `
    import { loadConnectors } from '${module}'
    const types = await loadConnectors(${JSON.stringify(folders)}).then(
      (found) => [...found.keys()].join(),
      (thrown) => thrown.message,
    )
    console.log(types)`
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ])
  return stdout.trim()
}

/** A folder of connectors that holds one of this type. */
async function holding(type: string): Promise<string> {
  const folder = await tempFolder()
  await cp(template, join(folder, type), { recursive: true })
  const index = join(folder, type, 'index.ts')
  await writeFile(index, (await readFile(index, 'utf8')).replace('example-archive', type))
  return folder
}

describe('connectors outside of the gateway', () => {
  test('several folders are loaded together, each with #sdk and the packages of the gateway', async () => {
    expect(await loaded(await holding('one'), await holding('two'))).toBe('one,two')
  })

  test('a link to a folder counts as one', async () => {
    const folder = await tempFolder()
    await symlink(join(await holding('linked'), 'linked'), join(folder, 'linked'))
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling'))
    expect(await loaded(folder)).toBe('linked')
  })

  test('one type in two folders is refused', async () => {
    expect(await loaded(await holding('one'), await holding('one'))).toBe(
      'Several folders hold a connector of the type one.',
    )
  })

  test('a folder that is missing is refused', async () => {
    expect(await loaded(join(await tempFolder(), 'missing'))).toContain('cannot be read')
  })

  test('packages of its own go before those of the gateway, and what neither has is missing', async () => {
    const folder = await holding('one')
    const own = join(folder, 'one', 'node_modules')
    await mkdir(join(own, 'zod'), { recursive: true })
    await writeFile(join(own, 'zod', 'package.json'), '{"name":"zod","main":"index.js"}')
    await writeFile(join(own, 'zod', 'index.js'), "throw new Error('its own zod')")
    expect(await loaded(folder)).toBe('The connector one cannot be loaded.')
    const other = await holding('two')
    await writeFile(join(other, 'two', 'map.ts'), "import 'no-such-package'\n")
    expect(await loaded(other)).toBe('The connector two cannot be loaded.')
  })
})
