import s3 from '../../../connectors/s3/index.ts'
import { sampleLogin } from '../../../connectors/s3/standin.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { quickHarvest } from '../../harvest/quick-harvest.ts'

/** Harvests buckets into a catalogue, to the end or until it is killed. */
const [file = '', options = ''] = process.argv.slice(2)
const store = openStore(file, 'write')
await quickHarvest(store, {
  connector: s3,
  credentials: sampleLogin,
  vocabulary: createVocabulary(seedTerms),
  options: s3.options.parse(JSON.parse(options)),
})
await store.close()
