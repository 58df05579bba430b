import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { checkout } from '../support/checkout.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

describe('atlas connector new', () => {
  test.each(['Small_Archive', '-archive', 'a--b', 'x'.repeat(41), '../archive'])(
    '%s is no type, and nothing is written',
    async (type) => {
      const into = await tempFolder()
      const { code, err } = await command(['connector', 'new', '--into', into, '--', type])
      expect({ code, files: await readdir(into) }).toEqual({ code: 2, files: [] })
      expect(err).toContain('is no type')
    },
  )

  test('a folder that is there is left as it is', async () => {
    const into = await tempFolder()
    await mkdir(join(into, 'archive'))
    const { code, err } = await command(['connector', 'new', 'archive', '--into', into])
    expect({ code, files: await readdir(join(into, 'archive')) }).toEqual({ code: 2, files: [] })
    expect(err).toContain('nothing is changed')
  })

  test('in a checkout it gets a test beside those of the others', async () => {
    const gateway = await checkout()
    await mkdir(join(gateway, 'test', 'connectors'), { recursive: true })
    const made = await command(['connector', 'new', 'tiny'], {}, null, gateway)
    expect(made.err).toBe('')
    const suite = await readFile(
      join(gateway, 'test', 'connectors', 'tiny', 'tiny.test.ts'),
      'utf8',
    )
    expect(suite).toContain("'../../../connectors/tiny/conform.ts'")
    expect(await readFile(join(gateway, 'connectors', 'tiny', 'index.ts'), 'utf8')).toContain(
      "type: 'tiny'",
    )
  })

  test('what it writes keeps every promise, and leaves nothing behind', {
    timeout: 180_000,
  }, async () => {
    const into = await tempFolder()
    const scratch = await tempFolder()
    const made = await command(['connector', 'new', 'small-archive', '--into', into])
    expect(made).toMatchObject({ code: 0, err: '' })
    const folder = join(into, 'small-archive')
    const words = await Promise.all(
      (await readdir(folder))
        .filter((name) => name !== 'sample')
        .map((name) => readFile(join(folder, name), 'utf8')),
    )
    expect(words.join()).not.toMatch(/example-archive|Example(?! Archive, an invented)|EXAMPLE/)
    const json = join(into, 'verdicts.json')
    const { code, out, err } = await command(['connector', 'test', folder, '--json', json], {
      TMPDIR: scratch,
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const report = JSON.parse(await readFile(json, 'utf8'))
    expect(report.passed).toBe(true)
    const count = (verdict: string) =>
      report.verdicts.filter((one: { verdict: string }) => one.verdict === verdict).length
    expect([count('BROKEN'), count('SPARED')]).toEqual([0, 1])
    expect(count('KEPT')).toBeGreaterThan(50)
    expect(out).toContain(`small-archive: ${count('KEPT')} kept, 0 broken, 1 spared`)
    expect(await readdir(scratch)).toEqual([])
  })
})

test('the tests that a new connector comes with pass, outside of the gateway too', async () => {
  const into = await tempFolder()
  const { out } = await command(['connector', 'new', 'small-archive', '--into', into])
  const admit = fileURLToPath(new URL('../../src/harvest/admit-here.ts', import.meta.url))
  expect(out).toContain(`node --import ${admit} --test`)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', admit, '--test', '--test-reporter=tap', 'small-archive/*.test.ts'],
    // Else Node takes it for a part of this run, and prints for that.
    { cwd: into, env: { PATH: process.env.PATH } },
  )
  expect(stdout).toMatch(/# pass 2\n# fail 0/)
})

describe('atlas connector test', () => {
  test.each([
    [[], 'Name a folder'],
    [['nowhere'], 'no folder nowhere'],
    [['xnat', '--about', 'weather'], 'Allowed choices are schema'],
  ])('%j is a usage error', async (words, says) => {
    const { code, out, err } = await command(['connector', 'test', ...words])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(says)
  })

  test('a broken promise is told, and fails the command', async () => {
    const into = await tempFolder()
    await command(['connector', 'new', 'small-archive', '--into', into])
    const file = join(into, 'small-archive', 'map.ts')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('scan.title,', 'scan.title + Math.random(),'))
    const { code, out, err } = await command([
      'connector',
      'test',
      join(into, 'small-archive'),
      '--about',
      'mapping',
      'links',
      '--markdown',
    ])
    expect(code).toBe(1)
    expect(err).toContain('mapping calls Math.random')
    expect(out).toContain('**1 broken**')
  })
})
