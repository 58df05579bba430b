import { describe, expect, test } from 'vitest'
import { mapDataset } from '../../../connectors/open-data-registry/map.ts'
import { Options } from '../../../connectors/open-data-registry/options.ts'
import { Dataset } from '../../../connectors/open-data-registry/rows.ts'
import { sampleFolder } from '../../../connectors/open-data-registry/standin.ts'
import { MappedRecord } from '../../../src/sdk/index.ts'
import { read, recordOf } from './read-registry.ts'

const bucket = (name: string, more: Record<string, unknown> = {}) => ({
  Description: name,
  ARN: `arn:aws:s3:::${name}`,
  Region: 'us-west-2',
  Type: 'S3 Bucket',
  ...more,
})

describe('what is not known', () => {
  test('open-data-registry: an entry with nothing but a name has nothing made up', async () => {
    const { record, assets } = await recordOf({})
    expect(record).toMatchObject({
      title: 'A data set',
      description: null,
      creators: [],
      domain: null,
      species: [],
      modality: [],
      technique: [],
      license: { raw: null, spdx: null, class: 'UNKNOWN', url: null },
      access: 'UNKNOWN',
      accessNote: null,
      released: null,
      modified: null,
      version: null,
    })
    expect(assets).toEqual([])
  })

  test.each([
    ['Name: []', { Name: [] }],
    ['a blank Name', { Name: ' ' }],
    ['Tags as a text', { Tags: 'oceans' }],
    ['Resources as a mapping', { Resources: { ARN: 'x' } }],
    ['a RequesterPays that is neither', { Resources: [bucket('bkt', { RequesterPays: 'maybe' })] }],
  ])('open-data-registry: %s rejects the entry', async (_, fields) => {
    await expect(recordOf(fields)).rejects.toThrow()
  })

  test('open-data-registry: what is no text where a text belongs is taken for one, or passed over', async () => {
    const { record } = await recordOf({
      UpdateFrequency: 2024,
      Tags: ['oceans', 7, null, { a: 1 }],
      Citation: null,
      DataAtWork: { Publications: null },
      Collabs: null,
      Resources: null,
    })
    expect(record.description).toBe('Updated: 2024')
    expect(record.keywords).toEqual(['oceans', '7'])
  })
})

describe('people', () => {
  test('open-data-registry: neither contacts nor authors nor addresses of mail are kept', async () => {
    const { kept, records } = await read({ folder: sampleFolder })
    const all = kept + JSON.stringify([...records])
    expect(all).not.toMatch(/zzplanted/i)
    expect(all).not.toMatch(/[\w.]+@[\w-]+\.\w/)
    expect(all).toContain('(address of mail)')
  })
})

describe('access', () => {
  const credentials = 'https://data.example.org/s3credentials'
  test.each([
    ['nothing said', {}, 'OPEN', 'ONLINE'],
    ['RequesterPays: false', { RequesterPays: false }, 'OPEN', 'ONLINE'],
    ['RequesterPays', { RequesterPays: true }, 'REQUESTER_PAYS', 'ONLINE'],
    ['RequesterPays as a text', { RequesterPays: 'True' }, 'REQUESTER_PAYS', 'ONLINE'],
    ['temporary credentials', { ControlledAccess: credentials }, 'REGISTERED', 'ONLINE'],
    ['a page to apply at', { ControlledAccess: 'https://x.org/a' }, 'ON_REQUEST', 'ON_REQUEST'],
    ['words', { ControlledAccess: 'Ask us' }, 'ON_REQUEST', 'ON_REQUEST'],
    ['ControlledAccess: true', { ControlledAccess: true }, 'ON_REQUEST', 'ON_REQUEST'],
    ['ControlledAccess: false', { ControlledAccess: false }, 'OPEN', 'ONLINE'],
    ['an account of AWS', { AccountRequired: true }, 'REGISTERED', 'ONLINE'],
    [
      'both to be paid and applied for',
      { RequesterPays: true, ControlledAccess: 'https://x.org/a' },
      'ON_REQUEST',
      'ON_REQUEST',
    ],
  ])('open-data-registry: a resource with %s', async (_, fields, access, availability) => {
    const { record, assets } = await recordOf({ Resources: [bucket('bkt', fields)] })
    expect(record.access).toBe(access)
    expect(record.accessNote === null).toBe(access === 'OPEN')
    expect(assets[0]).toMatchObject({
      availability,
      payer: 'RequesterPays' in fields && fields.RequesterPays !== false ? 'CALLER' : null,
    })
  })

  test('open-data-registry: an access point of which nothing is said is not taken for open', async () => {
    const ARN = 'arn:aws:s3:us-east-1:184438910517:accesspoint/some-point/'
    const { record, assets } = await recordOf({ Resources: [{ ...bucket('bkt'), ARN }] })
    expect(record.access).toBe('UNKNOWN')
    expect(assets[0]).toMatchObject({ locator: ARN, region: 'us-east-1', availability: 'UNKNOWN' })
  })

  test('open-data-registry: of several resources the most demanding decides, and the note tells the others', async () => {
    const { record, assets } = await recordOf({
      Resources: [
        bucket('free'),
        bucket('paid', { RequesterPays: true }),
        bucket('more', { RequesterPays: true }),
      ],
    })
    expect(record.access).toBe('REQUESTER_PAYS')
    expect(record.accessNote?.split('\n')).toEqual([
      'Open (1 of 3): free',
      'Requester pays (2 of 3): paid; more',
      expect.stringContaining('billed to the AWS account of whoever reads'),
    ])
    expect(record.fields).toContainEqual(
      expect.objectContaining({ field: 'access', rule: 'most-demanding' }),
    )
    expect(assets.map(({ payer }) => payer)).toEqual([null, 'CALLER', 'CALLER'])
  })

  test('open-data-registry: the note says where credentials or access are given', async () => {
    const { record } = await recordOf({
      Resources: [
        bucket('first', { ControlledAccess: credentials }),
        bucket('bkt', { ControlledAccess: 'https://x.org/apply' }),
      ],
    })
    expect(record.accessNote).toContain(credentials)
    expect(record.accessNote).toContain('https://x.org/apply')
  })
})

