import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { exitCodes } from '../../src/cli/exit.ts'
import type { DraftOptions } from '../../src/cli/source.ts'
import { sourceInput } from '../../src/cli/source-input.ts'
import { tempFolder } from '../support/temp.ts'

const none: DraftOptions = {
  ...{ option: [], secret: [], secretEnv: [], secretFile: [] },
  ...{ visibility: [], owner: [], discover: [] },
}
const read = (options: Partial<DraftOptions>) =>
  sourceInput({ ...none, ...options }, new AbortController().signal)

const secret = 'hunter2-hunter2'

async function fileOf(text: string, name = 'mine.yaml'): Promise<string> {
  const file = join(await tempFolder(), name)
  await writeFile(file, text)
  return file
}

function setVariable(name: string, value: string): void {
  process.env[name] = value
  onTestFinished(() => {
    delete process.env[name]
  })
}

const yaml = `
id: mine
type: rest
title: Mine
harvestEvery: 12h
visibility: [ lab ]
options: { baseUrl: 'https://mine.example.org', pageSize: 50 }
`

describe('a source on the command line', () => {
  test('is what a file says, with the options over it', async () => {
    const file = await fileOf(yaml)
    expect(await read({ file })).toEqual({
      id: 'mine',
      type: 'rest',
      title: 'Mine',
      schedule: '12h',
      visibility: ['lab'],
      options: { baseUrl: 'https://mine.example.org', pageSize: 50 },
    })
    const over = await read({
      ...{ file, title: 'Other', schedule: 'manual', owner: ['group:lab'], staleAfter: '2d' },
      option: ['pageSize=100', 'query=a=b', 'strict=true', 'text="7"'],
    })
    expect(over).toMatchObject({
      ...{ title: 'Other', schedule: null, owners: ['group:lab'], staleAfter: '2d' },
      options: {
        ...{ baseUrl: 'https://mine.example.org', pageSize: 100 },
        ...{ query: 'a=b', strict: true, text: '7' },
      },
    })
  })

  test('may be JSON, and may clear', async () => {
    const file = await fileOf(JSON.stringify({ homepage: null, credentials: null }), 'mine.json')
    expect(await read({ file })).toEqual({ homepage: null, secrets: null })
  })

  test('takes secrets from variables and files', async () => {
    setVariable('ATLAS_TEST_SECRET', secret)
    const fromFile = await fileOf(`${secret}-2\n`, 'secret')
    const file = await fileOf(`credentials: { user: '$\{ATLAS_TEST_SECRET}' }`)
    const { secrets } = await read({
      ...{ file, secretEnv: ['password=ATLAS_TEST_SECRET'], secretFile: [`key=${fromFile}`] },
    })
    expect(secrets).toEqual({ user: secret, password: secret, key: `${secret}-2` })
  })

  test.each<[string, Partial<DraftOptions>, RegExp]>([
    ['a secret beside its name', { secret: [`password=${secret}`] }, /takes its name alone/],
    ['a secret in place of a variable', { secretEnv: [secret] }, /--secret-env takes/],
    ['an option without a name', { option: [`=${secret}`] }, /--option takes name=value/],
    ['a file that is not there', { file: '/nowhere/mine.yaml' }, /cannot be read/],
    ['a variable that is not set', { secretEnv: ['password=ATLAS_NO_SUCH'] }, /is not set/],
    ['a secret’s file that is not there', { secretFile: ['key=/nowhere/key'] }, /cannot be read/],
  ])('%s ends it, and is not told', async (_, options, message) => {
    const failed = read(options)
    await expect(failed).rejects.toMatchObject({ exitCode: exitCodes.USAGE })
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.not.toThrow(secret)
  })

  test('tells every fault of a file, and no value of it', async () => {
    const file = await fileOf(`titel: Mine\ncredentials: { password: ${secret} }\noptions: 7`)
    const failed = read({ file })
    await expect(failed).rejects.toThrow(/titel: unknown key; did you mean title\?/)
    await expect(failed).rejects.toThrow(/credentials\.password: expected/)
    await expect(failed).rejects.toThrow(/options: /)
    await expect(failed).rejects.not.toThrow(secret)
  })
})
