import fc from 'fast-check'
import type { Visibility } from '../../src/model/index.ts'
import type { StoreStep } from '../../src/store/index.ts'
import { put, reject } from './samples.ts'

/** Native ids of a small world, so that acts meet. */
export const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const partitions = ['p', 'q']
const visibilities: Visibility[] = [
  { discover: ['public'], retrieve: ['public'] },
  { discover: ['lab'], retrieve: [] },
  { discover: ['lab', 'staff'], retrieve: ['lab'] },
  { discover: [], retrieve: [] },
]

const id = fc.constantFrom(...ids)
const partition = fc.constantFrom(...partitions)
const scope = fc.constantFrom('s', 's', 't')
const visibility = fc.option(fc.constantFrom(...visibilities))
const day = fc.integer({ min: 1, max: 3 })

/** One thing that happens to a source, or to its catalogue. */
export type Act =
  | {
      act: 'put'
      id: string
      title: string
      own: Visibility | null
      scope: string | null
      partition: string
    }
  | { act: 'seen'; id: string; partition: string }
  | { act: 'reject'; id: string | null; partition: string }
  | { act: 'rights'; scope: string; visibility: Visibility | null; day: number }
  | { act: 'expire'; day: number }
  | { act: 'gone'; id: string }
  | { act: 'done'; partition: string }
  | { act: 'failed'; partition: string }
  | { act: 'configure'; visibility: Visibility | null; discover: string[] }
  | { act: 'reopen' }
  | { act: 'finish'; removalShare: number; cancelled: boolean }

export const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('put' as const),
      id,
      title: fc.constantFrom('one', 'two'),
      own: visibility,
      scope: fc.option(scope),
      partition,
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('seen' as const), id, partition }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('reject' as const),
      id: fc.option(id, { freq: 8 }),
      partition,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('rights' as const), scope, visibility, day }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('expire' as const), day }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('gone' as const), id }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('done' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('failed' as const), partition }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('configure' as const),
      visibility,
      discover: fc.constantFrom<string[]>(['public'], ['public'], ['lab']),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reopen' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('finish' as const),
      removalShare: fc.constantFrom(0, 0.2, 0.5, 1),
      cancelled: fc.boolean(),
    }),
  },
)

const at = (number: number) => `2026-01-0${number}T00:00:00Z`

/** Null for what is no step of a batch. */
export function stepOf(act: Act): StoreStep | null {
  switch (act.act) {
    case 'put':
      return put(
        act.id,
        { title: act.title, visibility: act.own },
        { scope: act.scope, partition: act.partition },
      )
    case 'seen':
      return { do: 'seen', nativeId: act.id, partition: act.partition }
    case 'reject':
      return reject(act.id, act.partition)
    case 'rights':
      return { do: 'rights', scope: act.scope, visibility: act.visibility, at: at(act.day) }
    case 'expire':
      return { do: 'expireRights', before: at(act.day) }
    case 'gone':
      return { do: 'gone', nativeId: act.id, proof: '404' }
    case 'done':
      return { do: 'partitionDone', partition: act.partition }
    case 'failed':
      return { do: 'partitionFailed', partition: act.partition, error: 'TIMEOUT' }
    default:
      return null
  }
}
