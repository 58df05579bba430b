import { cp, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tempFolder } from './temp.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A copy of the project, without its tests, in which a test may write connectors. Gone when the test has finished. */
export async function checkout(): Promise<string> {
  const folder = join(await tempFolder(), 'gateway')
  const parts = ['package.json', 'schema', 'src', 'connectors', 'hooks']
  for (const part of parts) {
    await cp(join(root, part), join(folder, part), { recursive: true })
  }
  // Packages are the same, wherever they lie.
  await symlink(await realpath(join(root, 'node_modules')), join(folder, 'node_modules'))
  return folder
}
