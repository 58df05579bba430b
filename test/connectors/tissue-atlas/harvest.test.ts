import { expect, test } from 'vitest'
import { sampleWorld } from '../../../connectors/tissue-atlas/standin.ts'
import { assetsAt, read, readStandin, recordAt, withSite } from './read-tissue-atlas.ts'

const cardPath = '_data-cards/liu-lin-2019/AL1.md'
const cardId = 'data-cards/liu-lin-2019/AL1'
const wanted = '/_data-cards/'

/** The sample with other files in it. */
function worldWith(files: Record<string, string>) {
  return new Map([...sampleWorld(), ...Object.entries(files)])
}

test('tissue-atlas: a card whose YAML is broken is rejected under its id, and the rest is read', async () => {
  const reading = await readStandin({
    world: worldWith({ [cardPath]: '---\ntitle: [a, b\ntags: x: y\n---\n' }),
  })
  expect([...reading.rejected]).toEqual([[cardId, 'frontMatter']])
  expect(reading.records.size).toBe(48)
  expect(reading.done).toEqual(['_atlases', '_atlas-datasets', '_data-cards'])
})

test('tissue-atlas: a card whose front matter is never closed is rejected under its id', async () => {
  const reading = await readStandin({ world: worldWith({ [cardPath]: '---\ntitle: AL1\n' }) })
  expect([...reading.rejected]).toEqual([[cardId, 'frontMatter']])
})

test('tissue-atlas: a card without a title that shows something is titled by its file', async () => {
  const reading = await readStandin({
    world: worldWith({
      '_data-cards/liu-lin-2019/AL1_left-lung.md':
        '---\nminerva_link: https://www.cycif.org/data/liu-lin-2019/AL1\n---\n',
    }),
  })
  const record = recordAt(reading, 'data-cards/liu-lin-2019/AL1_left-lung')
  expect(record.title).toBe('AL1 left lung')
  expect(record.fields).toContainEqual({
    field: 'title',
    raw: 'liu-lin-2019/AL1_left-lung',
    rule: 'tissue-atlas:file-name',
    origin: 'MAPPED',
  })
})

test('tissue-atlas: a card with neither a title nor anything to look at is rejected', async () => {
  const reading = await readStandin({
    world: worldWith({ [cardPath]: '---\ndate: 2023-01-01\ntags:\n  - auto\n---\n' }),
  })
  expect([...reading.rejected]).toEqual([[cardId, 'frontMatter.title']])
})

test('tissue-atlas: a card of which a key stands twice is read with the last of them', async () => {
  const reading = await readStandin()
  const id = 'data-cards/lin-chen-campton-2023/p37_s59-crc22-overview'
  expect(recordAt(reading, id).released).toBe('2023')
})

test('tissue-atlas: a text in quotes over lines that are not indented is read, as the site does', async () => {
  const page = `---\ntitle: Data\ndata:\n  publication:\n    title: 'Cells that don''t\n    rest in\n  peace'\n    links:\n      - Publication: https://doi.org/10.1000/xyz\n---\n`
  const reading = await readStandin({
    world: worldWith({ '_atlas-datasets/quoted-2024.md': page }),
  })
  const record = recordAt(reading, 'atlas-datasets/quoted-2024')
  expect(record.title).toBe("Cells that don't rest in peace")
  expect(record.publications.map(({ doi }) => doi)).toEqual(['10.1000/xyz'])
})

test('tissue-atlas: a hidden card is left out, and gone when the catalogue holds it', async () => {
  await withSite({}, async ({ options }) => {
    const first = await read({ options })
    expect(first.records.has('data-cards/liu-lin-2019/N2')).toBe(false)
    expect(first.gone).toEqual([])
    const known = new Map([...first.etags, ['data-cards/liu-lin-2019/N2', 'shown once']])
    expect((await read({ options, known })).gone).toEqual(['data-cards/liu-lin-2019/N2'])
  })
})

test.each([
  ['a card', '_data-cards/liu-lin-2019/AL1.md', 'hide: "true"'],
  ['a dataset page', '_atlas-datasets/zhang-2024.md', 'published: false'],
  ['an atlas page', '_atlases/tuberculosis-granuloma.md', 'published: false'],
])('tissue-atlas: %s that is taken off the site is left out', async (_, path, line) => {
  const text = (sampleWorld().get(path) ?? '').replace(/^---\n/, `---\n${line}\n`)
  const reading = await readStandin({ world: worldWith({ [path]: text }) })
  expect(reading.error).toBeNull()
  expect(reading.records.size).toBe(48)
  expect(reading.rejected.size).toBe(0)
})

