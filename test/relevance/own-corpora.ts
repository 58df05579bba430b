import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import openDataRegistry from '../../connectors/open-data-registry/index.ts'
import s3 from '../../connectors/s3/index.ts'
import { type S3StandinObject, startS3Standin } from '../../src/sdk/standin/index.ts'
import { type Upstream, upstreamOf } from './catalogue.ts'
import { type Collection, readQueries } from './collection.ts'

const corpora = fileURLToPath(new URL('../../../shared/corpora', import.meta.url))
/** Small files that say something of a dataset. */
const text = /(?:\.json|\.tsv|\.md|\.txt|\/README|\/CHANGES|\/LICENSE)$/

export const corporaFolder = fileURLToPath(new URL('./own-corpora', import.meta.url))

/**
 * Our own judged set over published metadata beside the checkout: a registry of open data, the templates of
 * TemplateFlow and the examples of BIDS. Null where these are not there.
 */
export async function corporaCollection(): Promise<Collection | null> {
  if (!existsSync(corpora)) return null
  const upstreams: Upstream[] = [
    upstreamOf('open-data', openDataRegistry, { folder: join(corpora, 'open-data-registry') }),
    bucketOf('templateflow', templates),
    bucketOf('bids', examples),
  ]
  const queries = await readQueries(corporaFolder)
  return { name: 'own-corpora', upstreams, queries, nameOf: (recordId) => recordId }
}

/** A public bucket whose folders are datasets. */
function bucketOf(name: string, read: () => Promise<S3StandinObject[]>): Upstream {
  return {
    id: name,
    connector: s3,
    async start() {
      const buckets = [{ name, region: 'us-east-1', isPublic: true, objects: await read() }]
      const standin = await startS3Standin({ buckets })
      const place = { endpoint: standin.url, bucket: name, region: 'us-east-1' }
      return {
        options: { places: [{ ...place, datasets: 'folders' }] },
        close: () => standin.close(),
      }
    },
  }
}

async function templates(): Promise<S3StandinObject[]> {
  const tree = await json<Record<string, string[]>>('templateflow/tree.json')
  const licenses = await json<Record<string, string>>('templateflow/license-heads.json')
  const given = await filesOf('templateflow')
  return Object.entries(tree).flatMap(([template, files]) =>
    files.map((path): S3StandinObject => {
      const key = `${template}/${path}`
      const body = path === 'LICENSE' ? licenses[template] : given.get(key)
      return body === undefined ? { key, size: 1 } : { key, body }
    }),
  )
}

async function examples(): Promise<S3StandinObject[]> {
  const tree = await json<Record<string, { files: [string, number][] }>>('bids-examples/tree.json')
  const given = await filesOf('bids-examples')
  return Object.entries(tree).flatMap(([dataset, { files }]) => {
    const sizes = new Map(files.map(([path, size]) => [`${dataset}/${path}`, size]))
    const unlisted = [...given.keys()].filter((key) => key.startsWith(`${dataset}/`))
    for (const key of unlisted) if (!sizes.has(key)) sizes.set(key, 0)
    return [...sizes].map(([key, size]): S3StandinObject => {
      // A text that was not copied to the corpus stands as white space of its size.
      const body = given.get(key) ?? (text.test(key) ? ' '.repeat(size) : undefined)
      return body === undefined ? { key, size } : { key, body }
    })
  })
}

/** Files below a folder as they were published: tables were converted to JSON for the corpus. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const root = join(corpora, folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const read = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }): Promise<[string, string]> => {
      const path = join(parentPath, name)
      const text = await readFile(path, 'utf8')
      const key = path.slice(root.length + 1)
      return name.endsWith('.tsv.json') ? [key.slice(0, -'.json'.length), table(text)] : [key, text]
    })
  return new Map(await Promise.all(read))
}

function table(text: string): string {
  const { columns, rows } = JSON.parse(text) as { columns: string[]; rows: string[][] }
  return [columns, ...rows].map((row) => row.join('\t')).join('\n')
}

async function json<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(join(corpora, path), 'utf8'))
}
