import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectorsFolder } from '../sources.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { print } from './output.ts'

/** The connector that new ones begin as; it works, and is checked like any other code. */
const template = fileURLToPath(new URL('./scaffold/example-archive/', import.meta.url))
const templateType = 'example-archive'

/** As folders of connectors are called; ids of sources are no longer. */
const typePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const longestType = 40

/**
 * Writes a connector that keeps every promise as it is: a folder of the name `type` in `into`. Beside the connectors that come
 * with the gateway, it gets a test among theirs too.
 */
export async function newConnector(type: string, { into }: { into?: string }): Promise<ExitCode> {
  if (!typePattern.test(type) || type.length > longestType) {
    const message = `${type} is no type: expected small letters and digits with hyphens between, at most ${longestType}.`
    throw new CommandError(exitCodes.USAGE, message)
  }
  const parent = resolve(into ?? connectorsFolder)
  const folder = join(parent, type)
  if (existsSync(folder)) {
    throw new CommandError(
      exitCodes.USAGE,
      `There is a folder ${type} already; nothing is changed.`,
    )
  }
  const files = await filesOf(template)
  const written = new Map(files.map((file) => [join(folder, file), join(template, file)]))
  for (const [to, from] of written) await write(to, named(await readFile(from, 'utf8'), type))
  const test = join(parent, '..', 'test', 'connectors', type, `${type}.test.ts`)
  const isShipped = existsSync(dirname(dirname(test))) && parent === resolve(connectorsFolder)
  if (isShipped) await write(test, suiteOf(type))
  const here = relative(process.cwd(), folder) || '.'
  const all = [...written.keys(), ...(isShipped ? [test] : [])]
  for (const file of all) print(relative(process.cwd(), file))
  print('')
  print(
    'It keeps every promise as it is. Make it yours: stand-in first, then rows, map and harvest; and after each step',
  )
  print(`  atlas connector test ${here}`)
  print(`  node ${isOutside(folder) ? `--import ${admitHere} ` : ''}--test '${here}/*.test.ts'`)
  return exitCodes.OK
}

/** Without it, tests outside of the gateway would not find `#sdk`. */
const admitHere = fileURLToPath(new URL('../harvest/admit-here.ts', import.meta.url))
const home = fileURLToPath(new URL('../../', import.meta.url))

function isOutside(folder: string): boolean {
  return !`${folder}/`.startsWith(home)
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  // Never over what is there.
  await writeFile(file, text, { flag: 'wx' })
}

/** `small-archive` for `example-archive`, `Small Archive` for `Example Archive`, `SmallArchive` for `Example` in names. */
function named(text: string, type: string): string {
  const words = type.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return text
    .replaceAll(templateType, type)
    .replaceAll('Example Archive', words.join(' '))
    .replaceAll(/\bExample(?=Standin)|(?<=start)Example(?=Standin)/g, words.join(''))
    .replaceAll('EXAMPLE_TOKEN', `${type.replaceAll('-', '_').toUpperCase()}_TOKEN`)
}

function suiteOf(type: string): string {
  const folder = `../../../connectors/${type}`
  return [
    `import setup from '${folder}/conform.ts'`,
    `import connector from '${folder}/index.ts'`,
    `import { testConnector } from '../../../src/conform/index.ts'`,
    '',
    'testConnector(connector, setup)',
    '',
  ].join('\n')
}
