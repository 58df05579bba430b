import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createProgress, progressLine, verdictLine } from '../../src/cli/progress.ts'

const counts = { seen: 50, written: 48, unchanged: 1, rejected: 0, expected: 200 }
const run = {
  id: 'h1',
  source: 'allen',
  kind: 'HARVEST',
  state: 'PARTIAL' as const,
  full: true,
  startedAt: null,
  finishedAt: null,
  ...counts,
  removed: 0,
  spent: null,
  error: 'SOURCE_UNREACHABLE' as const,
  message: 'One partition could not be read.',
}

/** Keeps what is written to it, as a terminal or as a file would get it. */
class Screen extends Writable {
  readonly isTTY: boolean
  readonly columns = 60
  written = ''

  constructor(isTTY: boolean) {
    super({ decodeStrings: false })
    this.isTTY = isTTY
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.written += chunk
    done()
  }
}

function shownOn(screen: Screen) {
  let time = 0
  const stream = screen as unknown as NodeJS.WriteStream
  const progress = createProgress(stream, stream, () => time)
  return { progress, wait: (ms: number) => (time += ms) }
}

/** Plays `up n lines` and `erase below`, which is all that is used. */
function onScreen(written: string): string[] {
  const lines: string[] = []
  for (const part of written.replaceAll('\x1b', 'ESC').split(/(ESC\[\d*[AJ]|\n)/)) {
    const up = /^ESC\[(\d+)A$/.exec(part)
    if (up) lines.splice(lines.length - Number(up[1]))
    else if (part !== '\n' && part !== 'ESC[J' && part !== '') lines.push(part)
  }
  return lines
}

describe('progress', () => {
  test('what is no terminal gets whole lines now and then, and no control characters', () => {
    const screen = new Screen(false)
    const { progress, wait } = shownOn(screen)
    for (let seen = 1; seen <= 100; seen++) {
      wait(100)
      progress.update('allen', { ...counts, seen })
    }
    progress.done('allen', run)
    expect(screen.written.split('\n')).toHaveLength(4)
    expect(screen.written).not.toMatch(/[^\n\P{Cc}]/u)
  })

  test('on a terminal each source keeps one line, and a verdict stays above the others', () => {
    const screen = new Screen(true)
    const { progress, wait } = shownOn(screen)
    for (let seen = 1; seen <= 3; seen++) {
      wait(100)
      progress.update('allen', { ...counts, seen })
      progress.update('other', { ...counts, seen })
    }
    progress.done('other', run)
    progress.clear()
    const lines = onScreen(screen.written)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^other {2}partial: 50 rows/)
  })

  test('a line never wraps: it would not go away again', () => {
    const screen = new Screen(true)
    const { progress, wait } = shownOn(screen)
    wait(100)
    progress.update('allen', { ...counts, rejected: 3 })
    expect(screen.written.trimEnd().length).toBeLessThan(60)
  })

  test('with a known total it shows share, rate and time left', () => {
    expect(progressLine('allen', counts, 2)).toBe(
      'allen  [######------------------]  25 %  50 of 200 rows, 25/s, 6.0 s left',
    )
  })

  test('without a known total it promises no end', () => {
    expect(progressLine('allen', { ...counts, expected: null }, 2)).toBe('allen  50 rows, 25/s')
    expect(progressLine('index', counts, 2, 'records')).toContain('50 of 200 records, 25/s')
  })

  test('rejected rows are shown while it runs', () => {
    expect(progressLine('allen', { ...counts, rejected: 3 }, 2)).toContain(', 3 rejected')
  })

  test('a source that said too little does not overflow the bar', () => {
    expect(progressLine('allen', { ...counts, seen: 300 }, 2)).toContain(
      '[########################] 100 %  300 of 200 rows, 150/s',
    )
  })

  test('the verdict gives every count and the reason', () => {
    expect(verdictLine('allen', run, 95)).toBe(
      'allen  partial: 50 rows in 2 min; 48 written, 1 unchanged, 0 rejected, 0 removed (SOURCE_UNREACHABLE: One partition could not be read.)',
    )
  })
})
