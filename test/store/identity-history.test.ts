import fc from 'fast-check'
import { expect, test } from 'vitest'
import { operator, type StoredRecord, type Visibility } from '../../src/model/index.ts'
import type { StoreStep } from '../../src/store/index.ts'
import { type Identifiable, identitiesOf } from './identity-model.ts'
import {
  type IdentityWorld,
  identityWorld,
  inLab,
  inStaff,
  open,
  sources,
  thing,
} from './identity-world.ts'
import { replay, source as sourceNamed } from './samples.ts'

const source = fc.constantFrom(...sources)
const nativeId = fc.constantFrom('a', 'b', 'c')
const doi = fc.constantFrom('10.1000/1', '10.1000/2', '10.1000/3', '10.1000/4', '10.1000/5')
const dois = fc.uniqueArray(doi, { maxLength: 3 })
// Open ones most of all: others join little.
const visibility = fc.constantFrom<Visibility>(open, open, open, inLab, inStaff)

const write = fc.record({ source, nativeId, dois, visibility, scoped: fc.boolean() })
type Write = typeof write extends fc.Arbitrary<infer One> ? One : never

type Act =
  | ({ act: 'put' } & Write)
  | { act: 'gone'; source: string; nativeId: string }
  | { act: 'rights'; source: string; visibility: Visibility }
  | { act: 'configure'; source: string; discover: string[] }

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: write.map((one) => ({ act: 'put' as const, ...one })) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('gone' as const), source, nativeId }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('rights' as const), source, visibility }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('configure' as const),
      source,
      discover: fc.constantFrom<string[]>(['public'], ['lab']),
    }),
  },
)

function stepOf(act: Exclude<Act, { act: 'configure' }>): StoreStep {
  const { source } = act
  if (act.act === 'gone') return { do: 'gone', nativeId: act.nativeId, proof: '410' }
  if (act.act === 'put') {
    const put = thing(source, act.nativeId, act.dois, act.visibility) as StoreStep
    return { ...put, scope: act.scoped ? 's' : null } as StoreStep
  }
  const { visibility } = act
  return { do: 'rights', scope: 's', visibility, at: '2026-01-01T00:00:00Z' }
}

/** All that the catalogue holds, as the outbox tells it. */
async function held({ store }: IdentityWorld): Promise<StoredRecord[]> {
  return [...(await replay(store)).values()]
}

function toBeIdentified(records: readonly StoredRecord[]): Identifiable[] {
  return records.map(({ id, source, visibility, sameAs }) => ({
    ...{ id, source, discover: visibility.discover },
    dois: sameAs,
  }))
}

async function play(acts: readonly Act[]): Promise<void> {
  const world = await identityWorld()
  try {
    let before = new Map<string, string>()
    for (const act of acts) {
      const position = await world.store.position()
      if (act.act === 'configure') {
        await world.store.configureSources(
          sources.map((id) => sourceNamed(id, id === act.source ? act : {})),
        )
      } else {
        await world.apply(act.source, stepOf(act))
      }
      const records = await held(world)
      const told = (await world.store.changes(position, 1_000)).map(({ id }) => id)
      const now = await world.identities()
      expect(now).toEqual(identitiesOf(toBeIdentified(records)))
      expect(Object.fromEntries(records.map(({ id, identity }) => [id, identity]))).toEqual(now)
      const ids = Object.keys(now)
      const others = ids.map((id) =>
        ids.filter((one) => one !== id && now[id] && now[one] === now[id]),
      )
      const same = await world.store.sameRecordsOf(operator, ids, 100)
      expect(same.map((each) => each.map(({ id }) => id))).toEqual(others)
      // Exactly what is another to whoever reads it: told once, and nothing else.
      const after = new Map(records.map((record) => [record.id, JSON.stringify(record)]))
      const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
        (id) => before.get(id) !== after.get(id),
      )
      expect(told.sort()).toEqual(changed.sort())
      before = after
    }
  } finally {
    await world.close()
  }
}

test('any history: identities are those of a computation from everything, and the outbox tells of just those that changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 15, maxLength: 30, size: 'max' }), play),
    {
      numRuns: 25,
      seed: 20261122,
    },
  )
})

/** The writes in the order given, cut into batches. */
async function written(writes: readonly Write[], sizes: readonly number[]) {
  const world = await identityWorld()
  try {
    for (const [batch, from] of cut(writes, sizes)) await world.apply(from, ...batch)
    return await world.identities()
  } finally {
    await world.close()
  }
}

/** A batch is of one source. */
function* cut(
  writes: readonly Write[],
  sizes: readonly number[],
): Generator<[StoreStep[], string]> {
  for (let at = 0, round = 0; at < writes.length; round++) {
    const from = writes[at]?.source ?? ''
    const most = writes.slice(at, at + (sizes[round % sizes.length] ?? 1))
    const other = most.findIndex(({ source }) => source !== from)
    const batch = other === -1 ? most : most.slice(0, other)
    yield [batch.map((one) => stepOf({ act: 'put', ...one, scoped: false })), from]
    at += batch.length
  }
}

test('any order of the same writes, in batches of any size: gives the same identities', async () => {
  const writes = fc.uniqueArray(write, {
    selector: ({ source, nativeId }) => `${source} ${nativeId}`,
    minLength: 4,
    maxLength: 9,
    size: 'max',
  })
  const orders = writes.chain((given) =>
    fc.tuple(
      fc.constant(given),
      fc.shuffledSubarray(given, { minLength: given.length }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
    ),
  )
  await fc.assert(
    fc.asyncProperty(orders, async ([given, shuffled, sizes]) => {
      expect(await written(shuffled, sizes)).toEqual(await written(given, [1]))
    }),
    { numRuns: 25, seed: 20261122 },
  )
})
