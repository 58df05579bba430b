import type { ConnectorSetup } from '#sdk/testing'
import { type ExampleStandin, planted, sampleScans, startExampleStandin, token } from './standin.ts'

/** What `atlas connector test` has to know. */
const setup: ConnectorSetup<ExampleStandin> = {
  play: () => startExampleStandin(),
  // So small a page that there are several.
  options: (baseUrl) => ({ baseUrl: `${baseUrl}/api`, pageSize: 2 }),
  credentials: { token },
  ids: ['E1', 'E2', 'E3', 'E4', 'E5'],
  planted,
  // What may happen between two harvests: one scan changes, one comes, one goes.
  evolve({ scans }) {
    const [first, second] = scans.splice(0, 2)
    if (first === undefined || second === undefined) throw new Error('the sample is too small')
    scans.unshift({ ...first, title: 'Another title', changed: '2026-02-01T10:00:00Z' })
    scans.push({ ...second, id: 'E9' })
  },
  async playLarger() {
    const copies = Array.from({ length: 10 }, (_, nth) =>
      sampleScans().map((scan) => ({ ...scan, id: `${scan.id}-${nth}` })),
    ).flat()
    return { standin: await startExampleStandin(copies), ids: copies.map(({ id }) => id) }
  },
  // It lists everything each time, and says of each scan when it was changed; nothing less can be asked for.
  spared: { incremental: 'the archive lists all of its scans, and has no filter by date' },
}

export default setup
