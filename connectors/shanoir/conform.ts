import type { ConnectorSetup } from '#sdk/testing'
import { offlineTokens, type ShanoirStandin, startShanoirStandin, studyIds } from './standin.ts'

/** Where links lead, the same for every stand-in. */
export const publicUrl = 'https://shanoir.example.org'

/** What a harvest that goes on asks again: lists and counts; pages of the index it does not. */
export function again({ path }: { path: string }): boolean {
  return !path.endsWith('/solr')
}

/** The same for all trials, even around midnight. */
const today = new Date().toISOString().slice(0, 10)

const site = await startShanoirStandin()
const ids = recordsOf(site)
const planted = site.personal()
await site.close()

/** And one of the server as a whole. */
function recordsOf(standin: ShanoirStandin): number {
  const { cards, studies, pending, examinations, datasets } = standin.readable(
    standin.member.username,
  )
  return (
    new Set([...cards, ...studies, ...pending]).size + examinations.length + datasets.length + 1
  )
}

const setup: ConnectorSetup<ShanoirStandin> = {
  play: () => startShanoirStandin(),
  // Links are built on an address that is the same for every stand-in.
  options: (baseUrl) => ({ baseUrl, publicUrl, pageSize: 20 }),
  credentials: { refreshToken: offlineTokens.member },
  ids,
  again,
  planted,
  patience: 30_000,
  evolve({ upstream, world }) {
    const { open } = studyIds
    const own = [...world.datasets.values()].filter(({ studyId }) => studyId === open)
    upstream.changeStudy(open, { license: 'CC0-1.0' })
    upstream.removeDataset(own.at(0)?.id ?? 0)
    upstream.addDataset(open, today)
  },
  async playLarger() {
    const standin = await startShanoirStandin({ synthetic: 9 * ids })
    return { standin, ids: recordsOf(standin) }
  },
}

export default setup
