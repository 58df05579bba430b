import { type Files, sha256 } from './objects.ts'

/** A scene of Landsat 8 as the USGS publishes it: also in a bucket whose readers pay. */
export const landsat: Files = {
  'catalog.json': {
    type: 'Catalog',
    stac_version: '1.0.0',
    id: 'landsat',
    title: 'Landsat Collection 2',
    description: 'Scenes of Landsat by collection.',
    links: [
      { rel: 'self', href: 'https://landsatlook.usgs.gov/stac-server' },
      { rel: 'child', href: './landsat-c2l1/collection.json' },
      { rel: 'child', href: 'https://landsatlook.usgs.gov/stac-server/collections/landsat-c2l2-sr' },
    ],
  },
  'landsat-c2l1/collection.json': {
    type: 'Collection',
    stac_version: '1.0.0',
    stac_extensions: ['https://stac-extensions.github.io/eo/v1.0.0/schema.json'],
    id: 'landsat-c2l1',
    title: 'Landsat Collection 2 Level-1',
    description: 'Radiance at the top of the atmosphere, registered to the ground.',
    license: 'proprietary',
    keywords: ['Landsat', 'USGS'],
    providers: [
      { name: 'NASA', roles: ['producer'] },
      { name: 'USGS', roles: ['producer', 'processor', 'host'] },
      { name: 'AWS', roles: ['host'] },
    ],
    extent: {
      spatial: { bbox: [[-180, -90, 180, 90]] },
      temporal: { interval: [['1972-07-25T00:00:00Z', null]] },
    },
    summaries: { gsd: [15, 30, 60], platform: ['LANDSAT_8'], instruments: ['OLI', 'TIRS'] },
    links: [
      { rel: 'parent', href: '../catalog.json' },
      {
        rel: 'license',
        href: 'https://www.usgs.gov/core-science-systems/hdds/data-policy',
        title: 'Public Domain',
      },
      { rel: 'item', href: './LC08_L1TP_107018_20181001_20200830_02_T1.json' },
    ],
  },
  'landsat-c2l1/LC08_L1TP_107018_20181001_20200830_02_T1.json': {
    type: 'Feature',
    stac_version: '1.0.0',
    stac_extensions: [
      'https://stac-extensions.github.io/eo/v1.0.0/schema.json',
      'https://stac-extensions.github.io/storage/v1.0.0/schema.json',
    ],
    id: 'LC08_L1TP_107018_20181001_20200830_02_T1',
    collection: 'landsat-c2l1',
    geometry: { type: 'Point', coordinates: [150, 60] },
    properties: {
      datetime: '2018-10-01T01:08:32.033Z',
      updated: '2020-08-30T00:00:00+02:00',
      'proj:epsg': 32655,
      'processing:level': 'L1TP',
      'storage:requester_pays': true,
      platform: 'LANDSAT_8',
      instruments: ['OLI', 'TIRS'],
    },
    links: [{ rel: 'collection', href: 'collection.json' }],
    assets: {
      pan: {
        title: 'Panchromatic band (B8)',
        href: 'https://landsatlook.usgs.gov/data/LC08_L1TP_107018_20181001_20200830_02_T1_B8.TIF',
        type: 'image/vnd.stac.geotiff; cloud-optimized=true',
        roles: ['data'],
        gsd: 15,
        'file:checksum': `1220${sha256('a panchromatic band')}`,
        'file:size': 210_000_000,
        alternate: {
          s3: {
            href: 's3://usgs-landsat/collection02/LC08_L1TP_107018_20181001_20200830_02_T1_B8.TIF',
          },
        },
      },
      coastal: {
        href: './LC08_L1TP_107018_20181001_20200830_02_T1_B1.TIF',
        type: 'image/vnd.stac.geotiff; cloud-optimized=true',
        roles: ['data'],
        gsd: 30,
      },
      'MTL.json': { href: './LC08_MTL.json', type: 'application/json', roles: ['metadata'] },
    },
  },
}

/** A data set of pictures of cells, in Croissant as its authors might write it. */
export const croissant: Files = {
  'croissant.json': {
    '@context': { '@vocab': 'https://schema.org/', sc: 'https://schema.org/', cr: 'http://mlcommons.org/croissant/' },
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: 'PatchCamelyon',
    description: 'Patches of histopathology slides of lymph nodes, with a label for metastases.',
    license: 'https://creativecommons.org/publicdomain/zero/1.0/',
    url: 'https://github.com/basveeling/pcam',
    creator: [{ '@type': 'sc:Person', name: 'Bastiaan S. Veeling', email: 'somebody@example.org' }],
    keywords: ['histopathology', 'classification'],
    citeAs:
      '@inproceedings{veeling2018, title={Rotation {Equivariant} {CNNs} for Digital Pathology}, doi={10.1007/978-3-030-00934-2_24}}',
    datePublished: '2018-06-08',
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': 'train',
        name: 'training patches',
        contentUrl: 'camelyonpatch_level_2_split_train_x.h5.gz',
        contentSize: '6.4 GB',
        encodingFormat: 'application/gzip',
        md5: '1571f514728f59376b705fc836ff4b63',
      },
      {
        '@type': 'cr:FileSet',
        '@id': 'patches',
        containedIn: { '@id': 'train' },
        includes: '*.png',
      },
      { '@type': 'cr:FileSet', '@id': 'labels', includes: 'labels/*.csv' },
    ],
  },
}