test('tissue-atlas: pages that did not change are not read again, nor is anything else but what is no record', async () => {
  await withSite({}, async (site) => {
    const first = await read({ options: site.options })
    const before = site.requests.length
    const again = await read({ options: site.options, known: first.etags })
    expect(again.same.toSorted()).toEqual([...first.records.keys()].sort())
    expect(again.records.size).toBe(0)
    const paths = site.requests.slice(before).map(({ path }) => path.split('/').slice(-2).join('/'))
    const others = paths.filter((path) => /\.md$/.test(path))
    expect(others).toEqual(['_atlas-datasets/TEMP-note-text.md', 'liu-lin-2019/N2.md'])
    expect(paths.length - others.length, 'requests for where things lie').toBe(2)
  })
})

test('tissue-atlas: a card that changed is read again, and no other card', async () => {
  await withSite({}, async (site) => {
    const first = await read({ options: site.options })
    const card = site.world.get(cardPath) ?? ''
    site.world.set(cardPath, card.replace(/^title: .*$/m, 'title: AL1 anew'))
    const before = site.requests.length
    const again = await read({ options: site.options, known: first.etags })
    expect([...again.records.keys()]).toEqual([cardId])
    expect(recordAt(again, cardId).title).toBe('AL1 anew')
    const cards = site.requests.slice(before).filter(({ path }) => path.includes(wanted))
    expect(cards.map(({ path }) => path.split('/').at(-1))).toEqual(['AL1.md', 'N2.md'])
  })
})

test('tissue-atlas: cards of a dataset are read again when its list of files changed', async () => {
  await withSite({}, async (site) => {
    const first = await read({ options: site.options })
    const list = '_atlas-datasets/wu-temko-maliga-2022-file-list.md'
    site.world.set(list, (site.world.get(list) ?? '').replace('90.6 GB', '91.6 GB'))
    const again = await read({ options: site.options, known: first.etags })
    const cards = [...first.records.keys()].filter((id) => id.includes('/wu-temko-maliga-2022'))
    expect([...again.records.keys()].sort()).toEqual(cards.sort())
    const assets = assetsAt(again, 'data-cards/wu-temko-maliga-2022/osd-P132115')
    expect(assets.find(({ format }) => format === 'OME-TIFF')?.size).toBe(91_600_000_000)
  })
})

test('tissue-atlas: a full harvest reads everything again', async () => {
  await withSite({}, async ({ options }) => {
    const first = await read({ options })
    const again = await read({ options, known: first.etags, full: true })
    expect(again.records.size).toBe(first.records.size)
    expect(again.same).toEqual([])
  })
})

test('tissue-atlas: another option that a record is made with has its page read again', async () => {
  await withSite({}, async ({ options }) => {
    const first = await read({ options })
    const other = { ...options, siteUrl: 'https://atlas.example.org' }
    const again = await read({ options: other, known: first.etags })
    expect(again.same).toEqual([])
    expect(recordAt(again, 'atlases/melanoma-pca').landingPage).toBe(
      'https://atlas.example.org/atlases/melanoma-pca',
    )
  })
})

test('tissue-atlas: a page that is not there, though it is listed, withholds removal and costs no other page', async () => {
  const reading = await readStandin({ quirks: { missing: new Set([cardPath]) } })
  expect(reading.records.has(cardId)).toBe(false)
  expect(reading.records.size).toBe(48)
  expect(reading.done).toEqual(['_atlases', '_atlas-datasets'])
  expect(reading.failed['_data-cards']).toMatchObject({
    code: 'SOURCE_UNREACHABLE',
  })
})

test('tissue-atlas: more pages than a few that cannot be read end the harvest', async () => {
  const cards = [...sampleWorld().keys()].filter((path) => path.includes('_data-cards/liu-lin'))
  const reading = await readStandin({ quirks: { missing: new Set(cards.slice(0, 4)) } })
  expect(reading.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
})

test('tissue-atlas: what could not be read before an interruption still withholds removal after it', async () => {
  const last = '_data-cards/liu-lin-2019/AL2.md'
  const reading = await readStandin(
    {},
    { left: { _atlases: null, '_atlas-datasets': null, '_data-cards': { last, missing: 1 } } },
  )
  expect(reading.failed['_data-cards']).toMatchObject({ code: 'ANSWER_INVALID' })
  expect(reading.records.has('data-cards/liu-lin-2019/AL2')).toBe(false)
  expect(reading.records.has('data-cards/liu-lin-2019/AL3')).toBe(true)
})

test('tissue-atlas: a repository without such pages is no site, so that nothing is removed', async () => {
  const reading = await readStandin({ world: new Map([['README.md', '# Another one']]) })
  expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
  expect(reading.done).toEqual([])
})

test('tissue-atlas: pages about people are never asked for', async () => {
  const world = worldWith({ '_people/somebody.md': '---\nname: Somebody\n---\n' })
  await withSite({ world }, async (site) => {
    await read({ options: site.options })
    expect(site.requests.filter(({ path }) => path.includes('_people'))).toEqual([])
  })
})
