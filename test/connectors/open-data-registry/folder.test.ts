import { execFileSync } from 'node:child_process'
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import openDataRegistry from '../../../connectors/open-data-registry/index.ts'
import { sampleFolder } from '../../../connectors/open-data-registry/standin.ts'
import { entry, read, withFolder } from './read-registry.ts'

describe('a folder that cannot be read', () => {
  test('open-data-registry: a folder that is not there is told without its path', async () => {
    const { error, done } = await read({ folder: '/nowhere/zz-secret-folder' })
    expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(error?.message).not.toContain('zz-secret-folder')
    expect(done).toEqual([])
  })

  test('open-data-registry: a folder without any entry is not believed, so that nothing is removed', async () => {
    await withFolder({ 'notes.txt': 'x', '.hidden.yaml': entry() }, async (folder) => {
      const { error, done } = await read({ folder })
      expect(error).toMatchObject({ code: 'ANSWER_INVALID' })
      expect(done).toEqual([])
    })
  })

  test('open-data-registry: a file of its name is no folder', async () => {
    await withFolder({ 'file.yaml': entry() }, async (folder) => {
      const { error } = await read({ folder: join(folder, 'file.yaml') })
      expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    })
  })

  test('open-data-registry: datasets/ that leads out of the folder is not followed', async () => {
    await withFolder({ 'outside/a.yaml': entry(), 'inside/b.yaml': entry() }, async (folder) => {
      await symlink(join(folder, 'outside'), join(folder, 'inside', 'datasets'))
      const { error, order } = await read({ folder: join(folder, 'inside') })
      expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
      expect(order).toEqual([])
    })
  })
})

describe('files that are no entries', () => {
  test('open-data-registry: a link out of the folder is told and not read', async () => {
    const files = { 'outside/secret.yaml': entry({ Name: 'Secret' }), 'in/a.yaml': entry() }
    await withFolder(files, async (folder) => {
      await symlink(join(folder, 'outside/secret.yaml'), join(folder, 'in/b.yaml'))
      await symlink('../outside/secret.yaml', join(folder, 'in/c.yaml'))
      const { records, rejected, kept, done } = await read({ folder: join(folder, 'in') })
      expect([...records.keys()]).toEqual(['a'])
      expect([...rejected]).toEqual([
        ['b', 'The file is a link that leads out of the folder.'],
        ['c', 'The file is a link that leads out of the folder.'],
      ])
      expect(kept).not.toContain('Secret')
      expect(done).toEqual(['datasets'])
    })
  })

  test('open-data-registry: a link inside the folder, and a folder that is itself a link, are followed', async () => {
    await withFolder({ 'real/a.yaml': entry() }, async (folder) => {
      await symlink('a.yaml', join(folder, 'real/b.yaml'))
      await symlink(join(folder, 'real'), join(folder, 'link'))
      const { records } = await read({ folder: join(folder, 'link') })
      expect([...records.keys()]).toEqual(['a', 'b'])
    })
  })

  test('open-data-registry: a pipe, a folder, and a link to nothing are told, and nothing waits for them', async () => {
    await withFolder({ 'a.yaml': entry() }, async (folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
      await mkdir(join(folder, 'folder.yaml'))
      await symlink('nothing.yaml', join(folder, 'link.yaml'))
      const { order, rejected } = await read({ folder })
      expect(order).toEqual(['a', 'folder', 'link', 'pipe'])
      expect([...rejected.values()]).toEqual(Array(3).fill('The file cannot be read.'))
    })
  })

  test.skipIf(process.getuid?.() === 0)(
    'open-data-registry: a file without the right to read it is told',
    async () => {
      await withFolder({ 'a.yaml': entry(), 'b.yaml': entry() }, async (folder) => {
        await chmod(join(folder, 'b.yaml'), 0)
        expect([...(await read({ folder })).rejected.keys()]).toEqual(['b'])
      })
    },
  )

  test('open-data-registry: broken files are told by their names with a reason, and the others are read', async () => {
    const { records, rejected, done } = await read({ folder: sampleFolder })
    expect(records.size).toBe(21)
    expect(Object.fromEntries(rejected)).toEqual({
      'broken-aliases': 'The file has more aliases than are followed.',
      'broken-syntax': 'The file is not valid YAML (line 3).',
      'broken-without-name': expect.stringContaining('Name'),
    })
    expect(done).toEqual(['datasets'])
  })
})