/** A data set of the Canadian Open Neuroscience Platform, in DATS. */
export const dats: Files = {
  'DATS.json': {
    title: 'PREVENT-AD open data',
    description: 'MRI of older adults with a family history of dementia.',
    identifier: { identifier: 'https://doi.org/10.1016/j.nicl.2021.102733', identifierSource: 'DOI' },
    version: '1.0',
    creators: [
      { name: 'Douglas Research Centre' },
      { firstName: 'Judes', lastName: 'Poirier', email: 'somebody@example.org' },
    ],
    types: [{ information: { value: 'magnetic resonance imaging' }, method: { value: 'tractography' } }],
    licenses: [{ name: 'CC-BY-NC-4.0' }],
    keywords: [{ value: 'neuroimaging' }],
    isAbout: [
      {
        identifier: {
          identifier: 'https://www.ncbi.nlm.nih.gov/taxonomy/9606',
          identifierSource: 'NCBI Taxonomy',
        },
        name: 'Homo sapiens',
      },
      { '@type': 'AnatomicalPart', name: 'brain' },
    ],
    dimensions: [{ name: { value: 'age' }, description: 'years' }],
    distributions: [
      {
        formats: ['MINC'],
        size: 16.2,
        unit: { value: 'GB' },
        access: {
          landingPage: 'https://registeredpreventad.loris.ca',
          authorizations: [{ value: 'registered' }],
        },
      },
    ],
    primaryPublications: [
      {
        title: 'Open science datasets from PREVENT-AD',
        identifier: { identifier: 'https://doi.org/10.1016/j.nicl.2021.102733' },
      },
    ],
    dates: [
      { date: '2020-11-03 10:00:00', type: { value: 'CONP DATS JSON fileset creation date' } },
      { date: '2021-05', type: { value: 'date released' } },
    ],
    extraProperties: [
      { category: 'subjects', values: [{ value: '308' }] },
      { category: 'contact', values: [{ value: 'Somebody, somebody@example.org' }] },
    ],
  },
}

/** A package of camera trap pictures, as Camtrap DP has it. */
export const cameraTraps: Files = {
  'datapackage.json': {
    profile:
      'https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0/camtrap-dp-profile.json',
    name: 'mica-muskrat-and-coypu',
    title: 'MICA: muskrat and coypu camera trap observations',
    created: '2023-09-01T08:15:30Z',
    version: '1.0',
    contributors: [
      { title: 'Emma Cartuyvels', email: 'somebody@example.org', role: 'author' },
      { title: 'Somebody Else', role: 'contact' },
    ],
    licenses: [{ name: 'CC0-1.0', scope: 'data' }],
    taxonomic: [{ scientificName: 'Myocastor coypus' }, { scientificName: 'Ondatra zibethicus' }],
    resources: [
      {
        name: 'deployments',
        path: 'deployments.csv',
        bytes: 4_096,
        hash: `sha256:${sha256('where cameras stood')}`,
      },
      { name: 'media', path: ['media-1.csv', 'media-2.csv'], bytes: 9_000, hash: 'd41d8cd9' },
      { name: 'individuals', data: [{ id: 1 }] },
    ],
  },
}

/** Tables of the Human Tumor Atlas Network: pictures, other files, and one with a row a person. */
export const tumourAtlas: Files = {
  'imaging.csv': [
    'Component,Filename,HTAN Data File ID,HTAN Participant ID,Imaging Assay Type,PhysicalSizeX,PhysicalSizeY,PhysicalSizeXUnit,entityId,File_Size',
    'ImagingLevel2,orion/CRC02.ome.tif,HTA7_905_1004,HTA7_905,RareCyte Orion,0.325,0.325,µm,syn24849819,90 GB',
    'ImagingLevel2,orion/CRC03.ome.tif,HTA7_942_1004,HTA7_942,RareCyte Orion,0.325,0.325,µm,,95 GB',
    'ImagingLevel2,orion/again.ome.tif,HTA7_942_1004,HTA7_942,RareCyte Orion,,,,,',
    'ImagingLevel2,no id,,HTA7_1,H&E,,,,,',
    '',
  ].join('\n'),
  'sequencing.tsv': [
    'Component\tFilename\tHTAN Data File ID\tFile Size\tmd5',
    `ScRNA-seqLevel1\treads/a_R1.fastq.gz\tHTA1_200_1\t1000\t${'0'.repeat(32)}`,
    `ScRNA-seqLevel4\tcells/a.h5ad\tHTA1_200_2\t2000\t${'1'.repeat(32)}`,
    '',
  ].join('\n'),
  'demographics.csv': 'Component,HTAN Participant ID,Gender\nDemographics,HTA7_905,not told\n',
  'files.csv':
    'Sample,Level 2 WSI (OME-TIFF),File size (WSI)\nA,MEL01-1-1.ome.tif,195 GB\nB,MEL01-1-3.ome.tif,98 GB\n',
}
