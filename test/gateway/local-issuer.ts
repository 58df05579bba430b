import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import Provider from 'oidc-provider'

/** What tokens for the gateway name as audience. */
export const audience = 'https://atlas.example.org'

export interface LocalIssuer {
  issuer: string
  /** Paths that were asked for, in order. */
  readonly asked: string[]
  /** A token for `client`, as the issuer gives it: see `clients`. */
  token(client: string, resource?: string): Promise<string>
  /** A token of any claims with the key of the issuer, as it would sign it. */
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>
  /** The public key that tokens are signed for now, as PEM. */
  publicKey(): string
  /** New keys in place of the old ones. */
  rotate(): Promise<void>
  /** What becomes of requests from now on: `page` is one that says nothing of keys. */
  behave(manner: 'well' | 'hang' | 'page' | 'drip' | 'endless'): void
  /** Nobody listens any more. */
  stop(): Promise<void>
  /** Listens where it did before. */
  start(): Promise<void>
}

/** Claims that tokens of each client bear. */
export const clients: Record<string, Record<string, unknown>> = {
  nobody: {},
  lab: { groups: ['lab', 'other lab', 'public', 7, '', 'lab'] },
  words: { groups: 'lab  imaging public' },
  nested: { realm_access: { roles: ['lab'] }, 'https://example.org/roles': ['imaging'] },
  steward: { groups: ['lab', 'stewards'] },
  admin: { groups: ['admins', 'stewards'] },
}

/** OpenID Connect by oidc-provider on this machine, with JWT access tokens for clients that log in as themselves. */
export async function startIssuer(
  alg: 'ES256' | 'RS256' = 'ES256',
): Promise<LocalIssuer & { close(): Promise<void> }> {
  const asked: string[] = []
  let manner: Parameters<LocalIssuer['behave']>[0] = 'well'
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (manner === 'well' || request.url === '/token') answer(request, response)
    else if (manner === 'page')
      response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>')
    else if (manner !== 'hang') pour(response, manner === 'drip' ? 1 : 65_536)
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  const stop = () =>
    new Promise<void>((resolve) => {
      if (!server.listening) return resolve()
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`

  let keys = await newKeys(alg, 1)
  let generation = 1
  function provide() {
    const provider = new Provider(issuer, configuration(alg, keys.jwk))
    answer = provider.callback()
  }
  provide()

  return {
    issuer,
    asked,
    async token(client, resource = audience) {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${client}:secret-of-${client}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
      })
      const body = (await response.json()) as { access_token?: string }
      if (body.access_token === undefined) throw new Error(JSON.stringify(body))
      return body.access_token
    },
    sign: (claims, header = {}) =>
      new SignJWT({ iss: issuer, aud: audience, sub: 'somebody', ...claims })
        .setProtectedHeader({ alg, typ: 'at+jwt', kid: keys.jwk.kid as string, ...header })
        .sign(keys.privateKey),
    publicKey: () => keys.pem,
    async rotate() {
      generation += 1
      keys = await newKeys(alg, generation)
      provide()
    },
    behave(next) {
      manner = next
    },
    stop,
    start: () => listen(port),
    close: stop,
  }
}

async function newKeys(alg: string, generation: number) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = {
    ...(await exportJWK(privateKey)),
    kid: `key-${generation}`,
    alg,
    use: 'sig',
  }
  return { privateKey, jwk, pem: await exportSPKI(publicKey) }
}

type Configuration = NonNullable<ConstructorParameters<typeof Provider>[1]>

function configuration(alg: 'ES256' | 'RS256', jwk: Record<string, unknown>): Configuration {
  return {
    jwks: { keys: [jwk as never] },
    clients: Object.keys(clients).map((client) => ({
      client_id: client,
      client_secret: `secret-of-${client}`,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: alg,
    })),
    ttl: { ClientCredentials: 3_600 },
    extraTokenClaims: (_, token) => clients[token.clientId ?? ''],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: '',
          audience: resource,
          accessTokenTTL: 3_600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg } },
        }),
      },
    },
  }
}

/** A JSON document that does not come to its end. */
function pour(response: ServerResponse, bytes: number): void {
  response.setHeader('content-type', 'application/json')
  response.write('{"padding":"')
  const timer = setInterval(() => response.write('x'.repeat(bytes)), 5)
  response.once('close', () => clearInterval(timer))
}
