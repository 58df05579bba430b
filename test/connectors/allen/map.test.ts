import { describe, expect, test } from 'vitest'
import { archiveVolumes } from '../../../connectors/allen/archive.ts'
import allen from '../../../connectors/allen/index.ts'
import { planted } from '../../../connectors/allen/standin.ts'
import { Asset, MappedRecord } from '../../../src/model/index.ts'
import { mapRow, recordOf } from './read-allen.ts'

const mouse = { id: 2, name: 'Mus musculus', ncbitaxonomyid: 10090 }
const human = { id: 1, name: 'Homo sapiens', ncbitaxonomyid: 9606 }
const person = {
  id: 9861,
  name: planted.donorName,
  organism: human,
  strain: 'not a thing people have',
  age: { name: '34 years', days: 12410, embryonic: false },
  sex: 'M',
  race_only: planted.race,
  smoker: planted.smoker,
  tumor_status: planted.tumor,
  date_of_birth: planted.dateOfBirth,
  condition_description: planted.condition,
}

/** A section data set as the service gives one, with all that it may include. */
const gad1 = {
  id: 79556706,
  name: '',
  failed: false,
  section_thickness: 25.0,
  qc_date: null,
  reference_space_id: 9,
  reference_space: { id: 9, name: null },
  storage_directory: `${planted.serverPath}/mouse/prod1/image_series_79556706/`,
  weight: 5270,
  sphinx_id: 136385,
  failed_facet: 734881840,
  plane_of_section: { id: 1, name: 'coronal' },
  genes: [
    { id: 14, acronym: 'Gad1', name: 'glutamate decarboxylase 1', entrez_id: 14415, weight: 1 },
  ],
  treatments: [{ id: 1, name: 'ISH' }],
  products: [{ id: 1, name: 'Mouse Brain', abbreviation: 'Mouse' }],
  specimen: {
    id: 702765,
    name: planted.specimenName,
    hemisphere: '(none)',
    donor: { id: 5, organism_id: 2, organism: mouse, strain: 'C57BL/6J', age: { name: 'P56' } },
  },
}

const projection = {
  id: 100148443,
  name: null,
  section_thickness: 100,
  reference_space_id: 9,
  plane_of_section: { name: 'coronal' },
  products: [{ id: 5, name: 'Mouse Connectivity Projection', abbreviation: null }],
  specimen: {
    donor: {
      organism: mouse,
      transgenic_mouse: { transgenic_lines: [{ id: 177839022, name: 'Cux2-IRES-Cre' }] },
    },
    stereotaxic_injections: [
      {
        primary_injection_structure: { id: 382, acronym: 'CA1', name: 'Field CA1', graph_id: 1 },
        structures: [
          { id: 382, acronym: 'CA1', name: 'Field CA1', graph_id: 1 },
          { id: 502, acronym: 'SUB', name: 'Subiculum', graph_id: 1 },
        ],
      },
    ],
  },
}

