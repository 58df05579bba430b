import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { operator } from '../../src/model/index.ts'
import { until } from '../support/until.ts'
import { ask, faultsOf } from './ask.ts'
import { as, type Caller } from './callers.ts'
import { ownerSubject } from './catalogue.ts'
import { openRegistrable, type Registrable, upstreamToken } from './registrable.ts'

const problems = 'problems { code path message }'
const source =
  'source { name title state homepage records isManaged origin owners discover visibility options hasSecrets secretNames origins revision isApprovable schedule nextHarvest staleAfterSeconds awaitsApproval isPaused registeredAt recordsInAll }'

function draftOf({ options }: Registrable, more: Record<string, unknown> = {}) {
  return {
    ...{ id: 'mine', type: 'shelf', title: 'My shelf', options, schedule: null },
    secrets: { token: upstreamToken },
    ...more,
  }
}

const register = (world: Registrable, input: object, caller: Caller = 'owner') =>
  ask(
    world.service,
    `mutation ($input: SourceInput!) { registerSource(input: $input) { ${source} ${problems} } }`,
    { input },
    as(caller),
  )

const update = (world: Registrable, patch: object, caller: Caller = 'owner', id = 'mine') =>
  ask(
    world.service,
    `mutation ($id: ID!, $patch: SourcePatch!) { updateSource(id: $id, patch: $patch) { ${source} ${problems} } }`,
    { id, patch },
    as(caller),
  )

const change = (world: Registrable, field: string, caller: Caller = 'owner', id = 'mine') =>
  ask(
    world.service,
    `mutation { done: ${field}(id: "${id}") { ${source} ${problems} } }`,
    {},
    as(caller),
  )

async function registered(world: Registrable, more: Record<string, unknown> = {}): Promise<void> {
  const { data, errors } = await register(world, draftOf(world, more))
  expect([errors, data.registerSource.problems]).toEqual([[], []])
}

async function approved(world: Registrable, more: Record<string, unknown> = {}): Promise<void> {
  await registered(world, more)
  expect((await change(world, 'approveSource', 'operator')).data.done.problems).toEqual([])
}

/** Harvests to the end and gives how it ended. */
async function harvest(world: Registrable) {
  const start =
    'mutation { startHarvest(source: "mine", full: true) { harvest { id } problems { code path message } } }'
  const { data, errors } = await ask(world.service, start, {}, as('owner'))
  expect([errors, data.startHarvest.problems]).toEqual([[], []])
  const { id } = data.startHarvest.harvest
  const look =
    'query ($id: ID!) { harvest(id: $id) { state seen written rejected error finishedAt rejections { nativeId path reason } } }'
  return until('the harvest has ended', async () => {
    const { data } = await ask(world.service, look, { id }, as('owner'))
    return data.harvest.finishedAt === null ? null : data.harvest
  })
}

async function actions(world: Registrable): Promise<[string, string | null][]> {
  const { entries } = await world.store.audit({ sources: ['mine'], first: 100, before: null })
  return entries
    .filter(({ action }) => action !== 'visibility')
    .map(({ action, by }) => [action, by])
}

