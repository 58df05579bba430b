import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stringify } from 'yaml'
import { startStandin } from '../../src/sdk/standin/index.ts'
import { manifestOf } from '../connectors/rest/small.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

/** A data folder with a source that a manifest describes, and the upstream of it. */
async function startThings() {
  const folder = await tempFolder()
  const standin = await startStandin({
    handle: () => ({
      json: { rows: [{ id: 1, name: 'Mouse brain' }, { id: 2, name: 'Rat brain' }, { id: 3 }] },
    }),
  })
  onTestFinished(() => standin.close())
  const manifest = join(folder, 'manifest.yaml')
  const sources = [
    {
      id: 'things',
      type: 'rest',
      title: 'Things',
      allowPrivateAddresses: true,
      options: { manifest, baseUrl: standin.url },
    },
  ]
  await writeFile(join(folder, 'sources.yaml'), stringify({ sources }))
  const variables = {
    ATLAS_DATA: join(folder, 'data'),
    ATLAS_SOURCES: join(folder, 'sources.yaml'),
    NO_COLOR: '1',
  }
  return {
    standin,
    atlas: (...words: string[]) => command(words, variables),
    /** Writes the manifest, which says what rows mean. */
    describe: (record: Record<string, unknown>, rules: unknown[] = []) =>
      writeFile(manifest, stringify(manifestOf({ record, root: { rules } }))),
  }
}

describe('atlas remap', { timeout: 120_000 }, () => {
  test('tells what a changed manifest changes, then changes it, and asks the source nothing', async () => {
    const { standin, atlas, describe } = await startThings()
    await describe({})
    expect(await atlas('harvest', 'things')).toMatchObject({ code: 0 })
    const asked = standin.requests.length
    const when = { all: [{ field: 'name', operator: 'contains', values: ['mouse'] }] }
    await describe({}, [{ id: 'mice', when, set: { species: 'Mus musculus' } }])

    const dry = await atlas('remap', 'things')
    expect(dry).toMatchObject({ code: 0, err: 'Nothing was changed. With --apply it is.\n' })
    expect(dry.out).toMatch(/^things {2}1 of 3 records would change, 2 would stay as they are\n/)
    expect(dry.out).toContain('  species: none → Mus musculus\n')
    expect(await atlas('remap', 'things')).toEqual(dry)

    const done = await atlas('remap', 'things', '--apply', '--json')
    expect(done.code).toBe(0)
    expect(JSON.parse(done.out)).toMatchObject({ applied: true, rows: 3, changed: 1, unchanged: 2 })
    expect((await atlas('remap', 'things')).out).toMatch(/^things {2}0 of 3 records would change/)
    expect(standin.requests.length).toBe(asked)

    const harvest = await atlas('harvest', 'things', '--json')
    expect(JSON.parse(harvest.out)).toMatchObject([{ written: 0, unchanged: 3 }])
  })

  test('ends with 2 for an unknown source, and with 3 where rows are rejected', async () => {
    const { atlas, describe } = await startThings()
    await describe({})
    expect(await atlas('harvest', 'things')).toMatchObject({ code: 0 })
    expect(await atlas('remap', 'nothing')).toMatchObject({
      code: 2,
      out: '',
      err: 'There is no source nothing, neither in the sources file nor registered.\n',
    })
    // Without a title of their own, rows without a name are none.
    await describe({ title: ['{name}'] })
    const report = await atlas('remap', 'things')
    expect(report).toMatchObject({ code: 3 })
    expect(report.out).toMatch(/thing:3 +record\.title/)
  })
})