describe('allen: a section data set', () => {
  test('of which nothing but the id is known has no facet and a title of its id', () => {
    const record = recordOf('sectionDataSet', { id: 7 })
    expect(record).toMatchObject({
      title: 'Allen section data set 7',
      description: null,
      species: [],
      modality: [],
      technique: [],
      structure: [],
      referenceSpace: [],
      resolution: null,
      released: null,
      subjects: null,
      parents: [],
      keywords: [],
      landingPage: null,
    })
    expect(mapRow('sectionDataSet', { id: 7 })?.assets).toEqual([])
  })

  test('without a specimen has no species, although its product is one of mice', () => {
    expect(recordOf('sectionDataSet', { ...gad1, specimen: null }).species).toEqual([])
  })

  test('that failed makes no record unless failed ones are wanted', () => {
    expect(mapRow('sectionDataSet', { ...gad1, failed: true })).toBeNull()
    expect(
      mapRow('sectionDataSet', { ...gad1, failed: true }, { includeFailed: true }),
    ).not.toBeNull()
  })

  test.each([null, undefined, '', ' ', 'unknown', 'Unknown', '(none)'])(
    'with a strain of %j has no strain',
    (strain) => {
      const donor = { ...gad1.specimen.donor, strain }
      const row = { ...gad1, specimen: { ...gad1.specimen, donor } }
      expect(recordOf('sectionDataSet', row).keywords).toEqual([
        'Gad1',
        'glutamate decarboxylase 1',
        'coronal',
        'P56',
        'Mouse Brain',
      ])
    },
  )

  test('with a name keeps it', () => {
    expect(recordOf('sectionDataSet', { ...gad1, name: 'a name' }).title).toBe('a name')
  })

  test('has a title of gene, technique, plane, species, age and product', () => {
    const record = recordOf('sectionDataSet', gad1)
    expect(record.title).toBe(
      'Gad1 (glutamate decarboxylase 1): in situ hybridization, coronal, Mus musculus, P56, Mouse Brain, experiment 79556706',
    )
    expect(record.fields).toContainEqual({
      field: 'title',
      raw: null,
      rule: 'allen:section-title',
      origin: 'MAPPED',
    })
  })

  test('of a gene without a name is told by its acronym, of one without either by neither', () => {
    const genes = [{ acronym: 'Synth1', name: null }]
    expect(recordOf('sectionDataSet', { id: 7, genes }).title).toBe('Synth1, experiment 7')
    expect(recordOf('sectionDataSet', { id: 7, genes: [{}] }).title).toBe(
      'Allen section data set 7',
    )
  })

  test('of expression belongs to its product and links to its page and its grid', () => {
    const mapped = mapRow('sectionDataSet', gad1)
    expect(mapped?.record).toMatchObject({
      kind: 'DATASET',
      parents: ['rma:Product:1'],
      species: [{ label: 'Mus musculus', termId: 'NCBITaxon:10090' }],
      technique: [{ label: 'in situ hybridization', raw: 'ISH', origin: 'MAPPED' }],
      resolution: { micrometres: [200] },
      referenceSpace: [{ label: 'Allen reference space 9' }],
      landingPage: 'https://mouse.brain-map.org/experiment/show/79556706',
      access: 'OPEN',
      license: { raw: 'Allen Institute Terms of Use', class: 'NON_COMMERCIAL', spdx: null },
    })
    expect(mapped?.assets?.map((asset) => asset.locator)).toEqual([
      'https://api.brain-map.org/grid_data/download/79556706?include=energy,density,intensity',
    ])
  })

  test('of projections is told by its injection, and has a grid for each image and resolution', () => {
    const mapped = mapRow('sectionDataSet', projection)
    expect(mapped?.record.title).toContain('Projections from Field CA1 (CA1)')
    expect(mapped?.record.title).toContain('Cux2-IRES-Cre')
    expect(mapped?.record).toMatchObject({
      structure: [
        { label: 'Field CA1', termId: 'MBA:382', raw: 'CA1', origin: 'STATED' },
        { label: 'Subiculum', termId: 'MBA:502' },
      ],
      referenceSpace: [{ label: 'Allen Mouse CCFv3', origin: 'MAPPED' }],
      modality: [{ label: 'serial two-photon tomography' }],
      description:
        'Injected structure: Field CA1. The tracer also reached: Subiculum. Section thickness: 100 µm.',
    })
    const locators = mapped?.assets?.map((asset) => asset.locator) ?? []
    expect(new Set(locators).size).toBe(24)
    expect(locators).toContain(
      'https://api.brain-map.org/grid_data/download_file/100148443?image=projection_density&resolution=25',
    )
  })

  test('keeps structures of other graphs apart, and those of no graph without an id', () => {
    const of = (graph_id: number | null) =>
      recordOf('sectionDataSet', {
        id: 7,
        specimen: {
          structure: { id: 4249, acronym: 'HiF', name: 'hippocampal formation', graph_id },
        },
      }).structure[0]?.termId
    expect([of(10), of(16), of(3), of(null)]).toEqual([
      'HBA:4249',
      'DHBA:4249',
      'AllenGraph3:4249',
      null,
    ])
  })

  test('with a treatment that no table knows keeps its name', () => {
    const record = recordOf('sectionDataSet', { id: 7, treatments: [{ name: 'HYPOXIA' }] })
    expect(record.technique).toEqual([
      { label: 'HYPOXIA', termId: null, origin: 'MAPPED', raw: 'HYPOXIA' },
    ])
    expect(record.modality).toEqual([])
  })

  test('links to its files below the base without a double slash, by name and never by place', () => {
    const well_known_files = [
      {
        id: 269830017,
        path: `${planted.serverPath}/prod/grid/resampled_25.zip`,
        download_link: '/api/v2/well_known_file_download/269830017',
        well_known_file_type: { name: 'ImagesResampledTo25MicronARA' },
      },
      { id: 5, path: null, download_link: null },
    ]
    const options = { publicUrl: 'http://api.brain-map.org/' }
    const assets = mapRow('sectionDataSet', { id: 7, well_known_files }, options)?.assets
    expect(assets).toMatchObject([
      {
        name: 'resampled_25.zip',
        role: 'ARCHIVE',
        format: 'ZIP',
        size: null,
        checksum: null,
        locator: 'https://api.brain-map.org/api/v2/well_known_file_download/269830017',
      },
      {
        name: 'well-known file 5',
        locator: 'https://api.brain-map.org/api/v2/well_known_file_download/5',
      },
    ])
  })

  test('with names and numbers of other types is refused', () => {
    const shape = allen.rows.sectionDataSet
    expect(shape.safeParse({ ...gad1, name: { text: 'a' } }).success).toBe(false)
    expect(shape.safeParse({ ...gad1, section_thickness: 'thick' }).success).toBe(false)
    expect(shape.safeParse({ ...gad1, id: '79556706' }).success).toBe(false)
  })

  test('has the same row whatever the noise, and goes through its shape again unchanged', () => {
    const shape = allen.rows.sectionDataSet
    const row = shape.parse(gad1)
    const noisy = { ...gad1, weight: 1, sphinx_id: 2, failed_facet: 3, name: undefined }
    expect(JSON.stringify(shape.parse(noisy))).toBe(JSON.stringify(row))
    expect(JSON.stringify(shape.parse(row))).toBe(JSON.stringify(row))
    const file = { id: 1, path: '/external/a/b.zip', download_link: '/x' }
    const once = shape.parse({ id: 7, well_known_files: [file] })
    expect(shape.parse(once)).toEqual(once)
  })
})

