import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askPerson } from '../../src/cli/prompt.ts'

const questions = [
  { name: 'user', label: 'User name', isSecret: false, isOptional: false },
  { name: 'password', label: 'Password', isSecret: true, isOptional: false },
  { name: 'code', label: 'Code', isSecret: true, isOptional: true },
]

/** A terminal at which this is typed, and what it shows. */
function terminal(typed: string | null, isTTY = false) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input })
  const output = new PassThrough()
  let shown = ''
  output.on('data', (chunk) => {
    shown += String(chunk)
  })
  if (typed !== null) input.end(typed)
  return { at: { input, output } as never, input, shown: () => shown }
}

const never = () => new AbortController().signal

test('prompt: takes a line for each question, and shows no secret', async () => {
  const { at, shown } = terminal('anna\n pass word \n\n')
  expect(await askPerson(questions, never(), at)).toEqual({ user: 'anna', password: ' pass word ' })
  expect(shown()).toBe('User name: \nPassword: \nCode: \n')
})

test('prompt: at a terminal shows what is typed, but not what is secret', async () => {
  const { at, input, shown } = terminal(null, true)
  const answers = askPerson(questions, never(), at)
  for (const line of ['anna\r', 'swordfish\r', '123456\r']) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    input.write(line)
  }
  expect(await answers).toEqual({ user: 'anna', password: 'swordfish', code: '123456' })
  expect(shown()).toContain('anna')
  for (const secret of ['swordfish', '123456']) expect(shown()).not.toContain(secret)
})

test('prompt: an answer that is due and missing ends it', async () => {
  const { at } = terminal('anna\n')
  await expect(askPerson(questions, never(), at)).rejects.toMatchObject({
    exitCode: 2,
    message: 'Password is missing.',
  })
})

test('prompt: Ctrl-C cancels it, at a terminal and by a signal', async () => {
  const typed = terminal(null, true)
  const asked = askPerson(questions, never(), typed.at)
  await new Promise((resolve) => setTimeout(resolve, 20))
  typed.input.write('\u0003')
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' })
  const abort = new AbortController()
  const other = askPerson(questions, abort.signal, terminal(null).at)
  abort.abort()
  await expect(other).rejects.toMatchObject({ code: 'CANCELLED' })
})
