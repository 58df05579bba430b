import type { S3Standin } from '#sdk/standin'
import type { ConnectorSetup } from '#sdk/testing'
import {
  planted,
  sampleBuckets,
  sampleIds,
  sampleLogin,
  sampleOptions,
  startSample,
} from './standin.ts'

/** A bucket of which each folder is a dataset, and one of them. */
const bucket = 'openneuro.sample'
const dataset = 'ds000003/'

const setup: ConnectorSetup<S3Standin> = {
  play: () => startSample(),
  options: sampleOptions,
  credentials: sampleLogin,
  ids: sampleIds,
  planted: Object.values(planted),
  // Folders and markers are looked at again before a listing goes on, and so are files that hold checksums.
  again: ({ search }) =>
    !search.includes('list-type') || /[?&](?:delimiter|max-keys=2(?!\d))/.test(search),
  evolve(standin) {
    standin.replace(bucket, (objects) => {
      const own = objects.filter(({ key }) => key.startsWith(dataset))
      return [
        ...objects.filter(({ key }) => !key.startsWith('ds999999/')),
        ...own.map((object) => ({ ...object, key: object.key.replace(dataset, 'ds000004/') })),
        { key: `${dataset}sub-99/anat/sub-99_T1w.nii.gz`, size: 7_654_321 },
      ]
    })
  },
  async playLarger() {
    const copies = Array.from({ length: 9 * sampleIds.length }, (_, nth) => `ds2${10_000 + nth}/`)
    const buckets = sampleBuckets().map((one) => {
      if (one.name !== bucket || !Array.isArray(one.objects)) return one
      const own = one.objects.filter(({ key }) => key.startsWith(dataset))
      const more = copies.flatMap((copy) =>
        own.map((object) => ({ ...object, key: object.key.replace(dataset, copy) })),
      )
      return { ...one, objects: [...one.objects, ...more] }
    })
    const ids = [...sampleIds, ...copies.map((copy) => `s3://${bucket}/${copy}`)]
    return { standin: await startSample({ buckets }), ids }
  },
}

export default setup
