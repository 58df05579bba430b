import { describe, expect, test } from 'vitest'
import { releaseYear } from '../../../connectors/tissue-atlas/map-card.ts'
import { CardRow } from '../../../connectors/tissue-atlas/rows.ts'
import { sampleWorld } from '../../../connectors/tissue-atlas/standin.ts'
import { assetsAt, type Reading, readStandin, recordAt } from './read-tissue-atlas.ts'

const sample = readStandin()

/** The sample with one page more, read; the record of that page. */
async function recordOf(path: string, frontMatter: string, body = '') {
  const text = `---\n${frontMatter}\n---\n${body}`
  const reading = await readStandin({ world: new Map([...sampleWorld(), [path, text] as const]) })
  const id = path.replace(/^_/, '').replace(/\.md$/, '')
  return { record: recordAt(reading, id), assets: assetsAt(reading, id) }
}

const labels = (terms: readonly { label: string }[]) => terms.map(({ label }) => label)

describe('tissue-atlas: cards', () => {
  test('tissue-atlas: a card lies below its dataset, and below the atlases that show its tags', async () => {
    const record = recordAt(await sample, 'data-cards/liu-lin-2019/AL1')
    expect(record.parents).toEqual(['atlas-datasets/liu-lin-2019', 'atlases/melanoma-pca'])
    expect(record.kind).toBe('IMAGE')
  })

  test('tissue-atlas: a misspelt link to its dataset is understood', async () => {
    const record = recordAt(
      await sample,
      'data-cards/gray-rosenbluth-selfors-2022/ck18-p-brca-wildtype',
    )
    expect(record.parents).toEqual(['atlas-datasets/gray-rosenbluth-selfors-2022'])
    expect(record.landingPage).toBe(
      'https://www.tissue-atlas.org/atlas-datasets/gray-rosenbluth-selfors-2022/',
    )
  })

  test('tissue-atlas: the link of a card goes before its folder', async () => {
    const { record } = await recordOf(
      '_data-cards/liu-lin-2019/elsewhere.md',
      'title: E\ninfo_link: /atlas-datasets/zhang-2024',
    )
    expect(record.parents).toEqual(['atlas-datasets/zhang-2024'])
  })

  test('tissue-atlas: a card that leads to the own site of an atlas lies below that atlas', async () => {
    const { record } = await recordOf(
      '_data-cards/none-2024/k.md',
      'title: K\ninfo_link: https://www.graybrcaatlas.org/atlas-datasets/none-2024/',
    )
    expect(record.parents).toEqual(['atlases/BRCA1-2'])
  })

  test('tissue-atlas: a card can be looked at where its stories are', async () => {
    const { record } = await recordOf(
      '_data-cards/none/k.md',
      'title: K\nminerva_link: https://www.cycif.org/data/k\ncbio_portal_link: https://www.cbioportal.org/study?id=k\nview_data_link: javascript:alert(1)',
    )
    expect(record.viewers).toEqual([
      'https://www.cycif.org/data/k',
      'https://www.cbioportal.org/study?id=k',
    ])
  })

  test('tissue-atlas: tags become terms with the tag as raw, diseases keywords, and others stay as they are', async () => {
    const { record } = await recordOf(
      '_data-cards/none/k.md',
      'title: K\ntags: [CyCIF, mouse, lung, MEL, hidradenitis suppurativa, highlight, constructor]',
    )
    expect(record.technique).toEqual([
      { label: 'cyclic immunofluorescence', termId: null, origin: 'MAPPED', raw: 'CyCIF' },
    ])
    expect(labels(record.modality)).toEqual(['fluorescence microscopy'])
    expect(record.species).toEqual([
      { label: 'Mus musculus', termId: 'NCBITaxon:10090', origin: 'MAPPED', raw: 'mouse' },
    ])
    expect(labels(record.structure)).toEqual(['lung'])
    expect(record.keywords).toEqual(['melanoma', 'hidradenitis suppurativa', 'constructor'])
  })

  test('tissue-atlas: species is unknown where no tag says it', async () => {
    expect(recordAt(await sample, 'data-cards/liu-lin-2019/AL1').species).toEqual([])
  })

  test('tissue-atlas: a technique in a title is extracted from it', async () => {
    const record = recordAt(
      await sample,
      'data-cards/nirmal-maliga-vallius-2021/MEL01-1-0-he-overview',
    )
    expect(record.technique).toContainEqual({
      label: 'H&E',
      termId: null,
      origin: 'EXTRACTED',
      raw: 'H&E',
    })
  })

  test('tissue-atlas: a card has the files that the list has of its sample, with who pays', async () => {
    const assets = assetsAt(
      await sample,
      'data-cards/nirmal-maliga-vallius-2021/MEL01-1-3-overview',
    )
    expect(assets.map(({ role, locator, size }) => [role, locator, size])).toEqual([
      ['THUMBNAIL', expect.stringMatching(/^https:/), null],
      ['IMAGE', 's3://hta-melatlas-1/data/MEL01-1-3.ome.tif', 98_000_000_000],
      ['ARCHIVE', 's3://hta-melatlas-1/data/MEL01-1-3-features.zip', 335_000_000],
    ])
    const stained = assetsAt(
      await sample,
      'data-cards/nirmal-maliga-vallius-2021/MEL02-1-0-he-overview',
    )
    expect(stained.slice(1).map(({ name }) => name)).toEqual([
      'MEL02-1-0-HE-ROI1.ome.tif',
      'MEL02-1-0-HE-ROI2.ome.tif',
    ])
  })

  test('tissue-atlas: access of a card is known only where its files are', async () => {
    const reading: Reading = await sample
    const listed = recordAt(reading, 'data-cards/nirmal-maliga-vallius-2021/MEL01-1-3-overview')
    expect(listed.access).toBe('ON_REQUEST')
    expect(listed.accessNote).toContain('canonical user id')
    expect(listed.accessNote).toContain('https://doi.org/10.5281/zenodo.10223574')
    const unlisted = recordAt(reading, 'data-cards/liu-lin-2019/AL1')
    expect([unlisted.access, unlisted.accessNote]).toEqual(['UNKNOWN', null])
  })

  test('tissue-atlas: the level of a card is that of its kind of story', async () => {
    const reading = await sample
    const levelOf = (id: string) => recordAt(reading, `data-cards/${id}`).dataLevel
    expect(levelOf('liu-lin-2019/AL1')).toBe('Level 2 or 3')
    expect(levelOf('mccaffrey-2022/Patient01-1')).toBe('Level 5')
    const { record } = await recordOf('_data-cards/none/k.md', 'title: K')
    expect(record.dataLevel).toBeNull()
  })

  test('tissue-atlas: a date that was made up for sorting is no release', () => {
    expect(releaseYear('2022-08-16', '_data-cards/wu-temko-maliga-2022/a.md')).toBe('2022')
    expect(releaseYear('2024-08-16', '_data-cards/rashid-2019-heart/a.md')).toBe('2024')
    expect(releaseYear('2010-03-28', '_data-cards/gray-rosenbluth-selfors-2022/a.md')).toBeNull()
    expect(releaseYear('2010-04-04', '_data-cards/kadar-drapkin-ovarian-pilot/a.md')).toBeNull()
    expect(releaseYear('soon', '_data-cards/wu-temko-maliga-2022/a.md')).toBeNull()
    expect(releaseYear(null, '_data-cards/wu-temko-maliga-2022/a.md')).toBeNull()
  })

  test('tissue-atlas: a picture that is named by a path lies below the root of images', async () => {
    const { assets } = await recordOf('_data-cards/none/k.md', 'title: K\nimage: /zhang-2024.png')
    expect(assets).toMatchObject([
      {
        role: 'THUMBNAIL',
        locator: 'https://tissue-atlas-org.imgix.net/zhang-2024.png',
        format: 'PNG',
        mediaType: 'image/png',
        size: null,
        payer: null,
      },
    ])
  })

  test('tissue-atlas: ids of the Human Tumor Atlas Network are other names of a card', async () => {
    const { record } = await recordOf('_data-cards/none/k.md', 'title: Slide HTA7_905_1004 (CyCIF)')
    expect(record.sameAs).toEqual(['HTA7_905_1004'])
  })

  test('tissue-atlas: an address of somebody does not get past the shape of a row', () => {
    const row = {
      path: '_data-cards/none/k.md',
      frontMatter: { title: 'By a.person@example.org', tags: ['b.person@example.org', 'human'] },
      parents: [],
      publications: [],
      files: [],
    }
    const { frontMatter } = CardRow.parse(row)
    expect([frontMatter.title, frontMatter.tags]).toEqual(['By', ['human']])
  })

  test('tissue-atlas: a card whose values are no text is rejected', async () => {
    const world = new Map([
      ...sampleWorld(),
      ['_data-cards/none/k.md', '---\ntitle: {a: b}\n---\n'] as const,
    ])
    const reading = await readStandin({ world })
    expect([...reading.rejected]).toEqual([['data-cards/none/k', 'frontMatter.title']])
  })
})

