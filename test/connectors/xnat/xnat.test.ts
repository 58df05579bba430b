import xnat from '../../../connectors/xnat/index.ts'
import { startXnatStandin } from '../../../connectors/xnat/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'
import { again, publicUrl } from './read-xnat.ts'

const site = await startXnatStandin()
const { projects, protected: titled, sessions } = site.readable('harvester')
const planted = site.personal()
const { account } = site
await site.close()

testConnector(xnat, {
  play: () => startXnatStandin(),
  // Links are built on an address that is the same for every stand-in.
  options: (baseUrl) => ({ baseUrl, publicUrl, timeZone: 'Europe/Paris' }),
  credentials: { user: account.user, password: account.password },
  // One of them is a visit, which is no imaging session.
  ids: projects.length + titled.length + sessions.length - 1,
  again,
  planted,
})
