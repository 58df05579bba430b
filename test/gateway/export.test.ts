import { once } from 'node:events'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { parse } from 'csv-parse/sync'
import type { GraphQLObjectType } from 'graphql'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { exportFields } from '../../src/gateway/export-fields.ts'
import {
  type Gateway,
  type GatewayIndex,
  recordNodeId,
  sourceNodeId,
} from '../../src/gateway/index.ts'
import { createSchema } from '../../src/gateway/schema.ts'
import { GatewayError } from '../../src/model/index.ts'
import type { MatchesRequest } from '../../src/search/search-index.ts'
import { until } from '../support/until.ts'
import { ask } from './ask.ts'
import { fill, term } from './catalogue.ts'
import {
  asLab,
  asOperator,
  furnish,
  groupsOf,
  openWorld,
  startWorld,
  token,
  type World,
} from './world.ts'

type Asked = Record<string, string>

const pathOf = (parameters: Asked = {}) => `/export?${new URLSearchParams(parameters)}`

function asked(
  gateway: Gateway,
  parameters: Asked = {},
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Response> {
  const url = `http://gateway.test${pathOf(parameters)}`
  return gateway.fetch(new Request(url, { method, headers }))
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into records of many shapes
type Line = any

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

async function exported(
  gateway: Gateway,
  parameters: Asked = {},
  headers: Record<string, string> = {},
): Promise<Line[]> {
  const response = await asked(gateway, parameters, headers)
  expect(response.status).toBe(200)
  return linesOf(await response.text())
}

const titles = (lines: Line[]) => lines.map(({ title }) => title).sort()

describe('what is exported', () => {
  let gateway: Gateway
  beforeAll(async () => {
    const world = await startWorld()
    await furnish(world)
    gateway = world.gateway({ viewerOf: groupsOf })
    return world.close
  })

  test('a line is a record as the API gives it, field by field', async () => {
    const query = `{ search(first: 100) { edges { node {
      id source { id name title } nativeId kind parents { id } title description keywords version
      isVersionOf { id } sameAs identity domain
      species { ...term } modality { ...term } structure { ...term } technique { ...term }
      referenceSpace { ...term } resolution { values unit micrometres } dataLevel fieldStrength
      subjects { count ageMin ageMax ageUnit } license { raw spdx class url } access accessNote creators
      publications { title doi url } landingPage viewers released modified harvestedAt assetCount totalBytes
      formats roles availability provenance { upstream connector rowHash fields { field raw rule origin } }
      quality { score missing problems }
    } } } }
    fragment term on Term { label termId origin raw }`
    const { data, errors } = await ask(gateway, query, {}, asLab)
    expect(errors).toEqual([])
    const nodes: Line[] = data.search.edges.map(({ node }: Line) => node)
    const lines = await exported(gateway, {}, asLab)
    expect(lines).toHaveLength(nodes.length)
    for (const line of lines) expect(line).toEqual(nodes.find(({ id }) => id === line.id))
    expect(Object.keys(lines[0])).toEqual(Object.keys(nodes[0]))
  })

  test('every field of a record is there, but for those that have pages or are made when asked for', () => {
    const record = createSchema().getType('MetadataRecord') as GraphQLObjectType
    const names = exportFields.map(({ name }) => name)
    const others = ['assets', 'children', 'citation', 'parent', 'sameRecords', 'similar']
    expect([...names, ...others].sort()).toEqual(Object.keys(record.getFields()).sort())
  })

  test('each viewer gets what it may discover, and hidden parents are not named', async () => {
    const open = await exported(gateway)
    const lab = await exported(gateway, {}, asLab)
    const all = await exported(gateway, {}, asOperator)
    expect(titles(open)).toEqual([
      'Human hippocampus session',
      'Mouse brain atlas',
      'Open collection',
      'Parcellation of the hippocampus',
    ])
    expect(titles(lab)).toEqual(
      [...titles(open), 'Quokka hippocampus', 'Zebra study of the hippocampus'].sort(),
    )
    expect(titles(all)).toEqual(titles(lab))
    const study = { id: recordNodeId('beta:study') }
    const session = (lines: Line[]) => lines.find(({ nativeId }) => nativeId === 'session')
    expect(session(open)).toMatchObject({
      parents: [{ id: recordNodeId('beta:open') }],
      isVersionOf: null,
    })
    expect(session(lab)).toMatchObject({ parents: [study, expect.anything()], isVersionOf: study })
    expect(JSON.stringify(open)).not.toMatch(/quokka|zebra|gamma/i)
  })

  test('a hidden record cannot be asked for: not by its words, its id, its source or its place', async () => {
    const asking: Asked[] = [
      { query: 'quokka' },
      { filter: JSON.stringify({ id: [recordNodeId('gamma:secret')] }) },
      { filter: JSON.stringify({ source: ['gamma'] }) },
      { filter: JSON.stringify({ parent: recordNodeId('beta:study') }) },
    ]
    for (const parameters of asking) {
      const response = await asked(gateway, parameters)
      expect(response.headers.get('atlas-total')).toBe('0')
      expect(await response.text()).toBe('')
    }
    const behindHidden = await exported(gateway, { after: recordNodeId('gamma:secret') })
    const behindNothing = await exported(gateway, { after: recordNodeId('gamma:sec') })
    expect(behindHidden).toEqual(behindNothing)
  })

  test('query and filter are those of a search', async () => {
    const found = await exported(gateway, {
      query: 'hippocampos',
      filter: JSON.stringify({ species: ['mouse'], source: [sourceNodeId('alpha')] }),
    })
    expect(titles(found)).toEqual(['Mouse brain atlas', 'Parcellation of the hippocampus'])
  })

  test('fields are chosen by name; the id is always there and first', async () => {
    const [line] = await exported(gateway, { fields: 'title,kind', query: 'parcellation' })
    expect(JSON.stringify(line)).toBe(
      JSON.stringify({
        id: recordNodeId('alpha:parcels'),
        kind: 'PARCELLATION',
        title: 'Parcellation of the hippocampus',
      }),
    )
  })

  test('HEAD counts and says nothing else', async () => {
    const response = await asked(gateway, { format: 'csv' }, {}, 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('atlas-total')).toBe('4')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  })

  test('is kept by nobody, and its count can be read by pages', async () => {
    for (const headers of [{}, asOperator]) {
      const response = await asked(gateway, {}, { ...headers, origin: 'https://a.example.org' })
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('access-control-expose-headers')).toContain('Atlas-Total')
      expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
      await response.body?.cancel()
    }
  })

  test('a false token is refused as anywhere else', async () => {
    const world = await openWorld()
    const response = await asked(world.gateway(), {}, { authorization: 'Bearer wrong-token-here' })
    expect([response.status, await response.json()]).toMatchObject([
      401,
      { code: 'UNAUTHENTICATED', status: 401 },
    ])
    expect((await asked(world.gateway(), {}, { authorization: `Bearer ${token}` })).status).toBe(
      200,
    )
  })

  test.each([
    [{ filter: '{"speces":["mouse"]}' }, 'filter.speces'],
    [{ filter: '{"not":{"kind":["ATLASS"]}}' }, 'filter.not.kind'],
    [{ filter: '{"subjects":{"min":"three"}}' }, 'filter.subjects.min'],
    [{ filter: '{"subjects":{"min":3,"max":2}}' }, 'filter.subjects'],
    [{ filter: '{"released":{"from":"2023-02-30"}}' }, 'filter.released.from'],
    [{ filter: '{"id":["nonsense"]}' }, 'filter.id'],
    [{ filter: '["species"]' }, 'filter'],
    [{ filter: '{species:' }, 'filter'],
    [{ filter: `${'{"not":'.repeat(2_000)}{}${'}'.repeat(2_000)}` }, 'filter.not.not.not.not.not'],
    [{ query: 'a'.repeat(2_001) }, 'query'],
    [{ format: 'xlsx' }, 'format'],
    [{ format: 'constructor' }, 'format'],
    [{ fields: 'title,visibility' }, 'fields'],
    [{ after: 'alpha:atlas' }, 'after'],
    [{ after: sourceNodeId('alpha') }, 'after'],
    [{ limit: '10' }, 'limit'],
  ])('%j is refused by name', async (parameters: Asked, argument) => {
    const response = await asked(gateway, parameters)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: 'BAD_INPUT', argument, status: 400 },
    ])
  })

  test('a parameter that comes twice is refused', async () => {
    const url = 'http://gateway.test/export?query=a&query=b'
    const response = await gateway.fetch(new Request(url))
    expect(await response.json()).toMatchObject({ code: 'BAD_INPUT', argument: 'query' })
  })
})

