import { writeSync } from 'node:fs'
import { leaseOwner } from '../../src/store/lease-owner.ts'
import { openStore } from '../../src/store/open-store.ts'
import { batchOf } from './crash-batches.ts'
import { source } from './samples.ts'

/** Writes batch after batch into the catalogue named on its command line, and says each one's number when it is in. */
const store = openStore(process.argv[2] ?? '', 'write')
await store.configureSources([source('one')])
const owner = leaseOwner()
const { harvest, partitions } = await store.beginHarvest('one', {
  full: true,
  owner,
  leaseSeconds: 3600,
})
const next = Number(partitions.all?.checkpoint ?? -1) + 1
for (let number = next; ; number++) {
  await store.apply(harvest.id, owner, batchOf(number))
  writeSync(1, `${number}\n`)
}
