import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'

export interface PlantingProxy {
  url: string
  close(): Promise<void>
}

/**
 * A server before an upstream that adds fields nobody lists to every object of its JSON answers: `word` as text, in
 * lists, in objects and as a number's neighbour, the way an upstream adds them with its next release.
 */
export async function startPlantingProxy(upstream: string, word: string): Promise<PlantingProxy> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const own = `http://${incoming.headers.host}`
      // The host stays: some requests are signed for it.
      const { connection: _, 'accept-encoding': __, ...headers } = incoming.headers
      const body = Buffer.concat(chunks)
      const answer = await request(upstream + (incoming.url ?? '/'), {
        method: incoming.method as 'GET',
        headers,
        body: body.length > 0 ? body : null,
      })
      const text = (await answer.body.text()).replaceAll(upstream, own)
      const type = String(answer.headers['content-type'] ?? '')
      const sent = Buffer.from(/json/.test(type) ? planted(text, word) : text)
      const kept = ['content-type', 'location', 'etag', 'link', 'set-cookie', 'retry-after']
      for (const name of kept) {
        const values = [answer.headers[name] ?? []].flat()
        if (values.length === 0) continue
        response.setHeader(
          name,
          values.map((value) => value.replaceAll(upstream, own)),
        )
      }
      response.writeHead(answer.statusCode, { 'content-length': sent.length })
      response.end(sent)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function planted(text: string, word: string): string {
  try {
    return JSON.stringify(withFields(JSON.parse(text), word))
  } catch {
    return text
  }
}

function withFields(value: unknown, word: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => withFields(inner, word))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.entries(value).map(([key, inner]) => [key, withFields(inner, word)])
  return {
    ...Object.fromEntries(inner),
    zzPatientName: word,
    zzOperator: { login: word, path: `/home/${word}/data` },
    zzAliases: [word, { name: word }],
  }
}
