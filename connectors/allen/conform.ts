import type { ConnectorSetup } from '#sdk/testing'
import {
  type AllenBuckets,
  type AllenStandin,
  planted,
  plantedInAssets,
  startAllenBuckets,
  startAllenStandin,
} from './standin.ts'

/** The warehouse. */
export const warehouse: ConnectorSetup<AllenStandin> = {
  name: 'warehouse',
  play: () => startAllenStandin(),
  options: (baseUrl) => ({
    baseUrl,
    // A page of each kind, and several of the data sets: the kit harvests a hundred times.
    include: ['products', 'sectionDataSets', 'archiveVolumes'],
    structureGraphs: [10],
    products: ['DevMouse', 'Mouse'],
    pageSize: 40,
    detailBatch: 30,
  }),
  ids: 13 + 47 + 14,
  // The lists of ids are read again; the objects are not.
  again: ({ search }) => search.includes('only=id'),
  planted: Object.values(planted),
  evolve({ world: { rows, index } }) {
    const products = [...(rows.Product?.values() ?? [])]
    const sets = [...(rows.SectionDataSet?.keys() ?? [])]
    const [first] = products
    if (first === undefined) throw new Error('the sample has no products')
    rows.Product?.set(first.id, { ...first, name: `${first.name}, anew` })
    rows.Product?.set(9_001, { ...first, id: 9_001, name: 'Added', abbreviation: 'Added' })
    // Of the two products that are read.
    for (const id of sets.filter((_, nth) => nth % 4 === 0)) rows.SectionDataSet?.delete(id)
    index.clear()
  },
  async playLarger() {
    // One in fifty of those made up has failed, and is left out.
    const standin = await startAllenStandin({ synthetic: 700 })
    return { standin, ids: 13 + 47 + 14 + 700 - 14 }
  },
  spared: { incremental: 'the warehouse does not say what has changed since' },
}

/** The open buckets. */
export const buckets: ConnectorSetup<AllenBuckets> = {
  name: 'buckets',
  play: () => startAllenBuckets(),
  options: (s3Endpoint) => ({
    s3Endpoint,
    include: ['abcAtlas', 'aind', 'visualBehavior', 'buckets'],
    abcAtlas: { releases: ['20231215', '20230830'] },
    aind: { batch: 3 },
    visualBehavior: { sessions: 'all' },
  }),
  ids: 36,
  // Folders are listed again; what is in them is not, once it is safe.
  again: ({ search }) => search.includes('list-type=2'),
  planted: plantedInAssets,
  evolve(standin) {
    const first = 'ecephys_661398_2023-03-31_17-01-09'
    const second = 'ecephys_691897_2023-10-18_16-00-06'
    const added = 'ecephys_700000_2023-10-18_16-00-06'
    standin.replace('aind-open-data', (objects) => [
      ...objects.filter(({ key }) => !key.startsWith(`${second}/`)),
      ...objects
        .filter(({ key }) => key.startsWith(`${second}/`))
        .map(({ key, body, ...object }) => ({
          ...object,
          key: key.replace(second, added),
          ...(body === undefined ? {} : { body: String(body).replaceAll(second, added) }),
        })),
      { key: `${first}/added.txt`, size: 12_345, body: 'added' },
    ])
  },
  async playLarger() {
    return { standin: await startAllenBuckets({ synthetic: 9 * 36 }), ids: 10 * 36 }
  },
  spared: {
    'wrong-type': 'an object of a bucket may be of any type',
    oversized: 'what is not as long as its listing says is not that object',
    'token-expired': 'the buckets are read without credentials',
  },
}

export default [warehouse, buckets]
