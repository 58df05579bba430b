import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import dicomweb from '../../../connectors/dicomweb/index.ts'
import rest from '../../../connectors/rest/index.ts'
import shanoir from '../../../connectors/shanoir/index.ts'
import xnat from '../../../connectors/xnat/index.ts'
import {
  askForLogin,
  credentialsFor,
  readCredentials,
} from '../../../src/cli/download/credentials.ts'
import type { Terminal } from '../../../src/cli/prompt.ts'
import type { AnyConnector } from '../../../src/sdk/connector.ts'
import { tempFolder } from '../../support/temp.ts'

const site = {
  source: 'lab',
  connector: xnat as AnyConnector,
  origins: ['https://xnat.example.org'],
}
const login = { user: 'ann', password: 'planted-word' }

/** Types one line after the other, each when something was asked. */
function typist(lines: readonly string[]): { terminal: Terminal; shown: () => string } {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  const left = [...lines]
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (chunk.toString().endsWith(': ')) setImmediate(() => input.write(`${left.shift() ?? ''}\n`))
  })
  return { terminal: { input, output } as unknown as Terminal, shown: () => shown }
}

describe('credentials of a reader', () => {
  test('are found by the id of the source, or by the origin of its site', () => {
    expect(credentialsFor({ lab: login }, site)).toEqual(login)
    expect(credentialsFor({ 'https://xnat.example.org': login }, site)).toEqual(login)
    expect(credentialsFor({ 'https://other.example.org': login }, site)).toBeNull()
    expect(credentialsFor({ constructor: login, toString: login }, site)).toBeNull()
  })

  test('of another form are refused without a word of them', () => {
    const wrong = { lab: { user: 'ann', token: 'planted-word' } }
    let message = ''
    try {
      credentialsFor(wrong, site)
    } catch (thrown) {
      message = String(thrown)
    }
    expect(message).toContain('user, password; or alias, secret')
    expect(message).not.toContain('planted-word')
  })

  test('that are no JSON, no such file, or not of texts are told without a word of them', async () => {
    const path = join(await tempFolder(), 'file')
    await expect(readCredentials(path, () => {})).rejects.toThrow('cannot be read')
    for (const text of ['planted-word', '{"lab":{"user":7}}', '["planted-word"]', '']) {
      await writeFile(path, text)
      const thrown = await readCredentials(path, () => {}).catch((error: Error) => error)
      expect(String(thrown)).toContain('Credentials are JSON of the form')
      expect(String(thrown) + String((thrown as Error).cause)).not.toContain('planted-word')
    }
  })

  test('come from standard input too, and a file that others can read is told of', async () => {
    const told: string[] = []
    const text = JSON.stringify({ lab: login })
    const typed = await readCredentials('-', (message) => told.push(message), Readable.from([text]))
    expect(typed).toEqual({ lab: login })
    const path = join(await tempFolder(), 'file')
    await writeFile(path, text, { mode: 0o600 })
    expect(await readCredentials(path, (message) => told.push(message))).toEqual({ lab: login })
    expect(told).toEqual([])
    const open = join(await tempFolder(), 'open')
    await writeFile(open, text, { mode: 0o644 })
    await readCredentials(open, (message) => told.push(message))
    expect(told).toEqual([expect.stringContaining('chmod 600')])
  })

  test.each([
    ['XNAT with an account', xnat, ['ann', 'word'], { user: 'ann', password: 'word' }],
    ['XNAT with a token', xnat, ['', 'al', 'se'], { alias: 'al', secret: 'se' }],
    ['XNAT without', xnat, ['', ''], null],
    ['Shanoir', shanoir, ['a.b.c'], { token: 'a.b.c' }],
    ['DICOMweb', dicomweb, ['', 'bearer'], { token: 'bearer' }],
    ['what a manifest describes', rest, ['ann', 'word'], { user: 'ann', password: 'word' }],
  ] as const)('are asked of a person: %s', async (_, connector, lines, expected) => {
    const { terminal } = typist(lines)
    const place = { ...site, connector: connector as AnyConnector }
    expect(await askForLogin(place, new AbortController().signal, terminal)).toEqual(expected)
  })
})
