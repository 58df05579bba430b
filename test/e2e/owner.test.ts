import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { followEvents } from '../../src/cli/follow.ts'
import { checkout } from '../support/checkout.ts'
import { operatorToken, type RunningGateway, startGateway } from '../support/gateway.ts'
import { command } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

/** The stand-in of a scaffolded connector, as far as the session plays with it. */
interface ScaffoldedStandin {
  url: string
  scans: Record<string, unknown>[]
  faults: { add(fault: { kind: string; bytes?: number; every?: number }): unknown; clear(): void }
  close(): Promise<void>
}

/** What an upstream wants to see, and nobody else ever may. */
const upstreamToken = 'zq-token-of-the-sample'

describe('an owner', { timeout: 300_000 }, () => {
  test('takes a repository from nothing into the federation, watches it, and mends it', async () => {
    const project = await checkout()
    const folder = await tempFolder()
    const atlas = (
      words: string,
      environment: Record<string, string> = {},
      typed: string | null = null,
    ) => command(words.split(' '), environment, typed, project)

    // A connector of its own, which keeps every promise.
    const made = await atlas('connector new small-archive')
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('small-archive/index.ts') })
    const certified = await atlas('connector test connectors/small-archive')
    expect(certified, certified.out + certified.err).toMatchObject({ code: 0 })

    const upstream = await startUpstream(project)
    const origin = new URL(upstream.url).origin
    const variables: Record<string, string> = {
      PORT: '0',
      ATLAS_DATA: join(folder, 'data'),
      ATLAS_SOURCES: join(folder, 'sources.yaml'),
      ATLAS_OPERATOR_TOKEN: operatorToken,
      ATLAS_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      ATLAS_PRIVATE_ORIGINS: origin,
    }
    await writeFile(variables.ATLAS_SOURCES ?? '', 'sources: []')
    let gateway = await startGateway(variables, project)
    const token = await atlas('token create --role owner --subject small-team', variables)
    expect(token.code, token.err).toBe(0)
    const shell = () => ({
      ATLAS_URL: gateway.url,
      ATLAS_TOKEN: token.out.trim(),
      SMALL_ARCHIVE_TOKEN: upstreamToken,
    })
    const owner = (words: string) => atlas(`source ${words}`, shell())
    const operator = (words: string) =>
      atlas(`source ${words}`, { ATLAS_URL: gateway.url, ATLAS_TOKEN: operatorToken })

    // Checked: first with a slip, then as it should be.
    const file = join(folder, 'mine.yaml')
    const source = {
      ...{ id: 'small', type: 'small-archive', title: 'Small Archive', schedule: 'manual' },
      ...{ staleAfter: '36h', options: { baseUrl: `${origin}/api`, pageSize: 2 } },
      credentials: { token: '$' + '{SMALL_ARCHIVE_TOKEN}' },
    }
    await writeFile(file, JSON.stringify(source))
    const slip = await owner(`check --file ${file} --option pagesize=3`)
    expect(slip.code).toBe(1)
    expect(slip.err).toContain('options.pagesize')
    const { credentials, ...rest } = source
    await writeFile(`${file}.json`, JSON.stringify(rest))
    const refused = await atlas(
      `source check --file ${file}.json --secret token`,
      shell(),
      'not-the-token\n',
    )
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('SOURCE_REFUSED') })
    expect(refused.out + refused.err).not.toContain('not-the-token')
    const checked = await owner(`check --file ${file}`)
    expect(checked, checked.out + checked.err).toMatchObject({ code: 0 })
    expect(checked.out).toMatch(/It can be harvested[\s\S]*E1 +T1-weighted image/)

    // Registered, and harvested only after an operator has said so.
    const added = await owner(`add --file ${file}`)
    expect(added, added.err).toMatchObject({ code: 0 })
    expect(added.out).toContain('an operator has to approve it')
    const early = await owner('harvest small')
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining('approve') })
    expect(await owner('approve small')).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('FORBIDDEN') },
    })
    expect(await operator('approve small --revision 1')).toMatchObject({ code: 0 })
    expect((await gateway.ask('{ search { totalCount } }')).data.search.totalCount).toBe(0)

    // Harvested under the owner's eyes, who are the eyes of a subscription.
    upstream.faults.add({ kind: 'slow-drip', bytes: 40, every: 50 })
    const events = await watched(gateway, token.out.trim())
    upstream.faults.clear()
    expect(events[0]).toMatchObject({ state: 'RUNNING', seen: 0 })
    expect(events.at(-1)).toMatchObject({ state: 'SUCCEEDED', seen: 5, rejected: 0 })
    expect(events.at(-1)?.rate).toBeGreaterThan(0)
    await searched(gateway, 5)
    const again = await owner('harvest small --full --follow')
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^small {2}succeeded: 5/) })

    // The upstream breaks, and its owner is told.
    upstream.faults.add({ kind: 'status-503' })
    const broken = await owner('harvest small --full --follow')
    expect(broken).toMatchObject({ code: 1, out: expect.stringContaining('SOURCE_UNREACHABLE') })
    const told = await owner('report small')
    expect(told.code, told.err).toBe(0)
    expect(told.out).toMatch(/failed[\s\S]*SOURCE_UNREACHABLE/)
    expect(told.out).toContain('Completeness')
    upstream.faults.clear()

    // It is back, with a date in a form of its own: the mapping does not know it yet.
    const [first = {}] = upstream.scans
    first.changed = 'Monday, 5 January 2026'
    const partial = await owner('harvest small --full --follow')
    expect(partial, partial.out + partial.err).toMatchObject({ code: 3 })
    const rejections = await gateway.ask(
      '{ source(id: "small") { lastHarvest { rejections { nativeId path } } } }',
      {},
      token.out.trim(),
    )
    expect(rejections.data.source.lastHarvest.rejections).toMatchObject([{ nativeId: 'E1' }])

    // The mapping is mended, and says more than before.
    await edit(join(project, 'connectors/small-archive/map.ts'), [
      [
        'modified: scan.changed ?? null',
        'modified: scan.changed ? new Date(Date.parse(scan.changed)).toISOString() : null',
      ],
      ["kind: 'IMAGE'", "kind: 'IMAGE', domain: 'NEUROIMAGING'"],
    ])
    await edit(join(project, 'connectors/small-archive/index.ts'), [['version: 1', 'version: 2']])
    expect(await gateway.stop()).toBe(0)
    const before = gateway.out() + gateway.err()
    gateway = await startGateway(variables, project)
    const replayed = await owner('replay small')
    expect(replayed, replayed.out + replayed.err).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('1 of 1 rejected rows are records now') },
    })
    const planned = await owner('remap small')
    expect(planned, planned.out + planned.err).toMatchObject({ code: 0 })
    expect(planned.out).toMatch(/4 of 5 records would change[\s\S]*domain/)
    await searched(gateway, 1, '(filter: { domain: [NEUROIMAGING] })')
    const applied = await owner('remap small --apply')
    expect(applied).toMatchObject({
      code: 0,
      out: expect.stringContaining('4 of 5 records changed'),
    })
    await searched(gateway, 5, '(filter: { domain: [NEUROIMAGING] })')

    // Nobody asked the upstream for that, and everything stands in the audit.
    const audit = await gateway.ask(
      '{ audit(source: "small", first: 100) { edges { node { action by } } } }',
      {},
      token.out.trim(),
    )
    const actions = audit.data.audit.edges.map(
      ({ node }: { node: { action: string } }) => node.action,
    )
    expect(actions).toEqual(
      expect.arrayContaining([
        ...['source.registered', 'source.approved', 'harvest.started'],
        ...['quarantine.replayed', 'remap.applied'],
      ]),
    )

    // Gone with its records, once their number is said.
    expect(await owner('remove small --confirm-records 4')).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('CONFLICT') },
    })
    const removed = await owner('remove small --confirm-records 5')
    expect(removed, removed.err).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('with 5 records') },
    })
    await searched(gateway, 0)
    expect(await gateway.stop()).toBe(0)

    // What the upstream wants to see stands nowhere else.
    expect(before + gateway.out() + gateway.err()).not.toContain(upstreamToken)
    for (const name of await readdir(join(folder, 'data'), { recursive: true })) {
      const bytes = await readFile(join(folder, 'data', name)).catch(() => Buffer.alloc(0))
      expect(bytes.includes(upstreamToken), name).toBe(false)
    }
  })
})

