import allen from '../../../connectors/allen/index.ts'
import { plantedInAssets, startAllenBuckets } from '../../../connectors/allen/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(allen, {
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
  spared: {
    'wrong-type': 'an object of a bucket may be of any type',
    oversized: 'what is not as long as its listing says is not that object',
    'token-expired': 'the buckets are read without credentials',
  },
})