describe('allen: personal data', () => {
  const markers = Object.values(planted)

  test.each([
    ['of a person', { organism_id: 1, ...person }],
    ['of a person whose species is known by the association only', person],
    [
      'of a person whose species is known by the key only',
      { ...person, organism_id: 1, organism: null },
    ],
    ['of a donor whose species is not known', { ...person, organism: null }],
  ])('%s leave nothing but the species', (_, donor) => {
    const row = { ...gad1, id: 7, specimen: { name: planted.specimenName, donor } }
    const kept = JSON.stringify(allen.rows.sectionDataSet.parse(row))
    const record = JSON.stringify(mapRow('sectionDataSet', row))
    for (const text of [...markers, '34 years', 'not a thing people have', '"M"']) {
      expect(kept).not.toContain(text)
      expect(record).not.toContain(text)
    }
  })

  test('of a person behind an atlas leave nothing but the species', () => {
    const row = { id: 3, name: 'Human, 21 pcw', specimen: { donor: person } }
    const kept = JSON.stringify(allen.rows.atlas.parse(row))
    expect(kept).not.toContain('34 years')
    expect(recordOf('atlas', row).species).toMatchObject([{ label: 'Homo sapiens' }])
  })
})

describe('allen: an atlas', () => {
  test('without a specimen takes its species from its structure graph', () => {
    const structure_graph = { name: 'Mouse Brain Atlas', ontology: { organism: mouse } }
    const row = {
      id: 602630314,
      name: 'Mouse, Adult, 3D Coronal',
      structure_graph_id: 1,
      structure_graph,
    }
    const { record, assets } = mapRow('atlas', row) ?? {}
    expect(record).toMatchObject({
      kind: 'ATLAS',
      title: 'Allen reference atlas: Mouse, Adult, 3D Coronal',
      species: [{ termId: 'NCBITaxon:10090' }],
      structure: [{ termId: 'MBA:997', label: 'brain' }],
      viewers: ['https://atlas.brain-map.org/atlas?atlas=602630314'],
    })
    expect(assets?.map((asset) => asset.locator)).toEqual([
      'https://api.brain-map.org/api/v2/structure_graph_download/1.json',
    ])
  })

  test('without a graph has no structure and no assets', () => {
    const mapped = mapRow('atlas', { id: 5, name: null })
    expect(mapped?.record).toMatchObject({ title: 'Allen atlas 5', structure: [], species: [] })
    expect(mapped?.assets).toEqual([])
  })
})

