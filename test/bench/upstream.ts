import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rowAt, structures } from './generate.ts'

/**
 * The synthetic upstream, in a process of its own: `node upstream.ts <rows> <seed>`. Prints its address once it
 * listens. `/rows?from=0&size=500` is a page, `/structures` the vocabulary, and below `/hang` nothing ever answers.
 */
const [size = 10_000, seed = 1] = process.argv.slice(2).map(Number)

/** Pages are made once where that fits into memory, so that the upstream is not what is measured. */
const keptPages = 400
const pages = new Map<string, Buffer>()

function page(from: number, length: number): Buffer {
  const key = `${from}+${length}`
  const kept = pages.get(key)
  if (kept) return kept
  const end = Math.min(from + length, size)
  const rows = Array.from({ length: Math.max(0, end - from) }, (_, at) => rowAt(from + at, seed))
  const made = Buffer.from(JSON.stringify({ total: size, rows, next: end < size ? end : null }))
  if (pages.size < keptPages) pages.set(key, made)
  return made
}

for (let from = 0; from < Math.min(size, keptPages * 500); from += 500) page(from, 500)

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname.startsWith('/hang')) return
  const body =
    url.pathname === '/structures'
      ? Buffer.from(JSON.stringify({ structures }))
      : page(Number(url.searchParams.get('from')), Number(url.searchParams.get('size')))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