describe('reading again', () => {
  test('open-data-registry: what did not change is not mapped again, what did is, what is gone is not met', async () => {
    const files = { 'datasets/a.yaml': entry(), 'datasets/b.yaml': entry(), 'c.yaml': entry() }
    await withFolder(files, async (folder) => {
      const first = await read({ folder })
      expect(first.order).toEqual(['a', 'b'])
      await writeFile(join(folder, 'datasets/b.yaml'), entry({ Name: 'Another name' }))
      const second = await read({ folder }, { full: false, known: first.etags })
      expect(second.same).toEqual(['a'])
      expect([...second.records.keys()]).toEqual(['b'])
      await rm(join(folder, 'datasets/a.yaml'))
      const third = await read({ folder }, { full: false, known: second.etags })
      expect(third.order).toEqual(['b'])
      expect(third.done).toEqual(['datasets'])
    })
  })

  test('open-data-registry: a full harvest reads what did not change', async () => {
    await withFolder({ 'a.yaml': entry() }, async (folder) => {
      const { etags } = await read({ folder })
      expect((await read({ folder }, { full: true, known: etags })).same).toEqual([])
    })
  })

  test('open-data-registry: an entry that broke counts as seen, so that its record stays', async () => {
    await withFolder({ 'a.yaml': entry(), 'b.yaml': entry() }, async (folder) => {
      const { etags } = await read({ folder })
      await writeFile(join(folder, 'b.yaml'), 'Name: [')
      const { order, rejected } = await read({ folder }, { full: false, known: etags })
      expect(order).toEqual(['a', 'b'])
      expect([...rejected.keys()]).toEqual(['b'])
    })
  })

  test('open-data-registry: an interrupted harvest goes on after the file where it stood', async () => {
    const ids = Array.from({ length: 230 }, (_, n) => `e${String(n).padStart(3, '0')}`)
    const files = Object.fromEntries(ids.map((id) => [`${id}.yaml`, entry()]))
    await withFolder(files, async (folder) => {
      const cut = await read({ folder }, { stopAfter: 1 })
      expect(cut.checkpoints).toEqual(['e099'])
      const rest = await read({ folder }, { left: cut.checkpoints[0] ?? null })
      expect([...cut.order, ...rest.order]).toEqual(ids)
      expect(rest.done).toEqual(['datasets'])
      expect(await read({ folder }, { left: null })).toMatchObject({ order: [], done: [] })
    })
  })
})

describe('tags', () => {
  const files = {
    'brain.yaml': entry({ Tags: ['Neuroimaging'] }),
    'sea.yaml': entry({ Tags: ['oceans'] }),
    'untagged.yaml': entry(),
  }

  test('open-data-registry: with tags only their data sets are met, in whatever case', async () => {
    await withFolder(files, async (folder) => {
      const { order } = await read({ folder, tags: ['neuroIMAGING', 'music'] })
      expect(order).toEqual(['brain'])
    })
  })

  test('open-data-registry: with other tags than last time what did not change is judged again', async () => {
    await withFolder(files, async (folder) => {
      const first = await read({ folder, tags: ['oceans', 'neuroimaging'] })
      expect(first.order).toEqual(['brain', 'sea'])
      const second = await read({ folder, tags: ['oceans'] }, { full: false, known: first.etags })
      expect(second.order).toEqual(['sea'])
      const same = { folder, tags: ['neuroimaging', 'oceans', 'oceans'] }
      expect((await read(same, { full: false, known: first.etags })).same).toEqual(['brain', 'sea'])
    })
  })
})

describe('options', () => {
  const folder = '/srv/registry'
  test.each([
    [{}, 'folder'],
    [{ folder, bucket: 'registry' }, 'folder'],
    [{ folder: 'relative/path' }, 'folder'],
    [{ bucket: 'a/b' }, 'bucket'],
    [{ bucket: 'registry', prefix: 'no-slash' }, 'prefix'],
    [{ bucket: 'registry', endpoint: 'https://key:secret@s3.example.org' }, 'endpoint'],
    [{ folder, maxCost: -1 }, 'maxCost'],
    [{ folder, webUrl: 'ftp://example.org' }, 'webUrl'],
  ])('open-data-registry: options %j are refused at %s', (options, path) => {
    const parsed = openDataRegistry.options.safeParse(options)
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toContain(path)
  })

  test('open-data-registry: a folder needs no origin at all', () => {
    expect(openDataRegistry.origins(openDataRegistry.options.parse({ folder }))).toEqual([])
  })
})