describe('resources', () => {
  test.each([
    ['arn:aws:s3:::bkt', 's3://bkt/', 'DIRECTORY'],
    ['arn:aws:s3:::bkt/', 's3://bkt/', 'DIRECTORY'],
    ['arn:aws:s3:::bkt/a folder/50%/', 's3://bkt/a%20folder/50%25/', 'DIRECTORY'],
    ['arn:aws:s3:::bkt/p/q/*', 's3://bkt/p/q/', 'DIRECTORY'],
    ['arn:aws:s3:::bkt/some.zarr', 's3://bkt/some.zarr/', 'DIRECTORY'],
    ['arn:aws:s3:::bkt/t/plants.csv', 's3://bkt/t/plants.csv', 'TABLE'],
    ['arn:aws-us-gov:s3:::bkt/p', 's3://bkt/p/', 'DIRECTORY'],
    [
      'arn:aws:s3:us-east-1:184438910517:accesspoint/point/EEG',
      'arn:aws:s3:us-east-1:184438910517:accesspoint/point/EEG/',
      'DIRECTORY',
    ],
  ])('open-data-registry: %s lies at %s', async (ARN, locator, role) => {
    const { assets } = await recordOf({ Resources: [{ ...bucket('x'), ARN }] })
    expect(assets.map((asset) => [asset.locator, asset.role])).toEqual([[locator, role]])
  })

  test.each([
    ['a topic', { ARN: 'arn:aws:sns:us-west-2:673253540267:new', Type: 'SNS Topic' }],
    ['a topic said to be a bucket', { ARN: 'arn:aws:sns:us-west-2:673253540267:new' }],
    ['a snapshot', { ARN: 'arn:aws:ec2:us-east-1:1:snapshot/s', Type: 'EBS Snapshot' }],
    ['nothing', { ARN: null }],
    ['nonsense', { ARN: 'my bucket' }],
    ['a host that is none', { ARN: null, Host: 'not a host' }],
    ['a host with a login', { ARN: null, Host: 'https://user:secret@x.org' }],
  ])('open-data-registry: %s is no place of data', async (_, fields) => {
    const { record, assets } = await recordOf({ Resources: [{ ...bucket('bkt'), ...fields }] })
    expect(assets).toEqual([])
    expect(record.access).toBe('UNKNOWN')
  })

  test('open-data-registry: a distribution lies at its host, with or without a protocol', async () => {
    const at = (Host: string) => ({ Host, Type: 'CloudFront Distribution', Region: 'us-east-1' })
    const { assets } = await recordOf({ Resources: [at('a.example.org'), at('https://b.org')] })
    expect(assets.map(({ locator, region }) => [locator, region])).toEqual([
      ['https://a.example.org/', null],
      ['https://b.org/', null],
    ])
  })

  test('open-data-registry: a place that comes twice is one asset, as demanding as the worst of both', async () => {
    const { record, assets } = await recordOf({
      Resources: [
        bucket('bkt', { Description: 'Study one', RequesterPays: true }),
        bucket('bkt', { Description: 'Study two', ControlledAccess: 'https://x.org/apply' }),
      ],
    })
    expect(assets).toMatchObject([{ name: 'bkt', locator: 's3://bkt/', payer: 'CALLER' }])
    expect(record.access).toBe('ON_REQUEST')
  })

  test('open-data-registry: viewers are the pages to explore at, and no files', async () => {
    const Explore = [
      '[Browse](https://b.s3.amazonaws.com/index.html)',
      'https://viewer.example.org/',
      '[Table](https://b.s3.amazonaws.com/all.csv)',
      '[Again](https://viewer.example.org/)',
      '[Signed](https://b.s3.amazonaws.com/x?X-Amz-Signature=abc)',
      'javascript:alert(1)',
      null,
    ]
    const { record } = await recordOf({ Resources: [bucket('bkt', { Explore })] })
    expect(record.viewers).toEqual([
      'https://b.s3.amazonaws.com/index.html',
      'https://viewer.example.org/',
    ])
  })
})

