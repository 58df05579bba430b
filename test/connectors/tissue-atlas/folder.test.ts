import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleWorld, type World } from '../../../connectors/tissue-atlas/standin.ts'
import { optionsOf, read, readStandin } from './read-tissue-atlas.ts'

/** A world as a folder, for as long as `use` takes. */
async function withFolder<T>(world: World, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-tissue-'))
  try {
    for (const [path, text] of world) {
      await mkdir(dirname(join(folder, 'site', path)), { recursive: true })
      await writeFile(join(folder, 'site', path), text)
    }
    return await use(join(folder, 'site'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('tissue-atlas: a folder gives the records that the git host gives', async () => {
  const hosted = await readStandin()
  await withFolder(sampleWorld(), async (folder) => {
    const reading = await read({ options: { folder } })
    expect(reading.error).toBeNull()
    expect([...reading.records.keys()]).toEqual([...hosted.records.keys()])
    const again = await read({ options: { folder }, known: reading.etags })
    expect(again.same).toHaveLength(reading.records.size)
  })
})

test('tissue-atlas: links that lead out of the folder are not followed', async () => {
  await withFolder(sampleWorld(), async (folder) => {
    const outside = join(folder, '..', 'outside')
    await mkdir(outside)
    await writeFile(join(outside, 'secret.md'), '---\ntitle: Secret\n---\n')
    await symlink(join(outside, 'secret.md'), join(folder, '_data-cards', 'linked.md'))
    await symlink(outside, join(folder, '_data-cards', 'linked-folder'))
    const reading = await read({ options: { folder } })
    expect(reading.error).toBeNull()
    const titles = [...reading.records.values()].map(({ record }) => record.title)
    expect(titles).not.toContain('Secret')
  })
})

test('tissue-atlas: a collection that is a link is passed over', async () => {
  await withFolder(sampleWorld(), async (folder) => {
    const other = await mkdtemp(join(tmpdir(), 'atlas-tissue-other-'))
    try {
      await writeFile(join(other, 'secret.md'), '---\ntitle: Secret\n---\n')
      await rm(join(folder, '_publications'), { recursive: true })
      await rm(join(folder, '_data-cards'), { recursive: true })
      await symlink(other, join(folder, '_data-cards'))
      const reading = await read({ options: { folder } })
      const ids = [...reading.records.keys()]
      expect(ids.filter((id) => id.startsWith('data-cards/'))).toEqual([])
      expect(ids.length).toBeGreaterThan(0)
    } finally {
      await rm(other, { recursive: true, force: true })
    }
  })
})

test('tissue-atlas: a page larger than any of the site is rejected unread', async () => {
  const path = '_data-cards/liu-lin-2019/large.md'
  const large = `---\ntitle: Large\n---\n${'x'.repeat(1024 * 1024)}`
  await withFolder(new Map([...sampleWorld(), [path, large]]), async (folder) => {
    const reading = await read({ options: { folder } })
    expect([...reading.rejected]).toEqual([['data-cards/liu-lin-2019/large', 'frontMatter']])
  })
})

test('tissue-atlas: a folder that is not there is not reached, and its path is not told', async () => {
  const reading = await read({ options: { folder: '/nowhere/of-this-name' } })
  expect(reading.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
  expect(reading.error?.message).not.toContain('nowhere')
})

test('tissue-atlas: a folder is named by its whole path', () => {
  expect(() => optionsOf({ folder: 'site' })).toThrow()
})