describe('checkSource', () => {
  const check = (world: Registrable, input: object, sample = 20) =>
    ask(
      world.service,
      `mutation ($input: SourceInput!, $sample: Int!) {
        checkSource(input: $input, sample: $sample) {
          ok ${problems}
          sample { nativeId kind title record assets quality { score missing } fields { field origin } }
          rejected { nativeId entity path reason }
          completeness estimatedRecords estimatedCost { amount } spent { amount } tookMs
        }
      }`,
      { input, sample },
      as('owner'),
    )

  test('tells what would be harvested and how good it is, and stores nothing', async () => {
    const world = await openRegistrable()
    world.things.push({ id: 'c' })
    const { data, errors } = await check(world, draftOf(world))
    expect(errors).toEqual([])
    expect(data.checkSource).toMatchObject({
      ...{ ok: true, estimatedRecords: 3, estimatedCost: null, spent: null },
      sample: [
        { nativeId: 'a', kind: 'DATASET', title: 'Mouse hippocampus', assets: [] },
        { nativeId: 'b', kind: 'DATASET', title: 'Rat cortex' },
      ],
      rejected: [{ nativeId: 'c', entity: 'thing', path: 'title' }],
    })
    const { sample, completeness, tookMs } = data.checkSource
    expect(sample[0].record).toMatchObject({ title: 'Mouse hippocampus', released: '2020' })
    expect(completeness).toMatchObject({ released: 0.5 })
    expect(tookMs).toBeGreaterThan(0)
    expect(await world.store.registeredSources()).toEqual([])
    expect((await world.store.sources(operator)).map(({ id }) => id)).not.toContain('mine')
  })

  test('names what is wrong by its path, and never a value', async () => {
    const world = await openRegistrable()
    const secret = 'hunter2-hunter2'
    const wrong = draftOf(world, {
      options: { ...world.options, limt: 3 },
      secrets: { token: upstreamToken, password: secret },
      schedule: 'now and then',
    })
    const { data, errors } = await check(world, wrong)
    expect(errors).toEqual([])
    expect(data.checkSource).toMatchObject({ ok: false, sample: [] })
    const paths = data.checkSource.problems.map(({ path }: { path: string }) => path)
    expect(paths).toEqual(expect.arrayContaining(['options.limt', 'secrets', 'schedule']))
    expect(JSON.stringify(data)).not.toContain(secret)
    expect(JSON.stringify(data)).not.toContain(upstreamToken)
  })

  test('says that secrets were refused, that nobody is there, or that the type is none', async () => {
    const world = await openRegistrable()
    const refused = await check(world, draftOf(world, { secrets: { token: 'wrong' } }))
    expect(refused.data.checkSource).toMatchObject({
      ...{ ok: false, problems: [{ code: 'SOURCE_REFUSED', path: 'secrets.token' }] },
    })
    world.standin.faults.add({ kind: 'status-503' })
    const down = await check(world, draftOf(world))
    expect(down.data.checkSource).toMatchObject({
      ...{ ok: false, problems: [{ code: 'SOURCE_UNREACHABLE', path: 'options.baseUrl' }] },
    })
    const type = await check(world, draftOf(world, { type: 'shell' }))
    expect(type.data.checkSource.problems).toMatchObject([{ path: 'type' }])
  })

  test('reads no more than the sample, and refuses a sample that is none', async () => {
    const world = await openRegistrable()
    const { data } = await check(world, draftOf(world), 1)
    expect(data.checkSource.sample).toHaveLength(1)
    for (const sample of [0, -1, 101]) {
      expect(faultsOf(await check(world, draftOf(world), sample))).toEqual([
        ['BAD_INPUT', 'sample'],
      ])
    }
  })

  test('calls no private address that the operator did not list', async () => {
    const world = await openRegistrable()
    for (const baseUrl of [
      'http://127.0.0.1:1/api',
      'http://169.254.169.254/',
      'http://[::1]:1/',
    ]) {
      const { data } = await check(world, draftOf(world, { options: { baseUrl } }))
      expect(data.checkSource.problems).toMatchObject([
        { code: 'FORBIDDEN', path: 'options.baseUrl' },
      ])
    }
    expect(world.standin.requests).toEqual([])
  })
})