describe('texts', () => {
  test.each([
    ['https://x.org/docs', 'https://x.org/docs'],
    ['See [here](https://x.org/a_(b)) or there.', 'https://x.org/a_(b)'],
    ['At (https://x.org/wiki).', 'https://x.org/wiki'],
    ['https://a.org https://b.org', 'https://a.org'],
    ['ask us', 'https://registry.opendata.aws/one/'],
    ['ftp://x.org/docs', 'https://registry.opendata.aws/one/'],
    ['[x](javascript:alert)', 'https://registry.opendata.aws/one/'],
  ])('open-data-registry: the documentation %j leads to %s', async (Documentation, page) => {
    expect((await recordOf({ Documentation })).record.landingPage).toBe(page)
  })

  test('open-data-registry: Markdown and HTML become text, what is deprecated says so first', async () => {
    const { record } = await recordOf({
      Description:
        '# Head\n**Bold** [link](https://x.org) <br/>next &amp; last<script>x</script> 1 < 2',
      Deprecated: true,
      DeprecatedNotice: 'See [new](https://x.org).',
      UpdateFrequency: 'Never\n',
      Citation: 'Cite\nus.',
    })
    expect(record.description).toBe(
      'Deprecated: See new.\n\nHead\nBold link\nnext & lastx 1 < 2\n\nUpdated: Never\n\nCitation: Cite us.',
    )
    expect(record.keywords).toContain('deprecated')
  })

  test.each([
    ['[NASA](https://nasa.gov)', ['NASA']],
    ['[A](https://a.org) and [B](https://b.org)', ['A', 'B']],
    ['[A](https://a.org), [B](https://b.org), and [C](https://c.org)', ['A', 'B', 'C']],
    ['Science Archive ([SA](https://a.org)) at X', ['Science Archive (SA) at X']],
    ['Agency (https://www.agency.gov)', ['Agency']],
    ['[Society (https://a.org/)', ['Society']],
    ['Unmanaged', []],
    ['Not currently managed', []],
    ['N/A', []],
  ])('open-data-registry: %j was made by %j', async (ManagedBy, creators) => {
    expect((await recordOf({ ManagedBy })).record.creators).toEqual(creators)
  })

  test('open-data-registry: a licence keeps its words, and its address where there is one', async () => {
    const one = await recordOf({
      License: '[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)',
    })
    expect(one.record.license).toMatchObject({
      raw: '[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)',
      url: 'https://creativecommons.org/licenses/by/4.0/',
    })
    const two = await recordOf({ License: '[A](https://a.org) or [B](https://b.org)' })
    expect(two.record.license.url).toBeNull()
  })
})

describe('hostile texts', () => {
  test.each([
    ['spaces in a link', `[a](${' '.repeat(300_000)}`],
    ['brackets', '['.repeat(300_000)],
    ['links that do not end', '[a](https://x.org/'.repeat(15_000)],
    ['an address that is closed too often', `https://x.org/${')'.repeat(300_000)}`],
    ['a DOI without end', `10.1234/${'/full'.repeat(60_000)}`],
    ['DOIs', '10.1234/a '.repeat(30_000)],
    ['tags that do not end', '<a '.repeat(100_000)],
    ['names of mail', 'a.'.repeat(150_000)],
    ['signs of mail', 'a@'.repeat(150_000)],
    ['stars', '**a'.repeat(100_000)],
    ['links and commas', '[a](b) , '.repeat(30_000)],
  ])('open-data-registry: %s cost no more time than they are long', (_, text) => {
    const before = performance.now()
    const row = Dataset.parse({
      id: 'long',
      Name: 'A data set',
      Description: text,
      Documentation: text,
      ManagedBy: text,
      Citation: text,
      License: text,
      DataAtWork: { Publications: [{ Title: text, URL: text }] },
    })
    expect(mapDataset(row, Options.parse({ folder: '/srv' })).record.title).toBe('A data set')
    expect(performance.now() - before).toBeLessThan(8_000)
  })
})

