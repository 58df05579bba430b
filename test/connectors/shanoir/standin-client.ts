import { onTestFinished } from 'vitest'
import {
  type Login,
  type ShanoirStandin,
  type ShanoirStandinOptions,
  startShanoirStandin,
} from '../../../connectors/shanoir/standin.ts'

export type Row = Record<string, unknown>

/** The answer to one request, read to its end. */
export interface Answer {
  status: number
  type: string
  headers: Headers
  text: string
}

export interface Page {
  number: number
  numberOfElements: number
  totalElements: number
  totalPages: number
  size: number
  content: Row[]
  facetResultPages: { content: { field: { name: string }; value: string; valueCount: number }[] }[]
}

/** Somebody with a bearer token, or without one. */
export interface Client {
  /** Paths below `/shanoir-ng/`. */
  ask(path: string, init?: RequestInit): Promise<Answer>
  /** The body of a GET that must be 200. */
  json(path: string): Promise<unknown>
  /** Answer of a search, whatever it is. */
  search(body: unknown, query?: string): Promise<Answer>
  /** A page that must be 200. */
  page(body: unknown, query?: string): Promise<Page>
  /** Ids that an expert query finds, by rising number. */
  ids(searchText: string): Promise<number[]>
}

/** A stand-in that ends with the test. */
export async function startShanoir(options: ShanoirStandinOptions = {}): Promise<ShanoirStandin> {
  const shanoir = await startShanoirStandin(options)
  onTestFinished(() => shanoir.close())
  return shanoir
}

/** What the token endpoint says, well or badly. */
export interface Granted {
  access_token?: string
  refresh_token?: string
  /** Seconds. */
  expires_in?: number
  refresh_expires_in?: number
  error?: string
  error_description?: string
}

const tokenPath = '/auth/realms/shanoir-ng/protocol/openid-connect/token'

/** Asks the token endpoint. */
export async function grant(
  shanoir: ShanoirStandin,
  form: Record<string, string>,
): Promise<{ status: number; body: Granted }> {
  const answer = await fetch(`${shanoir.baseUrl}${tokenPath}`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'shanoir-uploader', ...form }),
  })
  return { status: answer.status, body: (await answer.json()) as Granted }
}

export const password = ({ username, password }: Login, totp?: string | null) => ({
  grant_type: 'password',
  scope: 'offline_access',
  username,
  password,
  ...(totp ? { totp } : {}),
})

export const refresh = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token })

/** With an access token from the offline token of the login; null stays nobody. */
export async function clientOf(shanoir: ShanoirStandin, login: Login | null): Promise<Client> {
  const tokens = login === null ? null : (await grant(shanoir, refresh(login.offlineToken))).body
  return clientWith(shanoir, tokens?.access_token ?? null)
}

export function clientWith(shanoir: ShanoirStandin, token: string | null): Client {
  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers)
    if (token !== null) headers.set('authorization', `Bearer ${token}`)
    const answer = await fetch(`${shanoir.baseUrl}/shanoir-ng/${path}`, {
      redirect: 'manual',
      ...init,
      headers,
    })
    const type = answer.headers.get('content-type') ?? ''
    return { status: answer.status, type, headers: answer.headers, text: await answer.text() }
  }
  const client: Client = {
    ask,
    async json(path) {
      const { status, text } = await ask(path)
      if (status !== 200) throw new Error(`${path} answers ${status}`)
      return JSON.parse(text)
    },
    search: (body, query = '') =>
      ask(`datasets/solr${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async page(body, query = '') {
      const { status, text } = await client.search(body, query)
      if (status !== 200) throw new Error(`the search answers ${status}: ${text}`)
      return JSON.parse(text)
    },
    async ids(searchText) {
      const body = { expertMode: true, searchText }
      const { content } = await client.page(body, '?size=2000&sort=id,ASC')
      return content.map(({ datasetId }) => datasetId as number)
    },
  }
  return client
}
