import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createBars, fileLine } from '../../../src/cli/download/bars.ts'
import { placed } from '../../../src/cli/download/plan.ts'
import { offeredAsset, offeredRecord } from './offers.ts'

function screen(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 })
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text }
}

const files = placed(
  offeredRecord(),
  ['one\u001b[2J', 'two'].map((name) => offeredAsset(name)),
  'shelf/one',
)

describe('progress of a download', () => {
  test('says how much is there, how fast it comes and how long it takes', () => {
    expect(fileLine('scan', 12_000_000, 24_000_000, 3_000_000)).toBe(
      'scan  [############------------]  50 %  12.0 MB of 24.0 MB, 3.0 MB/s, 4.0 s left',
    )
    expect(fileLine('scan', 12_000_000, null, 3_000_000)).toBe('scan  12.0 MB, 3.0 MB/s')
    expect(fileLine('scan', 0, 24_000_000, 0)).toContain('0 %  0 B of 24.0 MB, 0 B/s')
  })

  test('on a terminal has a line for each file on its way and one for all, the last', () => {
    let time = 0
    const { stream, text } = screen(true)
    const [one, two] = files
    if (one === undefined || two === undefined) throw new Error('no files')
    const bars = createBars({ files: 2, size: 2_000, stream, now: () => time })
    bars.update(one, 0, 1_000)
    bars.update(two, 0, 1_000)
    time = 1_000
    bars.received(500)
    bars.update(one, 500, 1_000)
    time = 1_100
    bars.update(one, 500, 1_000)
    const last = text().split('\u001b[J').at(-1) ?? ''
    expect(last.split('\n').map((line) => line.replace(/ {2}.*/, ''))).toEqual([
      expect.stringContaining('shelf/one/one'),
      'shelf/one/two',
      '0 of 2 files',
      '',
    ])
    expect(last).toContain('500 B of 2.0 kB, 500 B/s, 3.0 s left')
    // What a source wrote does not steer the terminal.
    expect(text()).not.toContain('\u001b[2J')
    bars.done(one, 'one  verified', 1_000)
    expect(text()).toContain('one  verified\n')
    expect(text().split('\u001b[J').at(-1)).toContain('1 of 2 files')
  })

  test('without a terminal is a plain line now and then', () => {
    let time = 0
    const { stream, text } = screen(false)
    const [one] = files
    if (one === undefined) throw new Error('no files')
    const bars = createBars({ files: 1, size: 10_000, stream, now: () => time })
    for (time = 0; time <= 12_000; time += 100) {
      bars.received(100)
      bars.update(one, time, 12_000)
    }
    bars.clear()
    expect(text().match(/of 1 files/g)).toHaveLength(2)
    expect(text()).not.toMatch(/[^\n\P{Cc}]/u)
  })
})
