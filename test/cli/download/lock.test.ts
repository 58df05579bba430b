import { readdir, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lockFolder } from '../../../src/cli/download/lock.ts'
import { tempFolder } from '../../support/temp.ts'

const name = '.atlas-download.lock'

describe('lock of a folder', () => {
  test.each([
    ['of a process that lives', `${process.ppid} ${hostname()}`],
    ['of another machine', '1 elsewhere.example.org'],
  ])('%s is respected', async (_, text) => {
    const folder = await tempFolder()
    await writeFile(join(folder, name), text)
    await expect(lockFolder(folder)).rejects.toThrow('Another download')
    expect(await readdir(folder)).toEqual([name])
  })

  test.each([
    ['whose process was killed', `4194300 ${hostname()}`],
    ['that was cut off', ''],
  ])('%s is taken over, and gone when released', async (_, text) => {
    const folder = await tempFolder()
    await writeFile(join(folder, name), text)
    const lock = await lockFolder(folder)
    expect(await readdir(folder)).toEqual([name])
    await lock.release()
    expect(await readdir(folder)).toEqual([])
  })
})
