import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyConnector, HarvestItem } from '../sdk/connector.ts'
import { expectAbove, expectAtMost, expectHeld, expectSame, expectWhole } from './check.ts'
import { type ConnectorSetup, usualPatience } from './setup.ts'
import { Trial } from './trial.ts'
import { wrapped } from './wrap.ts'

/** Requests that may be made while nothing of what they bring is taken. */
const mostAhead = 50
/** Milliseconds for which nothing is taken. */
const pause = 250
/** Of all requests, the share that may have been made when half of the records are taken; of a few requests, any. */
const shareByMiddle = 0.9
const few = 20
/** Of the records of the usual stand-in, how many times as many there are at least. */
const times = 8

/**
 * Ten times as much comes whole, twice in the same order, and is read no faster than the catalogue takes it: what is read
 * ahead is bounded, and with it the memory that a source of any size needs.
 */
export async function takesTenTimesAsMuch(connector: AnyConnector, setup: ConnectorSetup) {
  const { playLarger, patience = usualPatience } = setup
  if (playLarger === undefined) {
    throw new Error('the setup has no playLarger, and does not say why (spared.larger)')
  }
  let ids: ConnectorSetup['ids'] = 0
  const larger: ConnectorSetup = {
    ...setup,
    patience: 3 * patience,
    play: async () => {
      const { standin, ids: own } = await playLarger()
      ids = own
      return standin
    },
  }
  await Trial.run(connector, larger, async (trial) => {
    const wanted = countOf(ids)
    expectAbove(wanted, times * countOf(setup.ids) - 1, 'records of the larger stand-in')
    const middle = Math.floor(wanted / 2)
    const first: string[] = []
    let ahead = 0
    let byMiddle = 0
    const slow = wrapped(connector, async function* (items) {
      for await (const item of items) {
        const id = metIn(item)
        if (id !== null && first.push(id) === middle) {
          const before = trial.standin.requests.length
          await sleep(pause)
          ahead = trial.standin.requests.length - before
          byMiddle = before
        }
        yield item
      }
    })
    const run = await trial.harvest({ connector: slow })
    expectWhole(run, { ...setup, rejected: run.rejected })
    expectHeld(await trial.ids(), ids)
    expectAtMost(ahead, mostAhead, 'requests made while nothing was taken')
    const all = trial.standin.requests.length
    const most = all > few ? shareByMiddle * all : all
    expectAtMost(byMiddle, most, `of ${all} requests, those made when half was taken`)
    const second: string[] = []
    const noted = wrapped(connector, async function* (items) {
      for await (const item of items) {
        const id = metIn(item)
        if (id !== null) second.push(id)
        yield item
      }
    })
    const again = await trial.harvest({ connector: noted })
    expectSame(again.written, 0, 'records written by a second harvest')
    expectSame(second, first, 'the order of the records')
  })
}

/** The record that an item is about, where it says that it is there. */
function metIn(item: HarvestItem): string | null {
  if ('row' in item) return item.nativeId
  return 'same' in item ? item.same : null
}

function countOf(ids: ConnectorSetup['ids']): number {
  return typeof ids === 'number' ? ids : ids.length
}