describe('allen: a product', () => {
  test('is told by name and species in plain words', () => {
    const row = { id: 2, name: 'Human Brain Microarray', abbreviation: 'HumanMA', species: 'Human' }
    expect(recordOf('product', row)).toMatchObject({
      kind: 'COLLECTION',
      title: 'Allen Human Brain Microarray',
      species: [
        { label: 'Homo sapiens', termId: 'NCBITaxon:9606', raw: 'Human', origin: 'MAPPED' },
      ],
      technique: [{ label: 'microarray' }],
      domain: 'GENOMICS',
    })
  })

  test('that no table knows has no technique, no domain and no page', () => {
    expect(
      recordOf('product', { id: 4711, name: null, abbreviation: 'New', species: {} }),
    ).toMatchObject({
      title: 'Allen product New',
      technique: [],
      domain: null,
      landingPage: null,
      species: [],
    })
  })
})

describe('allen: a reference space', () => {
  test('without a name is told by its id, species and age', () => {
    const row = { id: 10, name: null, organism: mouse, age: { name: 'P56' }, products: [{ id: 1 }] }
    expect(recordOf('referenceSpace', row)).toMatchObject({
      kind: 'TEMPLATE',
      title: 'Allen reference space 10 Mus musculus P56',
      parents: ['rma:Product:1'],
    })
  })
})

describe('allen: the file archive', () => {
  const volumes = archiveVolumes.map((row) => mapRow('archiveVolume', row))

  test('has a template, a Nissl volume and annotations at four resolutions each', () => {
    const template = volumes.find((volume) => volume?.record.kind === 'TEMPLATE')
    expect(template?.record).toMatchObject({
      referenceSpace: [{ label: 'Allen Mouse CCFv3' }],
      resolution: { values: [10], unit: 'um', micrometres: [10] },
    })
    expect(template?.assets?.map((asset) => asset.locator)).toEqual(
      [10, 25, 50, 100].map(
        (resolution) =>
          `https://download.alleninstitute.org/informatics-archive/current-release/mouse_ccf/average_template/average_template_${resolution}.nrrd`,
      ),
    )
  })

  test('has checksums where somebody published them, and no size', () => {
    const assets = volumes.flatMap((volume) => volume?.assets ?? [])
    const summed = assets.filter((asset) => asset.checksum !== null)
    expect(summed.map(({ name, checksum }) => [name, checksum?.value.slice(0, 8)])).toEqual([
      ['average_template_25.nrrd', 'e4a2b483'],
      ['annotation_25.nrrd', 'c620cbcc'],
    ])
    expect(assets.every((asset) => asset.size === null)).toBe(true)
  })

  test('has records and assets of the catalogue’s shape, all under distinct names', () => {
    for (const volume of volumes) {
      expect(MappedRecord.safeParse(volume?.record).error).toBeUndefined()
      for (const asset of volume?.assets ?? []) expect(Asset.safeParse(asset).error).toBeUndefined()
    }
    const names = archiveVolumes.map((row) => row.name)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('allen: its options', () => {
  test('are refused with the misspelt or wrong one named', () => {
    const faults = allen.options.safeParse({ pagesize: 10, detailBatch: 0, products: ["'x'"] })
    expect(faults.error?.issues.map((issue) => issue.path.join('.') || issue.code).sort()).toEqual([
      'detailBatch',
      'products.0',
      'unrecognized_keys',
    ])
  })

  test('allow one origin only, the service’s own', () => {
    expect(allen.origins(allen.options.parse({}))).toEqual(['https://api.brain-map.org'])
  })
})
