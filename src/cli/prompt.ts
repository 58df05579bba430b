import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { GatewayError } from '../model/index.ts'
import type { LoginQuestion } from '../sdk/connector.ts'
import { CommandError, exitCodes } from './exit.ts'

export interface Terminal {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
}

/**
 * Asks a person, one question after the other, on stderr; what is secret is not shown while it is typed. Where standard
 * input is no terminal, each answer is a line of it.
 *
 * @throws {CommandError} when an answer is missing; `CANCELLED` on Ctrl-C.
 */
export async function askPerson(
  questions: readonly LoginQuestion[],
  signal: AbortSignal,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<Record<string, string>> {
  let isHidden = false
  // In a terminal it is readline that shows what is typed.
  const echo = new Writable({
    write(chunk, _, done) {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  const stop = new AbortController()
  const lines = createInterface({ input, output: echo, terminal: input.isTTY === true })
  lines.on('SIGINT', () => stop.abort())
  const ended = AbortSignal.any([signal, stop.signal])
  ended.addEventListener('abort', () => lines.close())
  const typed = lines[Symbol.asyncIterator]()
  const answers: Record<string, string> = {}
  try {
    for (const { name, label, isSecret, isOptional } of questions) {
      output.write(`${label}: `)
      isHidden = isSecret
      const line = await typed.next()
      if (isHidden || input.isTTY !== true) output.write('\n')
      isHidden = false
      if (ended.aborted) throw new GatewayError('CANCELLED')
      const answer = line.done ? '' : isSecret ? line.value : line.value.trim()
      if (answer !== '') answers[name] = answer
      else if (!isOptional) throw new CommandError(exitCodes.USAGE, `${label} is missing.`)
    }
    return answers
  } finally {
    lines.close()
    // A terminal that is read on would keep the process.
    input.unref?.()
  }
}
