import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GatewayError } from '../../../src/model/index.ts'
import { parseSources, readSources, readSourcesFile } from '../../../src/sources.ts'
import { tempFolder } from '../../support/temp.ts'

const variables: Record<string, string> = { HOOK_KEY: 'the key itself' }
const variable = (name: string) => variables[name] ?? null

async function fileOf(text: string): Promise<{ file: string; folder: string }> {
  const folder = await tempFolder()
  const file = join(folder, 'sources.yaml')
  await writeFile(file, text)
  await writeFile(join(folder, 'tag.mjs'), '')
  await writeFile(join(folder, 'Web Hook.ts'), '')
  return { file, folder }
}

async function hooksOf(text: string) {
  const { file, folder } = await fileOf(text)
  const { hooks } = await readSourcesFile(file, new Map(), variable)
  return { hooks, folder }
}

async function faultsOf(text: string): Promise<string[]> {
  const { file } = await fileOf(text)
  const thrown = await readSources(file, new Map(), variable).catch((thrown: unknown) => thrown)
  expect(thrown).toBeInstanceOf(GatewayError)
  return (thrown as GatewayError).message.split('\n').slice(1)
}

test('hooks of a sources file: a path alone, and everything said', async () => {
  const { hooks, folder } = await hooksOf(`
hooks:
  - tag.mjs
  - module: ./Web Hook.ts
    options: { key: '\${HOOK_KEY}', headers: [{ of: '\${HOOK_KEY}' }], text: 'a \${HOOK_KEY}', n: 1 }
    deadline: 250ms
    finishDeadline: 1m
    onFault: reject
    sources: [allen]
sources: []
`)
  expect(hooks).toEqual([
    {
      name: 'tag',
      module: join(folder, 'tag.mjs'),
      options: {},
      written: '{}',
      deadline: 1_000,
      finishDeadline: 30_000,
      onFault: null,
      sources: null,
    },
    {
      name: 'web-hook',
      module: join(folder, 'Web Hook.ts'),
      options: {
        key: 'the key itself',
        headers: [{ of: 'the key itself' }],
        text: `a \${HOOK_KEY}`,
        n: 1,
      },
      // What goes into hashes holds no secret.
      written: `{"key":"\${HOOK_KEY}","headers":[{"of":"\${HOOK_KEY}"}],"text":"a \${HOOK_KEY}","n":1}`,
      deadline: 250,
      finishDeadline: 60_000,
      onFault: 'reject',
      sources: ['allen'],
    },
  ])
})

test('hooks of a sources file: none is none', async () => {
  expect((await hooksOf('sources: []')).hooks).toEqual([])
  expect((await hooksOf('hooks: []\nsources: []')).hooks).toEqual([])
})

test('hooks of a sources file: every fault is told at once, with its place and without values', async () => {
  expect(
    await faultsOf(`sources: []
hooks:
  - gone.mjs
  - module: tag.mjs
    name: gone
  - { module: tag.mjs, deadlin: 1s }
  - { module: tag.mjs, deadline: 1h, onFault: maybe, sources: [Allen] }
  - { module: tag.mjs, options: { deep: [{ key: '\${NO_SUCH}' }] } }
  - 5
`),
  ).toEqual([
    '  sources.yaml:3:5: hooks[0].module: there is no such file',
    '  sources.yaml:5:11: hooks[1].name: hooks[0] has the name gone already',
    '  sources.yaml:6:24: hooks[2].deadlin: unknown key; did you mean deadline? Known: module, name, options, deadline, finishDeadline, onFault, sources',
    '  sources.yaml:7:34: hooks[3].deadline: expected a time such as 500ms, 5s or 1m, at most 10m',
    '  sources.yaml:7:47: hooks[3].onFault: expected one of accept, reject',
    '  sources.yaml:7:64: hooks[3].sources[0]: expected the id of a source',
    '  sources.yaml:8:49: hooks[4].options.deep[0].key: the variable NO_SUCH is not set',
    '  sources.yaml:9:5: hooks[5]: expected object, found number',
  ])
})

test('hooks of a sources file that are no list are told', async () => {
  expect(await faultsOf('sources: []\nhooks: tag.mjs')).toEqual([
    '  sources.yaml:2:8: hooks: expected array, found string',
  ])
})

test('hooks of a text without a folder are not looked for', () => {
  expect(parseSources('sources: []\nhooks: [nowhere.mjs]', 'sources.yaml', new Map())).toEqual([])
})
