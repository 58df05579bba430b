import { readFileSync } from 'node:fs'
import { type Standin, startStandin } from '#sdk/standin'

/** A scan as the real archive would send it, with what nobody may keep. */
export interface SampleScan {
  id: string
  title: string
  changed: string
  [more: string]: unknown
}

export interface ExampleStandin extends Standin {
  /** What it holds; may be changed while it runs. */
  readonly scans: SampleScan[]
}

/** What the stand-in takes for a login. */
export const token = 'zq-token-of-the-sample'

/** Words that it sends and that nobody may keep: planted, so that the promises can look for them. */
export const planted = ['Zqoperator Planted', token]

export function sampleScans(): SampleScan[] {
  const file = new URL('./sample/scans.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as SampleScan[]
}

/**
 * Starts a server that speaks as the archive does. Write it after the archive's manual, never after the connector: it is
 * there to find out what the connector got wrong.
 */
export async function startExampleStandin(scans = sampleScans()): Promise<ExampleStandin> {
  const standin = await startStandin({
    routes: {
      'GET /api/scans': ({ query, headers }) => {
        if (headers.authorization !== `Bearer ${token}`) return { status: 401, json: {} }
        const limit = Number(query.get('limit') ?? 10)
        const at = Number(query.get('cursor') ?? 0)
        const next = at + limit < scans.length ? String(at + limit) : null
        return { json: { scans: scans.slice(at, at + limit), next } }
      },
    },
    // How its pages look when they lie: faults need to know the envelope.
    pages: {
      empty: (body) => ({ ...Object(body), scans: [], next: null }),
      drift: (body) => {
        const { scans: rows = [], ...rest } = Object(body) as { scans?: SampleScan[] }
        return { ...rest, scans: rows.map(({ title, ...row }) => ({ ...row, name: title })) }
      },
    },
  })
  return Object.assign(standin, { scans })
}