describe('a registered source', () => {
  test('waits for an operator, is then harvested, and says to its owner how it is configured', async () => {
    const world = await openRegistrable()
    const { data } = await register(world, draftOf(world, { staleAfter: '36h', discover: ['lab'] }))
    expect(data.registerSource).toEqual({
      problems: [],
      source: {
        ...{ name: 'mine', title: 'My shelf', state: 'PENDING', homepage: null, records: 0 },
        ...{ isManaged: true, origin: 'REGISTERED', owners: [ownerSubject], discover: ['lab'] },
        ...{ visibility: null, options: world.options, hasSecrets: true, schedule: null },
        ...{ secretNames: ['token'], origins: [new URL(world.standin.url).origin] },
        ...{ revision: 1, isApprovable: false },
        ...{ nextHarvest: null, staleAfterSeconds: 129_600, awaitsApproval: true },
        ...{ isPaused: false, registeredAt: expect.any(String), recordsInAll: 0 },
      },
    })
    const early = await ask(
      world.service,
      'mutation { startHarvest(source: "mine") { harvest { id } problems { code path } } }',
      {},
      as('owner'),
    )
    expect(early.data.startHarvest).toEqual({
      ...{ harvest: null, problems: [{ code: 'CONFLICT', path: 'source' }] },
    })
    expect(faultsOf(await change(world, 'approveSource'))).toEqual([['FORBIDDEN', undefined]])
    const { data: after } = await change(world, 'approveSource', 'operator')
    expect(after.done).toMatchObject({ problems: [], source: { awaitsApproval: false } })
    expect(await harvest(world)).toMatchObject({ state: 'SUCCEEDED', seen: 2, written: 2 })
    // Nobody else knows of it.
    for (const caller of ['anonymous', 'stranger'] as const) {
      const told = await ask(world.service, '{ source(id: "mine") { name } }', {}, as(caller))
      expect(faultsOf(told)).toEqual([['NOT_FOUND', undefined]])
    }
    expect(await actions(world)).toEqual([
      ['harvest.started', ownerSubject],
      ['source.approved', 'operator'],
      ['source.registered', ownerSubject],
    ])
  })

  test('keeps its secret for itself', async () => {
    const world = await openRegistrable()
    await approved(world)
    await harvest(world)
    const everything = `{ sources { ${source.slice(9, -2)} } connectorTypes { secrets credentials }
      audit { edges { node { action detail } } } harvests { edges { node { message } } } }`
    const answer = await ask(world.service, everything, {}, as('operator'))
    expect(answer.errors).toEqual([])
    expect(answer.data.connectorTypes).toMatchObject([{ secrets: ['token'] }])
    expect(JSON.stringify(answer.data)).not.toContain(upstreamToken)
    for (const name of await readdir(world.folder)) {
      const bytes = await readFile(join(world.folder, name))
      expect(bytes.includes(upstreamToken), name).toBe(false)
    }
  })

  test('is refused when its id is taken, by the file too, or nothing keeps its secrets', async () => {
    const world = await openRegistrable()
    for (const id of ['alpha', 'gamma']) {
      const { data } = await register(world, draftOf(world, { id }))
      expect(data.registerSource).toMatchObject({ source: null, problems: [{ path: 'id' }] })
    }
    await registered(world)
    const { data } = await register(world, draftOf(world), 'stranger')
    expect(data.registerSource).toMatchObject({
      ...{ source: null, problems: [{ code: 'CONFLICT', path: 'id' }] },
    })
    const keyless = await openRegistrable({ keys: [] })
    const refused = await register(keyless, draftOf(keyless))
    expect(refused.data.registerSource).toMatchObject({
      ...{ source: null, problems: [{ code: 'CONFIG_INVALID', path: 'secrets' }] },
    })
  })

  test('of the sources file is read-only, and its options are for operators', async () => {
    const world = await openRegistrable()
    const { data } = await update(world, { title: 'Mine now' }, 'owner', 'alpha')
    expect(data.updateSource).toMatchObject({
      ...{ source: null, problems: [{ code: 'CONFLICT', message: expect.stringMatching(/file/) }] },
    })
    const removed = await ask(
      world.service,
      `mutation { removeSource(id: "alpha", confirmRecords: 0) { removedRecords ${problems} } }`,
      {},
      as('operator'),
    )
    expect(removed.data.removeSource).toMatchObject({
      ...{ removedRecords: null, problems: [{ code: 'CONFLICT' }] },
    })
    const look = '{ source(id: "alpha") { origin options owners } }'
    expect((await ask(world.service, look, {}, as('owner'))).data.source).toEqual({
      ...{ origin: 'FILE', options: null, owners: [ownerSubject] },
    })
  })

  test('is given to others by operators alone', async () => {
    const world = await openRegistrable()
    const { data } = await register(
      world,
      draftOf(world, { owners: ['another-team', 'group:lab'] }),
      'operator',
    )
    expect(data.registerSource.source.owners).toEqual(['another-team', 'group:lab'])
    expect((await change(world, 'pauseSource', 'stranger')).data.done.problems).toEqual([])
    expect(faultsOf(await change(world, 'pauseSource'))).toEqual([['FORBIDDEN', undefined]])
  })
})

