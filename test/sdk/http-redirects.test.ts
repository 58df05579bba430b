import { describe, expect, test } from 'vitest'
import type { Standin } from '#sdk/standin'
import { Item, patient, rejection, upstreams } from './upstream.ts'

const { standin, client } = upstreams(patient)

/** Sends `/go/<status>` on to `target`, and answers the rest. */
async function pointing(target: () => string, status = 302): Promise<Standin> {
  return standin({
    handle: ({ path, method, body }) =>
      path.startsWith('/go')
        ? { status, headers: { location: target() } }
        : { json: { id: path.slice(1), list: [method, body.toString()] } },
  })
}

const secrets = {
  authorization: 'Bearer abc',
  cookie: 'JSESSIONID=1',
  'x-api-key': 'k',
  'X-Source-Credentials': 's',
  'accept-language': 'en',
}

describe('HTTP client and redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i on the same origin is followed', async (status) => {
    const server = await pointing(() => '/there?x=1', status)
    const http = client(server.url)
    const answer = await http.request(`${server.url}/go`, { headers: secrets })
    expect(answer.url).toBe(`${server.url}/there?x=1`)
    expect(server.requests[1]?.headers).toMatchObject({ authorization: 'Bearer abc' })
    expect(http.stats).toMatchObject({ requests: 2, retries: 0 })
  })

  test('an allowed other origin is followed without credentials', async () => {
    const other = await standin()
    const server = await pointing(() => `${other.url}/one`)
    const http = client([server.url, other.url])
    await http.json(`${server.url}/go`, Item, { headers: secrets })
    const sent = other.requests[0]?.headers ?? {}
    expect(Object.keys(sent)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|cookie|key|credentials/)]),
    )
    expect(sent['accept-language']).toBe('en')
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer abc',
      'x-source-credentials': 's',
    })
  })

  test('credentials stay away when a redirect leads back', async () => {
    const server = await pointing(() => `${other.url}/go`)
    const other = await pointing(() => `${server.url}/one`)
    const http = client([server.url, other.url])
    await http.json(`${server.url}/go`, Item, { headers: secrets })
    expect(server.requests[1]?.path).toBe('/one')
    expect(server.requests[1]?.headers.authorization).toBeUndefined()
  })

  test('an origin that is not allowed is not asked, whatever its form', async () => {
    const other = await standin()
    const port = new URL(other.url).port
    for (const target of [
      `${other.url}/one`,
      `//127.0.0.1:${port}/one`,
      `http://localhost:${port}/one`,
      `http://user:secret@127.0.0.1:${port}/one`,
      'file:///etc/passwd',
      'data:application/json,{}',
      'javascript:0',
      'http://',
    ]) {
      const server = await pointing(() => target)
      expect(await rejection(client(server.url).json(`${server.url}/go`, Item))).toMatchObject({
        code: 'ANSWER_INVALID',
        message: expect.stringMatching(/outside the hosts/),
      })
      expect(server.requests).toHaveLength(1)
    }
    expect(other.requests).toHaveLength(0)
  })

  test('a user in an address that is allowed otherwise is refused', async () => {
    const server: Standin = await pointing(() => server.url.replace('//', '//user:secret@'))
    expect(await rejection(client(server.url).json(`${server.url}/go`, Item))).toMatchObject({
      code: 'ANSWER_INVALID',
    })
    expect(server.requests).toHaveLength(1)
  })

  test('a redirect to a metadata address is refused although the source may be private', async () => {
    const server = await pointing(() => 'http://169.254.169.254/latest/meta-data')
    const error = await rejection(client(server.url).json(`${server.url}/go`, Item))
    expect(error).toMatchObject({ code: 'ANSWER_INVALID' })
    expect((error as Error).message).not.toContain('169')
  })

  test('redirects end after as many as allowed', async () => {
    const server = await pointing(() => '/go/on')
    const http = client(server.url, { redirects: 3 })
    expect(await rejection(http.json(`${server.url}/go`, Item))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: 'The source redirects too often.',
    })
    expect(server.requests).toHaveLength(4)
    const never = client(server.url, { redirects: 0 })
    await rejection(never.json(`${server.url}/go`, Item))
    expect(server.requests).toHaveLength(5)
  })

  test('a redirect that was asked for as an answer is not followed', async () => {
    const server = await pointing(() => 'https://elsewhere.example/file')
    const answer = await client(server.url).request(`${server.url}/go`, { statuses: [302] })
    expect(answer).toMatchObject({
      status: 302,
      headers: { location: 'https://elsewhere.example/file' },
    })
  })

  test('a redirect without an address is a status like another', async () => {
    const server = await standin({ handle: () => ({ status: 302 }) })
    expect(await rejection(client(server.url).request(server.url))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: 'The source answered with status 302.',
    })
  })

  test.each([
    [303, 'GET', ''],
    [302, 'GET', ''],
    [307, 'POST', 'text'],
    [308, 'POST', 'text'],
  ])('a POST that meets a %i goes on as %s', async (status, method, body) => {
    const server = await pointing(() => '/there', status)
    const request = { method: 'POST', body: 'text' } as const
    const answer = await client(server.url).json(`${server.url}/go`, Item, request)
    expect(answer.list).toEqual([method, body])
  })

  test('the body of a POST is not sent to another origin', async () => {
    const other = await standin()
    const server = await pointing(() => `${other.url}/one`, 307)
    const request = { method: 'POST', body: 'password=1' } as const
    const http = client([server.url, other.url])
    expect(await rejection(http.json(`${server.url}/go`, Item, request))).toMatchObject({
      code: 'ANSWER_INVALID',
    })
    expect(other.requests).toHaveLength(0)
  })

  test('all redirects together have one deadline', async () => {
    const server = await standin({
      latency: 150,
      handle: () => ({ status: 302, headers: { location: '/go' } }),
    })
    const http = client(server.url, { redirects: 20, attempts: 1, totalTimeout: 400 })
    const started = performance.now()
    expect(await rejection(http.request(server.url))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: 'The source did not answer in time.',
    })
    expect(performance.now() - started).toBeLessThan(1_500)
  })
})

describe('HTTP client and addresses', () => {
  test('an address outside the origins is refused before anything is sent', async () => {
    const server = await standin()
    const http = client('https://api.example')
    for (const url of [
      server.url,
      'https://api.example:8443/x',
      'http://api.example/x',
      'https://api.example.evil.example/x',
      'https://user@api.example/x',
      'https://api.example@evil.example/x',
      'ftp://api.example/x',
      '/relative',
      '',
    ]) {
      expect(await rejection(http.json(url, Item))).toMatchObject({ code: 'ANSWER_INVALID' })
    }
    expect(http.stats.requests).toBe(0)
    expect(server.requests).toHaveLength(0)
  })

  test.each([
    'api.example',
    'https://api.example/path',
    'https://api.example/?x',
    'https://user@api.example',
    'ftp://api.example',
    'https://',
    '',
  ])('an origin of another form is refused when the client is made: %j', (origin) => {
    expect(() => client(origin)).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  test('origins are compared as the web does: case, default port, a closing slash', async () => {
    const server = await standin()
    const port = new URL(server.url).port
    const http = client([`HTTP://127.0.0.1:${port}/`, 'https://API.example:443'])
    expect(await http.json(`${server.url}/one#part`, Item)).toMatchObject({ id: 'one' })
  })
})