describe('publications', () => {
  test.each([
    ['https://doi.org/10.1038/s41593-019-0550-9', '10.1038/s41593-019-0550-9'],
    [
      'https://www.biorxiv.org/content/10.1101/2020.12.11.422022v1.full',
      '10.1101/2020.12.11.422022',
    ],
    ['https://pubs.rsna.org/doi/full/10.1148/ryai.2021200254', '10.1148/ryai.2021200254'],
    [
      'https://www.ahajournals.org/doi/10.1161/CIRCGEN.123.004181?x=1',
      '10.1161/CIRCGEN.123.004181',
    ],
    ['https://journals.plos.org/a?id=10.1371/journal.pbio.3002233', '10.1371/journal.pbio.3002233'],
    ['https://doi.org/10.1002/(ISSN)1096-9861', '10.1002/(ISSN)1096-9861'],
    ['https://doi.org/10.1000%2Fxyz', '10.1000/xyz'],
    ['https://www.nature.com/articles/nature05453', null],
  ])('open-data-registry: the DOI of %s is %s', async (URL, doi) => {
    const { record } = await recordOf({ DataAtWork: { Publications: [{ Title: 'T', URL }] } })
    expect(record.publications).toEqual([{ title: 'T', doi, url: URL }])
  })

  test('open-data-registry: DOIs of data are other names of the data set, those of articles are not', async () => {
    const { record } = await recordOf({
      Documentation: 'https://doi.org/10.5067/GPM/IMERG/3B-HH-E/07',
      Citation:
        'Somebody (2009). doi:10.1186/1471-2105-10-421. Data: https://doi.org/10.5281/zenodo.1.',
      DataAtWork: {
        Publications: [{ Title: 'BLAST+', URL: 'https://doi.org/10.1186/1471-2105-10-421' }],
      },
    })
    expect(record.sameAs).toEqual(['doi:10.5067/GPM/IMERG/3B-HH-E/07', 'doi:10.5281/zenodo.1'])
    expect(record.publications).toEqual([
      {
        title: 'BLAST+',
        doi: '10.1186/1471-2105-10-421',
        url: 'https://doi.org/10.1186/1471-2105-10-421',
      },
    ])
  })
})

describe('tags', () => {
  test.each([
    [['neuroimaging', 'medical imaging', 'magnetic resonance imaging'], 'MEDICAL_IMAGING'],
    [['neuroimaging', 'medical imaging'], 'NEUROIMAGING'],
    [['genomic', 'neurobiology'], 'GENOMICS'],
    [['biodiversity', 'ecosystems', 'oceans'], 'ECOLOGY'],
    [['Earth Observation'], 'GEOSPATIAL'],
    [['astronomy', 'satellite imagery', 'imaging'], 'OTHER'],
    [['natural language processing'], 'OTHER'],
    [['life sciences', 'machine learning', 'imaging'], null],
    [['constructor', '__proto__'], null],
  ])('open-data-registry: the tags %j are of %s', async (Tags, domain) => {
    const { record } = await recordOf({ Tags })
    expect(record.domain).toBe(domain)
    const told = record.fields.find(({ field }) => field === 'domain')
    expect(told?.rule ?? null).toBe(domain && `tags-${domain.toLowerCase().replace('_', '-')}`)
  })

  test('open-data-registry: terms say whether the tag is their name, and which it was', async () => {
    const { record } = await recordOf({
      Tags: ['aws-pds', 'Mus musculus', 'x-ray tomography', 'computed tomography', 'RNA-seq'],
      Collabs: { ASDI: { Tags: ['oceans'] } },
    })
    expect(record.species).toMatchObject([{ label: 'Mus musculus', origin: 'STATED', raw: null }])
    expect(record.modality).toMatchObject([
      { label: 'computed tomography', origin: 'MAPPED', raw: 'x-ray tomography' },
    ])
    expect(record.technique).toMatchObject([{ label: 'RNA sequencing', raw: 'RNA-seq' }])
    expect(record.keywords).toEqual([
      'Mus musculus',
      'x-ray tomography',
      'computed tomography',
      'RNA-seq',
      'ASDI',
      'oceans',
    ])
  })
})

test('open-data-registry: every record of the sample is one that the catalogue takes', async () => {
  const { records } = await read({ folder: sampleFolder, webUrl: null })
  for (const record of records.values()) {
    expect(MappedRecord.parse(record)).toEqual(record)
    expect(record.upstream).toBeNull()
  }
})
