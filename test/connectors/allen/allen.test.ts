import allen from '../../../connectors/allen/index.ts'
import { planted, startAllenStandin } from '../../../connectors/allen/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(allen, {
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
})
