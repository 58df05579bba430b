import { onTestFinished } from 'vitest'
import {
  startXnatStandin,
  type XnatStandin,
  type XnatStandinOptions,
} from '../../../connectors/xnat/standin.ts'

type Row = Record<string, string>

export interface Item {
  meta: Record<string, unknown>
  data_fields: Record<string, string | number>
  children: { field: string; items: Item[] }[]
}

/** The answer to one request, read to its end. */
export interface Answer {
  status: number
  type: string
  headers: Headers
  text: string
}

/** Somebody with a cookie jar, who follows no redirect. */
export interface Client {
  ask(path: string, init?: RequestInit): Promise<Answer>
  /** The `ResultSet` of a table. */
  table(path: string): Promise<{ Result: Row[] } & Record<string, unknown>>
  rows(path: string): Promise<Row[]>
  item(path: string): Promise<Item>
  /** Ids of a list, in its order. */
  ids(path: string): Promise<string[]>
  readonly jar: Map<string, string>
}

/** A stand-in that ends with the test. */
export async function startXnat(options: XnatStandinOptions = {}): Promise<XnatStandin> {
  const xnat = await startXnatStandin(options)
  onTestFinished(() => xnat.close())
  return xnat
}

export const basic = ({ user, password }: { user: string; password: string }) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** Logged in by `POST /data/JSESSION`; null stays nobody. */
export async function clientOf(
  xnat: XnatStandin,
  login: { user: string; password: string } | null,
): Promise<Client> {
  const jar = new Map<string, string>()
  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = new Headers(init.headers)
    headers.set('user-agent', headers.get('user-agent') ?? 'metadata-gateway/1.0')
    if (cookie !== '' && !headers.has('cookie')) headers.set('cookie', cookie)
    const answer = await fetch(`${xnat.baseUrl}${path}`, { redirect: 'manual', ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=("[^"]*"|[^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const type = answer.headers.get('content-type') ?? ''
    return { status: answer.status, type, headers: answer.headers, text: await answer.text() }
  }
  async function json(path: string): Promise<unknown> {
    const answer = await ask(path)
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
    return JSON.parse(answer.text)
  }
  const client: Client = {
    jar,
    ask,
    async table(path) {
      const { ResultSet } = (await json(path)) as { ResultSet: { Result: Row[] } }
      return ResultSet
    },
    rows: async (path) => (await client.table(path)).Result,
    async item(path) {
      const { items } = (await json(path)) as { items: [Item] }
      return items[0]
    },
    ids: async (path) => (await client.rows(path)).map((row) => row.ID ?? row.id ?? ''),
  }
  if (login !== null) {
    const answer = await ask('/data/JSESSION', {
      method: 'POST',
      headers: { authorization: basic(login) },
    })
    if (answer.status !== 200) throw new Error(`the login answers ${answer.status}`)
  }
  return client
}

/** Children of an item under a field. */
export function childrenOf({ children }: Item, field: string): Item[] {
  return children.find((child) => child.field === field)?.items ?? []
}