describe('CSV', () => {
  async function table(given: Asked = {}) {
    const world = await openWorld()
    await fill(world.store, 'alpha', [
      {
        nativeId: 'awkward',
        title: '=HYPERLINK("http://evil.example.org","click")',
        description: 'First line,\nsecond "line"; with | and \\.\r\nThird.',
        keywords: ['a|b', 'c\\d', '-1+2'],
        creators: ['+SUM(A1)', 'Papp, E. A.'],
        version: '\t=1+1',
        dataLevel: '＠wide',
        accessNote: ' @import',
        species: [term('Mus musculus', 'NCBITaxon:10090'), term('Rattus')],
        resolution: { values: [25, 25, 100], unit: 'um', micrometres: [25, 25, 100] },
      },
      { nativeId: 'bare', title: 'Bare' },
    ])
    await world.follow()
    const response = await asked(world.gateway(), { format: 'csv', ...given })
    return { text: await response.text(), type: response.headers.get('content-type') }
  }

  test('is read back by a parser of RFC 4180: every row has every column', async () => {
    const { text } = await table()
    expect(text.endsWith('\r\n')).toBe(true)
    const [awkward, bare] = parse(text, { columns: true, record_delimiter: '\r\n' }) as Line[]
    expect(awkward).toMatchObject({
      id: recordNodeId('alpha:awkward'),
      source: 'alpha',
      description: 'First line,\nsecond "line"; with | and \\.\r\nThird.',
      species: 'Mus musculus|Rattus',
      speciesIds: 'NCBITaxon:10090|',
      resolution: '25|25|100',
      resolutionUnit: 'um',
    })
    expect(Object.keys(bare)).toEqual(Object.keys(awkward))
    expect(bare).toMatchObject({ title: 'Bare', description: '', species: '', subjects: '' })
  })

  test('holds nothing that a spreadsheet would compute', async () => {
    const { text } = await table()
    const [awkward] = parse(text, { columns: true, record_delimiter: '\r\n' }) as Line[]
    expect(awkward).toMatchObject({
      title: `'=HYPERLINK("http://evil.example.org","click")`,
      creators: `'+SUM(A1)|Papp, E. A.`,
      version: `'\t=1+1`,
      dataLevel: `'＠wide`,
      accessNote: `' @import`,
    })
    for (const cell of Object.values(awkward)) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
  })

  test('lists can be told from the signs in their items', async () => {
    const { text } = await table({ fields: 'keywords' })
    const [{ keywords }] = parse(text, { columns: true }) as Line[]
    expect(keywords).toBe('a\\|b|c\\\\d|-1+2')
  })

  test('the rest of a table has no head, and says so', async () => {
    const { text, type } = await table({
      after: recordNodeId('alpha:awkward'),
      fields: 'title',
    })
    expect(type).toBe('text/csv; charset=utf-8; header=absent')
    expect(text).toBe(`${recordNodeId('alpha:bare')},Bare\r\n`)
  })

  test('without a match there is the head alone', async () => {
    const { text } = await table({ query: 'zzyzx', fields: 'title,species' })
    expect(text).toBe('id,title,species,speciesIds\r\n')
  })
})

