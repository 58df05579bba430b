import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { operator } from '../../src/model/index.ts'
import { openStore } from '../../src/store/index.ts'
import { begin, harvest, owner, put, source, tempFolder } from './samples.ts'

let folder: ReturnType<typeof tempFolder>
const file = () => join(folder.path, 'catalogue.db')

beforeEach(() => {
  folder = tempFolder()
})
afterEach(() => folder.remove())

/** A closed catalogue with some hundred records. */
async function catalogue(): Promise<void> {
  const store = openStore(file(), 'write')
  await store.configureSources([source('one')])
  await harvest(
    store,
    Array.from({ length: 300 }, (_, at) => put(`record ${at}`)),
  )
  await store.close()
}

function overwrite(at: number, bytes: Uint8Array): void {
  const handle = openSync(file(), 'r+')
  writeSync(handle, bytes, 0, bytes.length, at)
  closeSync(handle)
}

const database = (work: (connection: DatabaseSync) => void) => {
  const connection = new DatabaseSync(file())
  work(connection)
  connection.close()
}

describe('catalogue file', () => {
  test.each<[string, string, () => void | Promise<void>]>([
    [
      'that is no database',
      'damaged or is not',
      () => writeFileSync(file(), 'Dear diary,\n'.repeat(999)),
    ],
    ['that is shorter than a header', 'damaged or is not', () => writeFileSync(file(), 'SQLite')],
    [
      'of another program',
      'another program',
      () => database((connection) => connection.exec('CREATE TABLE songs (title)')),
    ],
    [
      'of another program, with that one’s mark',
      'another program',
      () =>
        database((connection) =>
          connection.exec(
            'PRAGMA application_id = 77; PRAGMA user_version = 1; CREATE TABLE a (b)',
          ),
        ),
    ],
    [
      'of a newer gateway',
      'newer version',
      async () => {
        await catalogue()
        database((connection) => connection.exec('PRAGMA user_version = 999'))
      },
    ],
    [
      'with a damaged header',
      'damaged or is not',
      async () => {
        await catalogue()
        overwrite(0, new Uint8Array(16))
      },
    ],
    [
      'with damaged pages',
      'is damaged',
      async () => {
        await catalogue()
        const { size } = statSync(file())
        overwrite(size / 2, new Uint8Array(size / 4).fill(0xa5))
      },
    ],
    [
      'that is cut short',
      'cut short',
      async () => {
        await catalogue()
        truncateSync(file(), statSync(file()).size - 4096)
      },
    ],
  ])('one %s: is refused and left as it was', async (_, message, prepare) => {
    await prepare()
    const before = readFileSync(file())
    for (const mode of ['write', 'read'] as const) {
      let refusal: unknown
      try {
        openStore(file(), mode as 'write')
      } catch (thrown) {
        refusal = thrown
      }
      expect(refusal).toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(message),
      })
    }
    expect(readFileSync(file()).equals(before)).toBe(true)
    expect(readdirSync(folder.path)).toEqual(['catalogue.db'])
  })

  test('a missing one: is made for writing, with its folder, and refused for reading', async () => {
    const path = join(folder.path, 'deep', 'down', 'catalogue.db')
    expect(() => openStore(path, 'read')).toThrow('There is no catalogue yet.')
    expect(existsSync(path)).toBe(false)
    const store = openStore(path, 'write')
    expect(await store.sources(operator)).toEqual([])
    await store.close()
    expect(readdirSync(join(folder.path, 'deep', 'down'))).toEqual(['catalogue.db'])
  })

  test('an empty one: is taken for a missing one', async () => {
    writeFileSync(file(), '')
    const store = openStore(file(), 'write')
    expect(await store.position()).toBe(0)
    await store.close()
  })

  test('one whose process was cut off: is opened with everything that was written', async () => {
    const store = openStore(file(), 'write')
    await store.configureSources([source('one')])
    const { harvest: run } = await begin(store)
    await store.apply(run.id, owner, [put('a')])
    // As a dead process leaves it: the log is not yet part of the file.
    const copy = join(folder.path, 'copy.db')
    copyFileSync(file(), copy)
    copyFileSync(`${file()}-wal`, `${copy}-wal`)
    await store.close()
    const again = openStore(copy, 'write')
    expect(await again.records(operator, ['one:a'])).toMatchObject([{ title: 'Record a' }])
    await again.close()
  })

  test('two that write it: take turns, and the one that waits too long is told', async () => {
    const [first, second] = [openStore(file(), 'write'), openStore(file(), 'write')]
    await first.configureSources([source('one'), source('two')])
    const { harvest: one } = await begin(first, 'one')
    const { harvest: two } = await begin(second, 'two', { owner: 'elsewhere:2:x' })
    for (let round = 0; round < 5; round++) {
      const id = `r${round}`
      await first.apply(one.id, owner, [put(id, { visibility: { discover: [id], retrieve: [] } })])
      await second.apply(two.id, 'elsewhere:2:x', [
        put(id, {
          source: 'two',
          id: `two:${id}`,
          visibility: { discover: [`${id} too`], retrieve: [] },
        }),
      ])
    }
    const records = await first.records(operator, ['one:r4', 'two:r4'])
    expect(records.map((record) => record?.visibility.discover)).toEqual([['r4'], ['r4 too']])
    await expect(begin(second, 'one', { owner: 'elsewhere:2:x' })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await first.close()
    await second.close()
  })

  test('rejected rows: no value of one that failed its shape is in the file', async () => {
    const store = openStore(file(), 'write')
    await store.configureSources([source('one')])
    await harvest(store, [
      {
        do: 'reject',
        rejection: { nativeId: 'a', entity: 'thing', path: 'born', reason: 'expected string' },
        partition: 'all',
        row: null,
      },
    ])
    await store.close()
    database((connection) => {
      expect(connection.prepare('SELECT native_id, row FROM quarantine').all()).toEqual([
        { native_id: 'a', row: null },
      ])
    })
  })
})
