import type { Gateway } from '../../src/gateway/index.ts'

export interface Fault {
  message: string
  path?: (string | number)[]
  extensions: { code: string; argument?: string | null }
}

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  data: any
  errors: Fault[]
}

/** Sends a query through the gateway, as a client with these headers does. */
export async function ask(
  gateway: Pick<Gateway, 'fetch'>,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await gateway.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    }),
  )
  const { data = null, errors = [] } = (await response.json()) as Partial<Answer>
  return { status: response.status, headers: response.headers, data, errors }
}

/** Codes and arguments of the errors, in the order of their codes. */
export const faultsOf = ({ errors }: Answer) =>
  errors.map(({ extensions }) => [extensions.code, extensions.argument])
