import { execFile, spawn } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { promiseGroups } from '../../src/conform/setup.ts'
import { defaultPolicy } from '../../src/sdk/http-policy.ts'
import { errorMessages } from '../../src/sdk/index.ts'
import { allFaultKinds } from '../../src/sdk/standin/index.ts'
import { checkout } from '../support/checkout.ts'
import { harvested, startGateway } from '../support/gateway.ts'
import { tempFolder } from '../support/temp.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = join(root, 'docs', 'sdk')
const page = (name: string) => readFile(join(pages, name), 'utf8')

/** What stands between fences, in order. */
function blocks(text: string, language: string): string[] {
  const found = text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))
  return [...found].map(([, code = '']) => code)
}

/** Files that a page shows, by the name in the comment before each. */
function examples(text: string): Map<string, string> {
  const found = text.matchAll(/<!-- example: (\S+) -->\n```\w+\n([\s\S]*?)^```$/gm)
  return new Map([...found].map(([, name = '', code = '']) => [name, code]))
}

describe('pages about the SDK', () => {
  test('every example is sound TypeScript', { timeout: 120_000 }, async () => {
    const folder = await tempFolder()
    for (const part of ['src', 'node_modules']) await symlink(join(root, part), join(folder, part))
    await writeFile(join(folder, 'package.json'), await readFile(join(root, 'package.json')))
    await mkdir(join(folder, 'pages'))
    const names = (await readdir(pages)).filter((name) => name.endsWith('.md'))
    let count = 0
    for (const name of names) {
      for (const [nth, code] of blocks(await page(name), 'ts').entries()) {
        await writeFile(join(folder, 'pages', `${name.replace('.md', '')}-${nth}.ts`), code)
        count += 1
      }
    }
    expect(count).toBeGreaterThan(10)
    // Else a check that sees nothing would pass.
    await writeFile(join(folder, 'pages', 'unsound.ts'), "export const count: number = 'one'\n")
    const { compilerOptions } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'))
    // Packages lie elsewhere than it seems; what an example leaves unused is for its reader to use.
    const options = { ...compilerOptions, noUnusedLocals: false, noUnusedParameters: false }
    const config = { compilerOptions: options, include: ['pages'] }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules', '.bin', 'tsc')
    const { stdout } = await promisify(execFile)(tsc, ['--noEmit', '-p', folder]).catch(
      (error: { stdout: string }) => error,
    )
    const faults = stdout.split('\n').filter((line) => /^pages\/|\/pages\//.test(line))
    expect(faults).toEqual([expect.stringContaining('unsound.ts(1,14)')])
  })

  test('links between pages lead somewhere', async () => {
    for (const name of await readdir(pages)) {
      for (const [, target = ''] of (await page(name)).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        if (/^https?:/.test(target)) continue
        await expect(readFile(join(pages, target)), `${name}: ${target}`).resolves.toBeTruthy()
      }
    }
  })

  test('tables have what there is: kinds of faults, manners, codes, groups of promises', async () => {
    const standins = (await page('standins.md')).replaceAll('`-', '`status-')
    for (const kind of allFaultKinds) expect(standins).toContain(`\`${kind}\``)
    const http = await page('http.md')
    for (const [name, value] of Object.entries(defaultPolicy)) {
      expect(http).toContain(`\`${name}\``)
      const shown = name === 'maxBytes' ? '64 MiB' : value.toLocaleString('en').replaceAll(',', ' ')
      expect(http).toContain(shown)
    }
    for (const [, code = ''] of http.matchAll(/^\| `([A-Z_]+)`/gm)) {
      expect(Object.keys(errorMessages)).toContain(code)
    }
    const kit = await page('kit.md')
    for (const group of promiseGroups) expect(kit).toContain(`\n| ${group} |`)
  })
})

describe('the example of a connector from outside', async () => {
  const files = examples(await page('outside.md'))
  const connector = files.get('small-shelf/index.ts') ?? ''

  test('has at most 120 lines in all', () => {
    const lines = [...files.values()].flatMap((code) => code.trimEnd().split('\n'))
    expect([...files.keys()]).toEqual(['small-shelf/index.ts', 'sources.yaml', 'shelf.ts'])
    expect(lines.length).toBeLessThanOrEqual(120)
  })

  /** Starts what there is to read, and gives the environment of a gateway that reads it. */
  async function world(folder: string): Promise<Record<string, string>> {
    const file = join(folder, 'shelf.ts')
    // Any free port; it says which.
    const code = (files.get('shelf.ts') ?? '').replace(
      /\.listen\((.*)\)$/m,
      ".listen(0, '127.0.0.1', function () { console.log(this.address().port) })",
    )
    await writeFile(file, code)
    const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill())
    const port = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
    )
    const sources = (files.get('sources.yaml') ?? '').replace(':8080', `:${port}`)
    await writeFile(join(folder, 'sources.yaml'), sources)
    return {
      PORT: '0',
      ATLAS_DATA: join(folder, 'data'),
      ATLAS_SOURCES: join(folder, 'sources.yaml'),
    }
  }

  async function expectFound(gateway: Awaited<ReturnType<typeof startGateway>>): Promise<void> {
    expect(await harvested(gateway)).toMatchObject({ state: 'SUCCEEDED', seen: 5, written: 5 })
    const { data } = await gateway.ask('{ search(query: "mouse plates") { totalCount } }')
    expect(data.search.totalCount).toBe(5)
    expect(await gateway.stop()).toBe(0)
  }

  test('mounted into connectors/ it is harvested, and found', { timeout: 120_000 }, async () => {
    const gateway = await checkout()
    const folder = join(gateway, 'connectors', 'small-shelf')
    await mkdir(folder)
    await writeFile(join(folder, 'index.ts'), connector)
    const environment = await world(await tempFolder())
    await expectFound(await startGateway(environment, gateway))
  })

  test('in a folder of ATLAS_CONNECTORS it is, too', { timeout: 120_000 }, async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'connectors', 'small-shelf'), { recursive: true })
    await writeFile(join(folder, 'connectors', 'small-shelf', 'index.ts'), connector)
    const environment = await world(folder)
    const ATLAS_CONNECTORS = join(folder, 'connectors')
    await expectFound(await startGateway({ ...environment, ATLAS_CONNECTORS }))
  })
})
