import tissueAtlas from '../../../connectors/tissue-atlas/index.ts'
import { planted, startTissueAtlasStandin } from '../../../connectors/tissue-atlas/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(tissueAtlas, {
  play: () => startTissueAtlasStandin({ isPeopled: true }),
  options: (baseUrl) => ({
    apiUrl: `${baseUrl}/api/v3`,
    rawUrl: `${baseUrl}/raw`,
    pageSize: 8,
  }),
  // 36 cards of which one is hidden, nine dataset pages, five atlases.
  ids: 35 + 9 + 5,
  // Where things lie, and the pages that other records take something of.
  again: ({ path }) => path.startsWith('/api/') || !path.includes('/_data-cards/'),
  planted: Object.values(planted),
})
