import type { Readable } from 'node:stream'
import type { Log } from '../../sdk/log.ts'

/** Lines a second that are told of what a hook prints; the others are dropped. */
const mostLines = 20
const longestLine = 500

/** What a hook prints goes to the log: standard output belongs to what a command answers. */
export class HookVoice {
  readonly #log: Log
  readonly #hook: string
  #second = 0
  #lines = 0

  constructor(log: Log, hook: string) {
    this.#log = log
    this.#hook = hook
  }

  hear(stream: Readable): void {
    // Piece by piece: a line without an end must not be gathered here.
    stream.on('data', (piece) => {
      for (const line of String(piece).split('\n', mostLines + 1)) this.#say(line)
    })
  }

  #say(line: string): void {
    const second = Math.floor(performance.now() / 1_000)
    if (second !== this.#second) this.#lines = 0
    this.#second = second
    this.#lines += 1
    if (this.#lines > mostLines || line.trim() === '') return
    this.#log.info('a hook says', { hook: this.#hook, said: line.slice(0, longestLine) })
  }
}
