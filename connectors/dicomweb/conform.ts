import type { ConnectorSetup } from '#sdk/testing'
import { type DicomwebStandin, planted, startDicomwebStandin } from './standin.ts'

const setup: ConnectorSetup<DicomwebStandin> = {
  play: () => startDicomwebStandin(),
  options: (baseUrl) => ({ baseUrl: `${baseUrl}/dicom-web`, series: 'records', pageSize: 5 }),
  ids: 12 + 35,
  planted: Object.values(planted),
  evolve({ studies }) {
    const [first, second] = studies.splice(0, 2)
    if (first === undefined || second === undefined) throw new Error('the sample is too small')
    studies.unshift({ ...first, date: '20200202' })
    studies.push({ ...second, uid: '2.25.77', series: [] })
  },
  async playLarger() {
    // Each of the made-up ones has two series.
    const standin = await startDicomwebStandin({ synthetic: 150 })
    return { standin, ids: 12 + 35 + 150 * 3 }
  },
  spared: { incremental: 'QIDO-RS cannot be asked what has changed since' },
}

export default setup
