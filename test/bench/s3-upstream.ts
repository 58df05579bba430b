import { type S3StandinObject, startS3Standin } from '../../src/sdk/standin/index.ts'

/**
 * A bucket of so many keys below one prefix, in a process of its own: `node s3-upstream.ts <keys>`. Prints its address
 * once it listens.
 */
const [count = 100_000] = process.argv.slice(2).map(Number)

function at(index: number): S3StandinObject {
  const [row, column] = [Math.floor(index / 1_000), index % 1_000].map((one) =>
    String(one).padStart(4, '0'),
  )
  return {
    key: `tiles/row-${row}/tile_${column}.ome.tif`,
    size: 1_000_000 + index,
    etag: index.toString(16).padStart(32, '0'),
  }
}

const standin = await startS3Standin({
  buckets: [{ name: 'bench', isPublic: true, objects: { count, at } }],
})
process.stdout.write(`${standin.url}\n`)
