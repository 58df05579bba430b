import type { ConnectorSetup } from '#sdk/testing'
import { planted, startTissueAtlasStandin, type TissueAtlasStandin } from './standin.ts'

const setup: ConnectorSetup<TissueAtlasStandin> = {
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
  evolve({ world }) {
    const folder = '_data-cards/liu-lin-2019'
    const card = world.get(`${folder}/AL1.md`) ?? ''
    world.set(`${folder}/AL1.md`, card.replace(/^title: .*$/m, 'title: AL1 anew'))
    world.set(`${folder}/AL9.md`, card.replaceAll('AL1', 'AL9'))
    world.delete(`${folder}/AL2.md`)
  },
  async playLarger() {
    const standin = await startTissueAtlasStandin({ isPeopled: true, synthetic: 450 })
    return { standin, ids: 35 + 9 + 5 + 450 }
  },
}

export default setup
