import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { GatewayIndex, GatewayOptions } from '../../src/gateway/index.ts'
import { GatewayError } from '../../src/model/index.ts'
import { fill } from '../gateway/catalogue.ts'
import { startWorld, type World } from '../gateway/world.ts'
import { command, run } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

const many = 5_000

describe('export', { timeout: 60_000 }, () => {
  let world: World
  let url: string
  beforeAll(async () => {
    const started = await startWorld()
    world = started
    await fill(
      world.store,
      'alpha',
      Array.from({ length: many }, (_, at) => ({
        nativeId: `r${at}`,
        title: at % 7 === 0 ? `Zebra, "striped"\nnumber ${at}` : `Record ${at}`,
        kind: at % 2 === 0 ? 'ATLAS' : 'IMAGE',
        hidden: at % 100 === 1,
        description: 'word '.repeat(100),
      })),
    )
    await world.follow()
    url = await world.gateway().listen(0)
    return started.close
  }, 120_000)

  const whole = async (format = 'ndjson') => (await fetch(`${url}/export?format=${format}`)).text()

  async function listening(options: Partial<GatewayOptions>): Promise<string> {
    const gateway = world.gateway(options)
    onTestFinished(() => gateway.close())
    return gateway.listen(0)
  }

  /** A gateway that stops in the middle until it is told to go on. */
  async function halting(afterRecords: number) {
    const goOn = Promise.withResolvers<void>()
    let read = 0
    const store = Object.create(world.store, {
      records: {
        value: async (...[viewer, ids]: Parameters<World['store']['records']>) => {
          if (read >= afterRecords) await goOn.promise
          read += ids.length
          return world.store.records(viewer, ids)
        },
      },
    })
    const url = await listening({ store })
    return { url, goOn: goOn.resolve }
  }

  /** The options of a CLI that has no catalogue near it. */
  const at = (ATLAS_URL: string) => ({ ATLAS_URL })

  test('writes every match to stdout, and its count to stderr', async () => {
    const all = await command(['export'], at(url))
    expect(all).toMatchObject({ code: 0, err: expect.stringContaining('4950 records') })
    expect(all.out).toBe(await whole())

    const args = ['export', 'zebra', '--kind', 'atlas', '--fields', 'title', '--filter']
    const some = await command([...args, '{"source":["alpha"]}'], at(url))
    const lines = some.out.trim().split('\n')
    expect(lines).toHaveLength(Number(/(\d+) records/.exec(some.err)?.[1]))
    for (const line of lines) {
      expect(Object.keys(JSON.parse(line))).toEqual(['id', 'title'])
      expect(JSON.parse(line).title).toMatch(/^Zebra/)
    }
  })

  test('a file has its name only when it is complete; its ending chooses the format', async () => {
    const file = join(await tempFolder(), 'all.csv')
    expect(await command(['export', '--output', file], at(url))).toMatchObject({ code: 0, out: '' })
    expect(await readFile(file, 'utf8')).toBe(await whole('csv'))
    expect(await readdir(join(file, '..'))).toEqual(['all.csv'])
  })

  test.each(['ndjson', 'csv'])(
    'killed in the middle, it goes on behind the last whole row and ends with the same: %s',
    async (format) => {
      const file = join(await tempFolder(), `all.${format}`)
      const args = ['export', '--output', file]
      for (const [resume, afterRecords] of [
        [[], 1_000],
        [['--resume'], 1_500],
      ] as const) {
        const gateway = await halting(afterRecords)
        const before = await stat(`${file}.part`).catch(() => ({ size: 0 }))
        const running = run('src/cli/main.ts', [...args, ...resume], at(gateway.url))
        await until('something is written', async () => {
          const { size } = await stat(`${file}.part`).catch(() => ({ size: 0 }))
          return size > before.size + 100_000
        })
        running.child.kill('SIGKILL')
        await running.ended
        gateway.goOn()
        await appendFile(`${file}.part`, format === 'csv' ? 'rec.abc,"torn\n' : '{"id":"rec.to')
      }
      expect(await stat(file).catch(() => null)).toBeNull()

      const resumed = await command([...args, '--resume'], at(url))
      expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining('4950 records') })
      expect(await readFile(file, 'utf8')).toBe(await whole(format))
      expect(await readdir(join(file, '..'))).toEqual([`all.${format}`])
    },
  )

  test('Ctrl-C ends it with 130, whole rows and how to go on', async () => {
    const file = join(await tempFolder(), 'all.ndjson')
    const gateway = await halting(2_000)
    const running = run('src/cli/main.ts', ['export', '-o', file], at(gateway.url))
    await until('something is written', async () => (await stat(`${file}.part`)).size > 100_000)
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(130)
    gateway.goOn()
    const part = await readFile(`${file}.part`, 'utf8')
    expect(part.endsWith('\n')).toBe(true)
    const count = part.split('\n').length - 1
    expect(running.err()).toContain(`${count} records in ${file}.part; go on with --resume`)
  })

  test('a connection that breaks off is made again, to a file and to stdout', async () => {
    for (const format of ['ndjson', 'csv']) {
      let pages = 0
      const index: GatewayIndex = {
        ...world.index,
        matches: async (viewer, request) => {
          if (++pages % 4 === 3) throw new GatewayError('INDEX_UNAVAILABLE')
          return world.index.matches(viewer, { ...request, first: 900 })
        },
      }
      const broken = await listening({ index })
      const { code, out } = await command(['export', '--format', format], at(broken))
      expect(code).toBe(0)
      expect(out).toBe(await whole(format))
      expect(pages).toBeGreaterThan(5)
    }
  })

  test('an answer that ends well but with less than it announced is not taken for all', async () => {
    const index: GatewayIndex = {
      ...world.index,
      matches: async (viewer, request) => {
        const page = await world.index.matches(viewer, { ...request, first: 1_200 })
        return { ...page, end: null }
      },
    }
    const cut = await command(['export'], at(await listening({ index })))
    expect(cut).toMatchObject({ code: 0, err: expect.not.stringContaining('meanwhile') })
    expect(cut.out).toBe(await whole())
  })

  test('what was hidden after the index looked is told by its number', async () => {
    const index: GatewayIndex = {
      ...world.index,
      matches: async (viewer, request) => {
        const { ids, end, left, position } = await world.index.matches(viewer, request)
        const first = request.after === null ? ['alpha:r1'] : []
        return { ids: [...first, ...ids], end, left: left + first.length, position }
      },
    }
    const { code, err } = await command(['export'], at(await listening({ index })))
    expect(code).toBe(0)
    expect(err).toContain('1 hidden or removed meanwhile')
    expect(err).toContain('4950 records')
  })

  test('what can be had no more ends it with 5, and goes on at another address', async () => {
    const file = join(await tempFolder(), 'all.ndjson')
    let pages = 0
    const index: GatewayIndex = {
      ...world.index,
      matches: async (viewer, request) => {
        if (++pages > 2) throw new GatewayError('INDEX_UNAVAILABLE')
        return world.index.matches(viewer, { ...request, first: 900 })
      },
    }
    const failed = await command(['export', '-o', file], at(await listening({ index })))
    expect(failed).toMatchObject({
      code: 5,
      err: expect.stringMatching(/INDEX_UNAVAILABLE.* \d+ records in .*go on with --resume/),
    })
    expect(await command(['export', '-o', file, '--resume'], at(url))).toMatchObject({ code: 0 })
    expect(await readFile(file, 'utf8')).toBe(await whole())
  })

  test('every other end has a code and leaves nothing behind', async () => {
    const folder = await tempFolder()
    const file = join(folder, 'some.ndjson')
    const ends = async (...args: string[]) => {
      const { code, err } = await command(['export', ...args], at(url))
      return { code, err }
    }
    expect(await ends('zzyzx')).toMatchObject({
      code: 4,
      err: expect.stringContaining('0 records'),
    })
    const wrong = await ends('--filter', '{"speces":[]}', '-o', file)
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('filter.speces') })
    expect(await ends('--filter', '[1]')).toMatchObject({ code: 2 })
    expect(await ends('--fields', 'visibility')).toMatchObject({ code: 2 })
    expect(await ends('--format', 'xlsx')).toMatchObject({ code: 2 })
    expect(await ends('--resume')).toMatchObject({ code: 2 })
    expect(await ends('-o', join(folder, 'no-such-folder', 'a.csv'))).toMatchObject({ code: 2 })
    const nobody = await command(['export', '-o', file], at('http://127.0.0.1:9'))
    expect(nobody).toMatchObject({ code: 5, err: expect.stringContaining('No gateway answers') })
    expect(await readdir(folder)).toEqual([])
  })

  test('never writes over a file, nor into a part of something else', async () => {
    const folder = await tempFolder()
    const file = join(folder, 'some.ndjson')
    await writeFile(file, 'mine')
    const there = await command(['export', '-o', file], at(url))
    expect(there).toMatchObject({ code: 2, err: expect.stringContaining('is there already') })
    expect(await readFile(file, 'utf8')).toBe('mine')

    const other = join(folder, 'other.ndjson')
    const gateway = await halting(1_000)
    const running = run('src/cli/main.ts', ['export', '-o', other], at(gateway.url))
    await until('something is written', async () => (await stat(`${other}.part`)).size > 100_000)
    running.child.kill('SIGKILL')
    await running.ended
    gateway.goOn()
    const part = await readFile(`${other}.part`, 'utf8')
    for (const [args, message] of [
      [['-o', other], '--resume'],
      [['zebra', '-o', other, '--resume'], 'another export'],
      [['-o', other, '--resume', '--format', 'csv'], 'another export'],
    ] as const) {
      const refused = await command(['export', ...args], at(url))
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(message) })
    }
    expect(await readFile(`${other}.part`, 'utf8')).toBe(part)
  })
})
