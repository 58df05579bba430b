import s3 from '../../../connectors/s3/index.ts'
import {
  planted,
  sampleIds,
  sampleLogin,
  sampleOptions,
  startSample,
} from '../../../connectors/s3/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'

testConnector(s3, {
  play: () => startSample(),
  options: sampleOptions,
  credentials: sampleLogin,
  ids: sampleIds,
  planted: Object.values(planted),
  // Folders and markers are looked at again before a listing goes on, and so are files that hold checksums.
  again: ({ search }) =>
    !search.includes('list-type') || /[?&](?:delimiter|max-keys=2(?!\d))/.test(search),
})
