import type { StoreStep } from '../../src/store/harvest-steps.ts'
import { asset, put } from './samples.ts'

/** New records that a batch brings; the batch after the next takes the first of them away again. */
export const perBatch = 30

export const idOf = (batch: number, at: number) => `b${batch}-${at}`

/** Batch `number` of the crash test: new records with assets, one that every batch changes, one that goes. */
export function batchOf(number: number): StoreStep[] {
  const assets = (id: string) => [asset(`${id} x`), asset(`${id} y`)]
  const fresh = Array.from({ length: perBatch }, (_, at) => {
    const id = idOf(number, at)
    const visibility = at % 2 === 0 ? null : { discover: [`group ${number % 7}`], retrieve: [] }
    return put(
      id,
      { parents: ['one:changing'], visibility, description: 'text '.repeat(200) },
      { assets: assets(id) },
    )
  })
  return [
    put('changing', { title: `Batch ${number}` }, { assets: [asset(`${number}`)] }),
    ...fresh,
    { do: 'gone', nativeId: idOf(number - 2, 0), proof: 'it was not heard of again' },
    {
      do: 'reject',
      rejection: { nativeId: `r${number}`, entity: 'thing', path: null, reason: 'bad' },
      partition: 'all',
      row: null,
    },
    { do: 'checkpoint', partition: 'all', checkpoint: number },
  ]
}

/** Native ids that the catalogue holds after batch `last`. */
export function idsAfter(last: number): string[] {
  const ids = ['changing']
  for (let batch = 0; batch <= last; batch++) {
    for (let at = 0; at < perBatch; at++) {
      if (at > 0 || batch > last - 2) ids.push(idOf(batch, at))
    }
  }
  return ids.sort()
}