describe('tissue-atlas: dataset pages', () => {
  test('tissue-atlas: a dataset is named by its article, and lies below the atlas that its page links to', async () => {
    const record = recordAt(await sample, 'atlas-datasets/nirmal-maliga-vallius-2021')
    expect(record.kind).toBe('DATASET')
    expect(record.title).toMatch(/^The spatial landscape of progression/)
    // Another atlas names this dataset too, by a slip; the page itself does not link there.
    expect(record.parents).toEqual(['atlases/melanoma-pca'])
    expect(record.publications.map(({ doi }) => doi)).toEqual([
      '10.1158/2159-8290.CD-21-1357',
      '10.1101/2021.05.23.445310',
    ])
    expect(record.creators.slice(0, 2)).toEqual(['Nirmal AJ', 'Maliga Z'])
    expect(record.creators.at(-1)).toBe('Sorger PK')
    expect(record.released).toBe('2022')
    expect(record.sameAs).toEqual(['https://humantumoratlas.org/publications/hms_ckcm_nirmal_2022'])
  })

  test('tissue-atlas: a dataset whose page links to no atlas lies below the one that names it', async () => {
    const { record } = await recordOf(
      '_atlases/new.md',
      'title: New\ndataset: wu-temko-maliga-2022',
    )
    expect(record.kind).toBe('ATLAS')
    const world = new Map([
      ...sampleWorld(),
      ['_atlases/new.md', '---\ntitle: New\ndataset: wu-temko-maliga-2022\n---\n'] as const,
    ])
    const reading = await readStandin({ world })
    expect(recordAt(reading, 'atlas-datasets/wu-temko-maliga-2022').parents).toEqual([
      'atlases/new',
    ])
  })

  test('tissue-atlas: resolution, technique and level are extracted from what the page says', async () => {
    const record = recordAt(await sample, 'atlas-datasets/nirmal-maliga-vallius-2021')
    // Broken between the number and its unit, as pages are; the first is that of the main images.
    expect(record.resolution).toEqual({ values: [650], unit: 'nm', micrometres: [0.65] })
    expect(record.fields).toContainEqual({
      field: 'resolution',
      raw: '650 nm/pixel; 108 nm/pixel; 350 nm/pixel',
      rule: 'tissue-atlas:sampling',
      origin: 'EXTRACTED',
    })
    expect(labels(record.technique)).toEqual(['cyclic immunofluorescence', 'H&E'])
    expect(record.technique.every(({ origin }) => origin === 'EXTRACTED')).toBe(true)
    expect(record.dataLevel).toBe('Level 2')
  })

  test('tissue-atlas: a page that names several levels, or a range of them, has none', async () => {
    const levelOf = async (body: string) =>
      (await recordOf('_atlas-datasets/x-2024.md', 'title: Data', body)).record.dataLevel
    expect(await levelOf('Images (Level 2) and tables (Level 4).')).toBeNull()
    expect(await levelOf('Images of Level 2 or 3.')).toBeNull()
    expect(await levelOf('Masks are Level 3 data.')).toBe('Level 3')
  })

  test.each([
    ['0.5 µm/pixel', [0.5], 'um', [0.5]],
    ['325 nm per pixel', [325], 'nm', [0.325]],
    ['0.65 microns/pixel', [0.65], 'um', [0.65]],
  ])('tissue-atlas: %s is a resolution', async (text, values, unit, micrometres) => {
    const { record } = await recordOf('_atlas-datasets/x-2024.md', 'title: Data', `At ${text}.`)
    expect(record.resolution).toEqual({ values, unit, micrometres })
  })

  test('tissue-atlas: a bucket without a list is one asset, on request and at the cost of the reader', async () => {
    const { record, assets } = await recordOf(
      '_atlas-datasets/x-2024.md',
      'title: Data',
      'All files: s3://hta-new-1/data/.',
    )
    expect(record.access).toBe('ON_REQUEST')
    expect(assets).toMatchObject([
      {
        role: 'DIRECTORY',
        locator: 's3://hta-new-1/data/',
        payer: 'CALLER',
        availability: 'ON_REQUEST',
        size: null,
      },
    ])
  })

  test('tissue-atlas: what lies at Synapse wants an account, what lies elsewhere is told', async () => {
    const reading = await sample
    const synapse = recordAt(reading, 'atlas-datasets/du-lin-rashid-nat-protoc-2019')
    expect(synapse.access).toBe('REGISTERED')
    expect(synapse.sameAs).toEqual(['syn17865732'])
    const elsewhere = recordAt(reading, 'atlas-datasets/zhang-2024')
    expect(elsewhere.access).toBe('UNKNOWN')
    expect(elsewhere.accessNote).toContain('https://zenodo.org/records/10182505')
    expect(elsewhere.sameAs).toEqual(['10.5281/zenodo.10182505'])
    const named = recordAt(reading, 'atlas-datasets/lin-chen-campton-2023')
    expect(named.access).toBe('ON_REQUEST')
    // The page with the instructions is no other name of the dataset.
    expect(named.sameAs).toEqual(['10.5281/zenodo.7637655'])
  })

  test('tissue-atlas: no licence is known, since the site declares none', async () => {
    for (const { record } of (await sample).records.values()) {
      expect(record.license).toEqual({ raw: null, spdx: null, class: 'UNKNOWN', url: null })
      expect(record.domain).toBe('MEDICAL_IMAGING')
    }
  })
})

describe('tissue-atlas: atlas pages', () => {
  test('tissue-atlas: an atlas has its grants as keywords, and the articles that its page lists', async () => {
    const record = recordAt(await sample, 'atlases/melanoma-pca')
    expect(record.kind).toBe('ATLAS')
    expect(record.title).toBe('Melanoma Pre-Cancer and Progression Atlas')
    expect(record.keywords).toEqual([
      'Melanoma Pre-Cancer Atlas',
      'Mel PCA Atlas',
      'U2C-CA233262',
      'U54-CA225088',
    ])
    expect(record.publications.map(({ doi }) => doi)).toEqual([
      '10.1158/2159-8290.CD-21-1357',
      '10.1038/s41591-021-01331-8',
    ])
    // Its date is the place in a list: the first of January of the year 1.
    expect(record.released).toBeNull()
  })

  test('tissue-atlas: an atlas with a site of its own lands there', async () => {
    expect(recordAt(await sample, 'atlases/BRCA1-2').landingPage).toBe(
      'https://www.graybrcaatlas.org/',
    )
  })
})