async function startUpstream(project: string): Promise<ScaffoldedStandin> {
  const file = join(project, 'connectors/small-archive/standin.ts')
  const { startSmallArchiveStandin } = await import(pathToFileURL(file).href)
  const standin: ScaffoldedStandin = await startSmallArchiveStandin()
  onTestFinished(() => standin.close())
  return standin
}

/** Begins a harvest and gives the events of its subscription, to the end. */
async function watched(gateway: RunningGateway, token: string) {
  const started = await gateway.ask(
    'mutation { startHarvest(source: "small", full: true) { harvest { id } problems { code message } } }',
    {},
    token,
  )
  const { harvest, problems } = started.data.startHarvest
  expect(problems).toEqual([])
  const Event = z.object({
    harvest: z.object({
      ...{ state: z.string(), seen: z.number(), rejected: z.number() },
      rate: z.number().nullable(),
    }),
  })
  const query =
    'subscription ($id: ID!) { harvest(id: $id) { state seen rejected rate remainingSeconds } }'
  const request = { token, signal: AbortSignal.timeout(60_000) }
  const events = followEvents(gateway.url, query, { id: harvest.id }, Event, request)
  return (await Array.fromAsync(events)).map(({ harvest }) => harvest)
}

function searched(gateway: RunningGateway, count: number, request = ''): Promise<boolean> {
  return until(`${count} records are found`, async () => {
    const { data } = await gateway.ask(`{ search${request} { totalCount } }`)
    return data.search.totalCount === count
  })
}

async function edit(file: string, changes: [string, string][]): Promise<void> {
  let text = await readFile(file, 'utf8')
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
    text = text.replace(from, to)
  }
  await writeFile(file, text)
}
