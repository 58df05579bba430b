import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from '../../src/search/folder-lock.ts'
import { tempFolder } from '../support/temp.ts'

test('folder lock: a second holder is refused until the first lets go', async () => {
  const folder = await tempFolder()
  const first = lockFolder(folder)
  expect(() => lockFolder(folder, 10)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  first.release()
  lockFolder(folder, 10).release()
})

test('folder lock: another process is refused though nobody there remembers its lock, and a killed one holds nothing', async () => {
  const folder = await tempFolder()
  const module = fileURLToPath(new URL('../../src/search/folder-lock.ts', import.meta.url))
  const child = fork(module, {
    execArgv: [
      '--expose-gc',
      '--input-type=module',
      '--eval',
      `const { lockFolder } = await import(${JSON.stringify(module)})
       lockFolder(${JSON.stringify(folder)})
       await new Promise(setImmediate)
       gc()
       await new Promise(setImmediate)
       process.send('held')
       setInterval(() => {}, 1_000)`,
    ],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await once(child, 'message')
  expect(() => lockFolder(folder, 10)).toThrow('Another gateway serves this data folder.')
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockFolder(folder, 10).release()
})