describe('a change of a source', () => {
  test('leaves what is absent and clears what is null', async () => {
    const world = await openRegistrable()
    await approved(world, { homepage: 'https://mine.example.org/', staleAfter: '1d' })
    const { data, errors } = await update(world, { title: 'Renamed', staleAfter: null })
    expect(errors).toEqual([])
    expect(data.updateSource.source).toMatchObject({
      ...{ title: 'Renamed', staleAfterSeconds: null, homepage: 'https://mine.example.org/' },
      ...{ options: world.options, hasSecrets: true, awaitsApproval: false },
    })
    const again = await update(world, { homepage: null, schedule: '6h' })
    expect(again.data.updateSource.source).toMatchObject({
      ...{ title: 'Renamed', homepage: null, schedule: '6h', awaitsApproval: false },
    })
    expect(again.data.updateSource.source.nextHarvest).toMatch(/^2\d{3}-/)
  })

  test('of what is read waits for an operator again, unless an operator made it', async () => {
    const world = await openRegistrable()
    await approved(world)
    const options = { ...world.options, limit: 50 }
    const byOwner = await update(world, { options })
    expect(byOwner.data.updateSource.source).toMatchObject({ options, awaitsApproval: true })
    await change(world, 'approveSource', 'operator')
    const byOperator = await update(world, { options: world.options }, 'operator')
    expect(byOperator.data.updateSource.source).toMatchObject({ awaitsApproval: false })
    const secrets = await update(world, { secrets: { token: 'another' } })
    expect(secrets.data.updateSource.source).toMatchObject({ awaitsApproval: true })
    const wrong = await update(world, { options: { ...options, limit: 'many' } })
    expect(wrong.data.updateSource).toMatchObject({
      ...{ source: null, problems: [{ path: 'options.limit' }] },
    })
  })

  test('that an operator has not looked at is not approved, and stands there to be looked at', async () => {
    const world = await openRegistrable()
    await registered(world)
    const approve = (revision: number | null, caller: Caller = 'operator') =>
      ask(
        world.service,
        `mutation ($revision: Int) { approveSource(id: "mine", revision: $revision) { ${source} ${problems} } }`,
        { revision },
        as(caller),
      )
    await update(world, { options: { ...world.options, limit: 50 } })
    const { data, errors } = await approve(1)
    expect(errors).toEqual([])
    expect(data.approveSource).toEqual({
      source: null,
      problems: [
        { code: 'CONFLICT', path: 'revision', message: expect.stringMatching(/revision is 2 now/) },
      ],
    })
    for (const revision of [1, 2, null]) {
      expect(faultsOf(await approve(revision, 'owner'))).toEqual([['FORBIDDEN', undefined]])
    }
    const look = '{ source(id: "mine") { revision isApprovable awaitsApproval options } }'
    expect((await ask(world.service, look, {}, as('operator'))).data.source).toMatchObject({
      ...{ revision: 2, isApprovable: true, awaitsApproval: true, options: { limit: 50 } },
    })
    const [one, other] = await Promise.all([approve(2), approve(2)])
    for (const { data } of [one, other]) {
      expect(data.approveSource).toMatchObject({
        ...{ problems: [], source: { revision: 2, awaitsApproval: false } },
      })
    }
    expect((await actions(world)).filter(([action]) => action === 'source.approved')).toHaveLength(
      1,
    )
    const again = await update(world, { options: world.options })
    expect(again.data.updateSource.source).toMatchObject({
      ...{ state: 'PENDING', revision: 3, awaitsApproval: true },
    })
    expect((await approve(null)).data.approveSource).toMatchObject({
      ...{ problems: [], source: { revision: 3, awaitsApproval: false } },
    })
  })

  test('that pauses it lets no harvest begin, and its records stay', async () => {
    const world = await openRegistrable()
    await approved(world)
    await harvest(world)
    const { data } = await change(world, 'pauseSource')
    expect(data.done.source).toMatchObject({ state: 'PAUSED', isPaused: true, recordsInAll: 2 })
    const start =
      'mutation { startHarvest(source: "mine") { harvest { id } problems { code message } } }'
    expect((await ask(world.service, start, {}, as('owner'))).data.startHarvest).toMatchObject({
      ...{
        harvest: null,
        problems: [{ code: 'CONFLICT', message: expect.stringMatching(/paused/) }],
      },
    })
    const resumed = await change(world, 'resumeSource')
    expect(resumed.data.done.source).toMatchObject({ state: 'READY', isPaused: false })
    expect(await harvest(world)).toMatchObject({ state: 'SUCCEEDED' })
  })

  test('that removes it takes its records along, once their number is said', async () => {
    const world = await openRegistrable()
    await approved(world)
    await harvest(world)
    await world.follow()
    const remove = (confirmRecords: number) =>
      ask(
        world.service,
        `mutation ($n: Int!) { removeSource(id: "mine", confirmRecords: $n) { source { name } removedRecords ${problems} } }`,
        { n: confirmRecords },
        as('owner'),
      )
    expect((await remove(1)).data.removeSource).toMatchObject({
      ...{ removedRecords: null, problems: [{ code: 'CONFLICT', path: 'confirmRecords' }] },
    })
    expect((await remove(2)).data.removeSource).toEqual({
      ...{ source: null, removedRecords: 2, problems: [] },
    })
    await world.follow()
    const left = await ask(
      world.service,
      '{ search { totalCount } sources { name } }',
      {},
      as('operator'),
    )
    expect(left.data.search.totalCount).toBe(0)
    expect(left.data.sources).not.toContainEqual({ name: 'mine' })
    expect(faultsOf(await remove(0))).toEqual([['NOT_FOUND', 'id']])
  })
})

