import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archive } from '../support/archive.ts'
import { sha256, someBytes } from '../support/file-server.ts'
import { command, run } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

const megabyte = 1_000_000

/** Bytes that a process has read and written, sockets too, as Linux counts them; null elsewhere. */
async function transferred(pid: number | undefined): Promise<number | null> {
  const counts = await readFile(`/proc/${pid}/io`, 'utf8').catch(() => null)
  if (counts === null) return null
  const [, read, written] = /^rchar: (\d+)\nwchar: (\d+)/.exec(counts) ?? []
  return Number(read) + Number(written)
}

describe('atlas download', { timeout: 120_000 }, () => {
  test('a download that is killed twice in the middle ends with the right SHA-256, and no byte of it goes through the gateway', async () => {
    const folder = await tempFolder()
    const bytes = someBytes(50 * megabyte)
    const one = await archive(folder, { 'scan.nrrd': { bytes, rate: 25 * megabyte } })
    const target = join(folder, 'got', 'shelf', 'thing%3A1', 'scan.nrrd')
    const args = ['download', one.record, '--to', join(folder, 'got'), '--allow-private']
    const sent = () => one.server.seen.reduce((sum, { sent }) => sum + sent, 0)

    const before = await transferred(one.gateway.child.pid)
    for (const share of [0.3, 0.6]) {
      const running = run('src/cli/main.ts', args, one.environment)
      await until(`${share} is there`, async () => {
        const part = await readFile(`${target}.part`).catch(() => null)
        return part !== null && part.length > share * bytes.length
      })
      running.child.kill('SIGKILL')
      expect(await running.ended).toBe('SIGKILL')
    }
    const { code, out, err } = await command(args, one.environment)
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(out).toContain(`scan.nrrd  verified: 50.0 MB, SHA-256 ${sha256(bytes)}`)
    expect(sha256(await readFile(target))).toBe(sha256(bytes))
    expect(await readdir(join(folder, 'got', 'shelf', 'thing%3A1'))).toEqual(['scan.nrrd'])

    // Who asked for it, and how often its bytes were sent: little more than once.
    const asked = one.server.seen.filter(({ path }) => path.startsWith('/files/'))
    expect(asked.map(({ headers }) => headers['user-agent'])).toEqual([
      'atlas-download',
      'atlas-download',
      'atlas-download',
    ])
    expect(asked.map(({ range }) => range !== null)).toEqual([false, true, true])
    expect(sent()).toBeLessThan(1.3 * bytes.length)
    // All that the gateway's process has read and written meanwhile, sockets and files, is a few answers.
    const after = await transferred(one.gateway.child.pid)
    if (before !== null && after !== null) expect(after - before).toBeLessThan(megabyte)

    const manifest = JSON.parse(await readFile(join(folder, 'got', 'manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({
      gateway: one.gateway.url,
      records: [
        {
          record: one.record,
          license: { spdx: 'CC-BY-4.0' },
          citation: { type: 'dataset', title: 'A box' },
          files: [
            {
              path: 'shelf/thing%3A1/scan.nrrd',
              locator: `${one.server.url}/files/scan.nrrd`,
              size: bytes.length,
              sha256: sha256(bytes),
              checksum: { algorithm: 'SHA256', verified: true },
            },
          ],
        },
      ],
    })

    // It is there: nothing is fetched any more.
    const again = await command(args, one.environment)
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('was there already') })
    expect(one.server.seen.filter(({ path }) => path.startsWith('/files/'))).toHaveLength(3)
  })

  test('Ctrl-C leaves what is there for the next time, and ends with 130', async () => {
    const folder = await tempFolder()
    const bytes = someBytes(4 * megabyte)
    const one = await archive(folder, { 'scan.nrrd': { bytes, rate: 4 * megabyte } })
    const args = ['download', '--query', 'box', '--to', folder, '--allow-private']
    const running = run('src/cli/main.ts', args, one.environment)
    const part = join(folder, 'shelf', 'thing%3A1', 'scan.nrrd.part')
    await until('some of it is there', async () => {
      const found = await readFile(part).catch(() => null)
      return found !== null && found.length > megabyte
    })
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(130)
    expect(running.err()).toContain('goes on where this one was')
    expect(await command(args, one.environment)).toMatchObject({ code: 0 })
    expect(one.server.seen.map(({ range }) => range).filter(Boolean)).toHaveLength(1)
  })

  test('each file has its verdict, and hostile names stay in their folder', async () => {
    const folder = await tempFolder()
    const bytes = someBytes(5_000)
    const names = [
      '../../escape',
      '/etc/passwd',
      'CON.txt',
      'a\u202etxt.exe',
      'tab\there',
      'Scan',
      'scan',
      'x.part',
      'dir',
      'dir/below',
      `${'long '.repeat(80)}.nii.gz`,
    ]
    const hostile = names.map((name, at) => [`hostile-${at}`, { name, bytes }])
    const one = await archive(folder, {
      good: { bytes },
      empty: { bytes: Buffer.alloc(0) },
      damaged: { bytes, sha256: 'f'.repeat(64) },
      shorter: { bytes, size: 6_000, sha256: null },
      unsaid: { bytes, sha256: null },
      ...Object.fromEntries(hostile),
    })
    one.server.files.delete('/files/unsaid')
    const to = join(folder, 'a', 'b', 'got')
    const args = ['download', one.record, '--to', to, '--allow-private', '--json']
    const { code, out } = await command(args, one.environment)
    expect(code).toBe(3)
    const states = new Map<string, { state: string; error: string | null }>(
      JSON.parse(out).map((one: { path: string }) => [
        one.path.replace('shelf/thing%3A1/', ''),
        one,
      ]),
    )
    expect(states.get('good')).toMatchObject({ state: 'VERIFIED' })
    expect(states.get('empty')).toMatchObject({ state: 'VERIFIED', size: 0 })
    expect(states.get('damaged')).toMatchObject({ state: 'MISMATCH' })
    expect(states.get('shorter')).toMatchObject({ state: 'MISMATCH' })
    expect(states.get('unsaid')).toMatchObject({ state: 'FAILED', error: 'SOURCE_UNREACHABLE' })
    expect([...states.values()].filter(({ state }) => state === 'VERIFIED')).toHaveLength(
      2 + names.length,
    )

    expect(await readdir(folder)).toEqual(expect.not.arrayContaining(['escape']))
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['got'])
    expect((await readdir(to)).sort()).toEqual(['manifest.json', 'shelf'])
    const all = await readdir(to, { recursive: true, withFileTypes: true })
    const found = all.filter((entry) => entry.isFile()).map(({ name }) => name)
    expect(found.filter((name) => name.endsWith('.bad')).sort()).toEqual([
      'damaged.bad',
      'shorter.bad',
    ])
    expect(found).toHaveLength(1 + 2 + 2 + names.length)
    expect(found.join()).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  test('two hundred files come side by side, and only those that are missing the next time', async () => {
    const folder = await tempFolder()
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => [`f${at}`, { bytes: someBytes(1_000 + at, at) }]),
    )
    const one = await archive(folder, files)
    one.server.files.delete('/files/f7')
    const args = ['download', one.record, '--to', folder, '--allow-private', '--parallel', '16']
    const first = await command(args, one.environment)
    expect(first).toMatchObject({ code: 3, err: expect.stringContaining('199 of 200 files') })
    one.server.files.set('/files/f7', files.f7 as never)
    const before = one.server.seen.length
    const second = await command(args, one.environment)
    expect(second).toMatchObject({ code: 0, err: expect.stringContaining('1 came now') })
    expect(one.server.seen.length - before).toBe(1)
  })

  test('a dry run fetches nothing; without leave nothing comes from this machine', async () => {
    const folder = await tempFolder()
    const one = await archive(folder, { scan: { bytes: someBytes(5_000) } })
    const to = join(folder, 'got')
    const asset = one.assets.get('scan') ?? ''
    const dry = await command(['download', asset, '--dry-run', '--to', to], one.environment)
    expect(dry).toMatchObject({
      code: 0,
      out: expect.stringMatching(/shelf\/thing%3A1\/scan +5\.0 kB +none +ready/),
    })
    expect(await readdir(folder)).not.toContain('got')
    const bare = await command(['download', asset, '--to', to], one.environment)
    expect(bare).toMatchObject({ code: 1, out: expect.stringContaining('failed: ') })
    expect(one.server.seen.filter(({ path }) => path.startsWith('/files/'))).toEqual([])

    expect(await command(['download'], one.environment)).toMatchObject({ code: 2 })
    expect(await command(['download', 'rec.bm8'], one.environment)).toMatchObject({ code: 4 })
    expect(await command(['download', asset, '--parallel', '0'], one.environment)).toMatchObject({
      code: 2,
    })
  })
})
