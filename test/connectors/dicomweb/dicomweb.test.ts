import dicomweb from '../../../connectors/dicomweb/index.ts'
import { planted, startDicomwebStandin } from '../../../connectors/dicomweb/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(dicomweb, {
  play: () => startDicomwebStandin(),
  options: (baseUrl) => ({ baseUrl: `${baseUrl}/dicom-web`, series: 'records', pageSize: 5 }),
  ids: 12 + 35,
  planted: Object.values(planted),
})