describe('mending a source', () => {
  test('a replay makes records of rows that were rejected, once the mapping takes them', async () => {
    const world = await openRegistrable()
    world.things.push({ id: 'c', title: 'Odd', released: 'last May' }, { id: 'd' })
    await approved(world)
    expect(await harvest(world)).toMatchObject({ state: 'PARTIAL', seen: 4, rejected: 2 })
    const replay = () =>
      ask(
        world.service,
        `mutation { replayRejections(source: "mine") {
          report { source { name } rows accepted rejected unreadable rejections { nativeId } } ${problems}
        } }`,
        {},
        as('owner'),
      )
    const { data: vain } = await replay()
    expect(vain.replayRejections).toMatchObject({
      report: { rows: 1, accepted: 0, rejected: 1, unreadable: 1 },
    })
    world.mapping.released = () => '2020-05'
    const { data, errors } = await replay()
    expect(errors).toEqual([])
    expect(data.replayRejections).toMatchObject({
      report: { source: { name: 'mine' }, rows: 1, accepted: 1, rejected: 0, unreadable: 1 },
      problems: [],
    })
    expect((await world.store.sources(operator)).find(({ id }) => id === 'mine')?.records).toBe(3)
  })

  test('a remap tells what differs before it changes it', async () => {
    const world = await openRegistrable()
    await approved(world)
    await harvest(world)
    world.mapping.domain = 'NEUROIMAGING'
    const remap = (apply: boolean) =>
      ask(
        world.service,
        `mutation ($apply: Boolean!) { remapSource(source: "mine", apply: $apply) {
          report { source { name } applied rows changed unchanged rejected fields { field records }
            examples { title fields { field before after } } }
          ${problems}
        } }`,
        { apply },
        as('owner'),
      )
    const { data: plan, errors } = await remap(false)
    expect(errors).toEqual([])
    expect(plan.remapSource.report).toMatchObject({
      ...{ source: { name: 'mine' }, applied: false, rows: 2, changed: 2, unchanged: 0 },
      fields: expect.arrayContaining([{ field: 'domain', records: 2 }]),
    })
    expect(plan.remapSource.report.examples[0].fields).toContainEqual({
      ...{ field: 'domain', before: null, after: 'NEUROIMAGING' },
    })
    expect((await remap(true)).data.remapSource.report).toMatchObject({ applied: true, changed: 2 })
    expect((await remap(false)).data.remapSource.report).toMatchObject({ changed: 0, unchanged: 2 })
    const runs = await ask(
      world.service,
      '{ harvests(source: "mine", first: 1) { edges { node { kind changes { totalCount } } } } }',
      {},
      as('owner'),
    )
    expect(runs.data.harvests.edges).toMatchObject([
      { node: { kind: 'REMAP', changes: { totalCount: 2 } } },
    ])
  })

  test('the report says what its records lack, how it is found, and how fresh it is', async () => {
    const world = await openRegistrable()
    await approved(world, { staleAfter: '1d', visibility: ['lab'] })
    await harvest(world)
    await world.follow()
    const { data, errors } = await ask(
      world.service,
      `{ sourceReport(source: "mine") {
        source { name } at records completeness findability
        missing { field records examples { recordId nativeId record { title } } }
        problems { problem records examples { nativeId } } facets { facet share }
        licenses { class records } links { checked oldest }
        freshness { harvestedAt staleAfterSeconds isStale }
        harvests { state kind rate } unanswered { words times last records }
      } }`,
      {},
      as('owner'),
    )
    expect(errors).toEqual([])
    const { sourceReport } = data
    expect(sourceReport).toMatchObject({
      ...{ source: { name: 'mine' }, records: 2, completeness: expect.any(Number), links: null },
      licenses: [{ class: 'UNKNOWN', records: 2 }],
      freshness: { staleAfterSeconds: 86_400, isStale: false },
      harvests: [{ state: 'SUCCEEDED', kind: 'HARVEST' }],
    })
    // To own records opens none that only others may open.
    const released = sourceReport.missing.find(
      ({ field }: { field: string }) => field === 'released',
    )
    expect(released).toMatchObject({ records: 1, examples: [{ nativeId: 'b', record: null }] })
  })
})
