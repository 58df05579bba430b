import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileServer, fileServer, type ServedFile, sha256 } from './file-server.ts'
import { harvested, operatorToken, type RunningGateway, startGateway } from './gateway.ts'

/** A file of the archive; what it says of itself may be untrue. */
export interface ArchiveFile extends Partial<ServedFile> {
  /** As the archive lists it. Default: where it is. */
  name?: string
  bytes: Buffer
  /** As listed; null: none. Default: that of the bytes. */
  sha256?: string | null
  /** As listed. */
  size?: number
}

export interface Archive {
  server: FileServer
  gateway: RunningGateway
  /** What the command line needs to find the gateway. */
  environment: Record<string, string>
  /** Opaque id of the record with the files. */
  record: string
  /** Opaque ids of assets by their names. */
  assets: Map<string, string>
}

const manifest = `
name: shelf
title: Shelf
about: https://shelf.example.org/docs
lists:
  things:
    list: { path: /things, rows: 'items[*]' }
    fields: { id: { path: id, required: true }, name: { path: title, required: true } }
    id: 'thing:{id}'
    record: { kind: DATASET, title: '{name}', access: [ OPEN ], license: CC-BY-4.0 }
    assets:
      rows: files[*]
      fields: { file: { path: name, required: true }, bytes: { path: size, type: integer }, hash: sha256, url: { path: url, required: true } }
      name: '{file}'
      size: '{bytes}'
      checksum: { algorithm: SHA256, value: '{hash}' }
      locator: '{+url}'
`

/** An archive of one record with files, harvested by a gateway in a process of its own. Until the test has finished. */
export async function archive(
  folder: string,
  files: Record<string, ArchiveFile>,
): Promise<Archive> {
  const server = await fileServer()
  for (const [path, file] of Object.entries(files)) server.files.set(`/files/${path}`, file)
  const listed = Object.entries(files).map(([path, file]) => ({
    name: file.name ?? path,
    size: file.size ?? file.bytes.length,
    sha256: file.sha256 === undefined ? sha256(file.bytes) : file.sha256,
    url: `${server.url}/files/${encodeURIComponent(path)}`,
  }))
  server.answer = (request, response) => {
    if (request.url !== '/api/things') return false
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ items: [{ id: 1, title: 'A box', files: listed }] }))
    return true
  }
  await writeFile(join(folder, 'shelf.yaml'), manifest)
  const source = {
    id: 'shelf',
    type: 'rest',
    title: 'Shelf',
    allowPrivateAddresses: true,
    options: { manifest: join(folder, 'shelf.yaml'), baseUrl: `${server.url}/api` },
  }
  await writeFile(join(folder, 'sources.yaml'), JSON.stringify({ sources: [source] }))
  const gateway = await startGateway({
    PORT: '0',
    ATLAS_DATA: join(folder, 'data'),
    ATLAS_SOURCES: join(folder, 'sources.yaml'),
    ATLAS_OPERATOR_TOKEN: operatorToken,
  })
  await harvested(gateway)
  const { data } = await gateway.ask(
    '{ search(first: 1) { edges { node { id assets(first: 1000) { edges { node { id name } } } } } } }',
  )
  const [{ node }] = data.search.edges
  const assets = node.assets.edges.map((edge: { node: { id: string; name: string } }) => edge.node)
  return {
    server,
    gateway,
    environment: { ATLAS_URL: gateway.url },
    record: node.id,
    assets: new Map(assets.map(({ id, name }: { id: string; name: string }) => [name, id])),
  }
}
