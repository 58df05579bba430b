import type { ConnectorSetup } from '#sdk/testing'
import { startXnatStandin, type XnatStandin } from './standin.ts'

/** Where links lead, the same for every stand-in. */
export const publicUrl = 'https://xnat.example.org'

/** What a harvest that goes on asks again: a login, and lists, which are read before any session. */
export function again({ path }: { path: string }): boolean {
  return !/\/experiments\/[^/]+$/.test(path)
}

const site = await startXnatStandin()
const ids = recordsOf(site)
const planted = site.personal()
const { user, password } = site.account
await site.close()

/** One of the sessions is a visit, which is no imaging session. */
function recordsOf(standin: XnatStandin): number {
  const { projects, protected: titled, sessions } = standin.readable('harvester')
  return projects.length + titled.length + sessions.length - 1
}

const setup: ConnectorSetup<XnatStandin> = {
  play: () => startXnatStandin(),
  // Links are built on an address that is the same for every stand-in.
  options: (baseUrl) => ({ baseUrl, publicUrl, timeZone: 'Europe/Paris' }),
  credentials: { user, password },
  ids,
  again,
  planted,
  impersonal: { session_type: 'scanners call their programmes REGION^PROGRAMME' },
  evolve({ upstream, world }) {
    const { project } = world.sessions.get('NEURO_E00003') ?? { project: '' }
    upstream.changeSession('NEURO_E00003', { label: 'renamed' })
    upstream.removeSession('NEURO_E00001')
    upstream.addSession(project, 'MR')
  },
  async playLarger() {
    const standin = await startXnatStandin({ sessions: 9 * ids })
    return { standin, ids: recordsOf(standin) }
  },
}

export default setup
