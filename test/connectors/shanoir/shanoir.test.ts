import shanoir from '../../../connectors/shanoir/index.ts'
import { offlineTokens, startShanoirStandin } from '../../../connectors/shanoir/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'
import { again, publicUrl } from './read-shanoir.ts'

const site = await startShanoirStandin()
const { cards, studies, pending, datasets, examinations } = site.readable(site.member.username)
const planted = site.personal()
await site.close()

testConnector(shanoir, {
  play: () => startShanoirStandin(),
  // Links are built on an address that is the same for every stand-in.
  options: (baseUrl) => ({ baseUrl, publicUrl, pageSize: 20 }),
  credentials: { refreshToken: offlineTokens.member },
  // And one of the server as a whole.
  ids: new Set([...cards, ...studies, ...pending]).size + examinations.length + datasets.length + 1,
  again,
  planted,
  patience: 30_000,
})