describe('5,000 records', () => {
  const many = 5_000
  let world: World
  let gateway: Gateway
  let url: string
  beforeAll(async () => {
    const started = await startWorld()
    world = started
    await fill(
      world.store,
      'alpha',
      Array.from({ length: many }, (_, at) => ({
        nativeId: `r${at}`,
        title: `Record ${at}`,
        description: 'word '.repeat(300),
        hidden: at % 10 === 3,
      })),
    )
    await world.follow()
    gateway = world.gateway({ viewerOf: groupsOf })
    url = await gateway.listen(0)
    return started.close
  }, 120_000)

  /** The index, counting its pages, and with pages of few. */
  function counting(first: number): { index: GatewayIndex; asked: MatchesRequest[] } {
    const asked: MatchesRequest[] = []
    const index: GatewayIndex = {
      ...world.index,
      matches: (viewer, request) => {
        asked.push(request)
        return world.index.matches(viewer, { ...request, first })
      },
    }
    return { index, asked }
  }

  async function opened(path: string, root = url): Promise<IncomingMessage> {
    const request = httpGet(root + path)
    request.on('error', () => {})
    const [response] = await once(request, 'response')
    onTestFinished(() => {
      response.destroy()
    })
    return response
  }

  /** What came until the end, and whether that was in good order. */
  async function drained(response: IncomingMessage): Promise<{ text: string; complete: boolean }> {
    let text = ''
    response.setEncoding('utf8')
    try {
      for await (const chunk of response) text += chunk
    } catch {
      // Told by `complete`.
    }
    return { text, complete: response.complete }
  }

  test('come all and once, in the order of their ids, however the index cuts its pages', async () => {
    const { index, asked } = counting(700)
    const response = await opened(pathOf(), await world.gateway({ index }).listen(0))
    expect(response.headers['atlas-total']).toBe('4500')
    const { text, complete } = await drained(response)
    const ids = linesOf(text).map(({ nativeId }) => `alpha:${nativeId}`)
    expect(complete).toBe(true)
    expect(new Set(ids).size).toBe(4_500)
    expect(ids).toEqual(ids.toSorted())
    expect(asked.map(({ after }) => after)).toHaveLength(7)
    expect(await exported(gateway, { fields: 'id' }, asLab)).toHaveLength(many)
  })

  test.each(['ndjson', 'csv'])(
    'a broken export goes on behind its last line: %s',
    async (format) => {
      const whole = await (await asked(gateway, { format })).text()
      const eol = format === 'csv' ? '\r\n' : '\n'
      let text = whole.slice(0, 1_234_567)
      text = text.slice(0, text.lastIndexOf(eol) + eol.length)
      const lastLine = text.split(eol).at(-2) as string
      const after =
        format === 'csv' ? lastLine.slice(0, lastLine.indexOf(',')) : JSON.parse(lastLine).id
      const rest = await (await asked(gateway, { format, after })).text()
      expect(rest.length).toBeGreaterThan(1_000)
      expect(text + rest).toBe(whole)
    },
  )

  test('a fault in the middle breaks the connection, so that nobody takes a part for all', async () => {
    const warned: unknown[] = []
    const log = {
      info() {},
      error() {},
      warn: (_: string, details: unknown) => warned.push(details),
    }
    const { index } = counting(1_000)
    let pages = 0
    const failing: GatewayIndex = {
      ...index,
      matches: async (viewer, request) => {
        if (++pages === 3) throw new GatewayError('INDEX_UNAVAILABLE', { cause: 'lost' })
        return index.matches(viewer, request)
      },
    }
    const broken = world.gateway({ index: failing, log })
    const { text, complete } = await drained(await opened(pathOf(), await broken.listen(0)))
    expect(complete).toBe(false)
    expect(text.length).toBeGreaterThan(100_000)
    expect(warned).toEqual([{ err: 'lost', code: 'INDEX_UNAVAILABLE' }])
    pages = 0
    await expect((await asked(broken)).text()).rejects.toThrow()
  })

  test('an index that is being made again ends an export as broken', async () => {
    const { index } = counting(1_000)
    let position = 9_000
    const emptied: GatewayIndex = {
      ...index,
      matches: async (viewer, request) => {
        const page = await index.matches(viewer, request)
        position -= 4_000
        return { ...page, position }
      },
    }
    const url = await world.gateway({ index: emptied }).listen(0)
    expect((await drained(await opened(pathOf(), url))).complete).toBe(false)
  })

  test('a fault before the first line is a problem with its code', async () => {
    const fail = () => Promise.reject(new GatewayError('INDEX_UNAVAILABLE'))
    const response = await asked(world.gateway({ index: { ...world.index, matches: fail } }))
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { code: 'INDEX_UNAVAILABLE' },
    ])
  })

  /** A store that counts what is read of it. */
  function reading() {
    const read = { records: 0 }
    const store = Object.create(world.store, {
      records: {
        value: (...[viewer, ids]: Parameters<World['store']['records']>) => {
          read.records += ids.length
          return world.store.records(viewer, ids)
        },
      },
    })
    return { store, read }
  }

  test('a reader who does not read is waited for, with little read ahead', async () => {
    const { store, read } = reading()
    const url = await world.gateway({ store }).listen(0)
    const response = await opened(pathOf(), url)
    response.pause()
    await until('nothing is read any more', async () => {
      const before = read.records
      await new Promise((resolve) => setTimeout(resolve, 200))
      return before > 0 && read.records === before
    })
    // What lies in the buffers of two sockets, and a batch.
    expect(read.records).toBeLessThan(many)
    const { text, complete } = await drained(response)
    expect([linesOf(text).length, complete]).toEqual([4_500, true])
    expect(read.records).toBe(4_500)
  })

  test('a reader who stops for too long is left, and its place is free again', async () => {
    const url = await world.gateway({ exportsAtOnce: 1, exportPatience: 100 }).listen(0)
    const response = await opened(pathOf(), url)
    response.pause()
    await until('the place is free', async () => (await fetch(url + pathOf({ query: 'zzyzx' }))).ok)
    expect((await drained(response)).complete).toBe(false)
  })

  test('a client that goes away ends the work', async () => {
    const { store, read } = reading()
    const url = await world.gateway({ store, exportsAtOnce: 1 }).listen(0)
    const response = await opened(pathOf(), url)
    await once(response, 'data')
    response.destroy()
    await until('the place is free', async () => (await fetch(url + pathOf({ query: 'zzyzx' }))).ok)
    const before = read.records
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(read.records).toBe(before)
    expect(before).toBeLessThan(many)
  })

  test('more at once than allowed are told to come back, and every end frees a place', async () => {
    const limited = world.gateway({ exportsAtOnce: 2 })
    const [one, two] = [await asked(limited), await asked(limited)]
    const refused = await asked(limited)
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'RATE_LIMITED' }])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    // Counting takes no place.
    expect((await asked(limited, {}, {}, 'HEAD')).status).toBe(200)
    await one.body?.cancel()
    expect((await (await asked(limited)).text()).length).toBeGreaterThan(1_000)
    expect((await asked(limited, { format: 'xlsx' })).status).toBe(400)
    const three = await asked(limited)
    expect((await asked(limited)).status).toBe(429)
    await Promise.all([two.text(), three.text()])
    expect((await asked(limited, { query: 'zzyzx' })).status).toBe(200)
  })

  test('closing the gateway breaks an export off', async () => {
    const closing = world.gateway()
    const response = await opened(pathOf(), await closing.listen(0))
    await once(response, 'data')
    response.pause()
    const started = performance.now()
    await closing.close()
    expect(performance.now() - started).toBeLessThan(5_000)
    expect((await drained(response)).complete).toBe(false)
  })

  test('what is hidden or removed after the index looked is left out', async () => {
    const { index } = counting(many)
    const late: GatewayIndex = {
      ...index,
      matches: async (viewer, request) => {
        const page = await index.matches(viewer, request)
        return { ...page, ids: [...page.ids, 'alpha:never', 'alpha:r3'] }
      },
    }
    const lines = await exported(world.gateway({ index: late }), { fields: 'id' })
    expect(lines).toHaveLength(4_500)
  })
})
