import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ask } from '../support/gateway.ts'
import { run } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'

interface Hit {
  node: { source: { name: string } }
}

interface Paid {
  source: { name: string }
  assets: { edges: { node: { region: string | null; payer: string | null } }[] }
}

const sources = ['allen', 'xnat', 'shanoir', 'dandi', 'openneuro', 'open-data', 'buckets']
/** Those of them that know of the hippocampus. */
const finders = ['allen', 'xnat', 'dandi']

describe('demo', { timeout: 120_000 }, () => {
  test('harvests several sources, shows a query with its answer, serves until Ctrl-C, and leaves nothing behind', async () => {
    const folder = await tempFolder()
    // Whoever has a Meilisearch configured does not want the demo in it.
    const elsewhere = { MEILI_URL: 'http://127.0.0.1:9', MEILI_KEY: 'any-key' }
    const demo = run('src/cli/main.ts', ['demo'], { PORT: '0', TMPDIR: folder, ...elsewhere })
    const [, url = ''] = await demo.says(/GraphiQL: (http:\/\/127\.0\.0\.1:\d+)\/graphql/, 60_000)
    for (const name of sources) {
      expect(demo.out()).toMatch(new RegExp(`^${name} +succeeded: \\d+ rows.* 0 rejected`, 'm'))
    }
    expect(demo.out()).toContain('<mark>')
    // Not a terminal: nothing but lines of text.
    expect(demo.out() + demo.err()).not.toMatch(/[^\n\P{Cc}]/u)

    const { data } = await ask(url, '{ search { totalCount } }')
    expect(data.search.totalCount).toBeGreaterThanOrEqual(60)

    // What somebody has to pay for says who, and where it lies.
    const paid = await ask(
      url,
      `{ search(filter: { access: [REQUESTER_PAYS] }) { edges { node {
        source { name } assets(first: 50) { edges { node { region payer } } } } } } }`,
    )
    const payers = paid.data.search.edges.flatMap((edge: { node: Paid }) =>
      edge.node.assets.edges.map(({ node }) => [edge.node.source.name, node.region, node.payer]),
    )
    expect(payers).toContainEqual(['buckets', 'us-west-2', 'CALLER'])
    expect(payers).toContainEqual(['open-data', 'eu-central-1', 'CALLER'])

    // What the README shows is what a reader gets.
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
    const [, body = '', shown = ''] = readme.match(/-d '(.*)'\n```\n+```json\n(.*?)\n```/s) ?? []
    const query = JSON.parse(body).query
    expect(await ask(url, query)).toEqual(JSON.parse(shown))

    // One search over several of them, in the README and in the demo's own answer.
    const printed = demo.out().match(/Its answer:\n(.*?\n)\n/s)?.[1] ?? ''
    for (const { search } of [JSON.parse(printed), JSON.parse(shown).data]) {
      const buckets = finders.map((label) => expect.objectContaining({ label }))
      expect(search.facets).toContainEqual({ facet: 'SOURCE', buckets })
      const found = new Set(search.edges.map((edge: Hit) => edge.node.source.name))
      expect(found.size).toBeGreaterThan(1)
      for (const name of found) expect(finders).toContain(name)
    }

    // As npm and the terminal do it together.
    demo.child.kill('SIGINT')
    demo.child.kill('SIGINT')
    expect(await demo.ended).toBe(0)
    expect(await readdir(folder)).toEqual([])
  })

  test('ends at Ctrl-C while it harvests, and leaves nothing behind', async () => {
    const folder = await tempFolder()
    const demo = run('src/cli/main.ts', ['demo'], { PORT: '0', TMPDIR: folder })
    await demo.says(/, harvesting /, 60_000)
    demo.child.kill('SIGINT')
    expect(await demo.ended).toBe(0)
    expect(demo.out()).not.toContain('Its answer')
    expect(demo.err()).toBe('')
    expect(await readdir(folder)).toEqual([])
  })

  test('says when its port is taken, and leaves nothing behind', async () => {
    const folder = await tempFolder()
    const server = createServer().listen(0, '127.0.0.1')
    try {
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as AddressInfo
      const demo = run('src/cli/main.ts', ['demo'], { PORT: String(port), TMPDIR: folder })
      expect(await demo.ended).toBe(1)
      expect(demo.err()).toBe(`Port ${port} is taken; PORT names another.\n`)
      expect(await readdir(folder)).toEqual([])
    } finally {
      server.close()
    }
  })
})
