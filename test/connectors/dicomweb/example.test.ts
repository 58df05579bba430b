import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import dicomweb from '../../../connectors/dicomweb/index.ts'
import { parseSources } from '../../../src/sources.ts'

test('dicomweb: the example of the sources file is valid without its comment signs', async () => {
  const file = await readFile(new URL('../../../sources.yaml', import.meta.url), 'utf8')
  const [, example = ''] = /^( {2}# - id: archive\n(?: {2}# .*\n?)+)/m.exec(file) ?? []
  const text = `sources:\n${example.replaceAll(/^ {2}# /gm, '  ')}`
  const connectors = new Map([[dicomweb.type, dicomweb]])
  const variables: Record<string, string> = { ARCHIVE_USER: 'reader', ARCHIVE_PASSWORD: 'secret' }
  const [source] = parseSources(text, 'sources.yaml', connectors, (name) => variables[name] ?? null)
  expect(source).toMatchObject({
    type: 'dicomweb',
    credentials: { user: 'reader', password: 'secret' },
    options: {
      baseUrl: 'https://pacs.example.org/dicom-web',
      modalities: { include: ['MR', 'PT', 'CT'] },
    },
  })
})

/** As a sources file names a variable. */
const named = (name: string) => `\${${name}}`
const formOf = 'user and password, or token'

test.each([
  [{ user: named('A') }, formOf],
  [{ user: named('A'), password: named('A'), token: named('A') }, formOf],
  [{ user: named('COLON'), password: named('A') }, 'a name without a colon'],
])('dicomweb: credentials of the wrong form are named, and not told (%j)', (credentials, words) => {
  const source = {
    id: 'archive',
    type: 'dicomweb',
    title: 'Archive',
    credentials,
    options: { baseUrl: 'https://pacs.example.org/dicom-web' },
  }
  // JSON is YAML.
  const text = JSON.stringify({ sources: [source] })
  const connectors = new Map([[dicomweb.type, dicomweb]])
  const parse = () =>
    parseSources(text, 'sources.yaml', connectors, (name) =>
      name === 'A' ? 'zz-secret' : 'zz:secret',
    )
  expect(parse).toThrow(words)
  expect(parse).not.toThrow('zz-secret')
})
