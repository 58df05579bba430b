import { type Command, InvalidArgumentError } from 'commander'
import { say, styled } from './output.ts'

/** What a page of a list is asked by. */
export interface PageOptions {
  first: number
  after?: string
}

/** Adds `--first` and `--after`; `what` names what the list is of, in the plural. */
export function addPageOptions(command: Command, what: string, most: number): Command {
  return command
    .option(
      '--first <n>',
      `${what} wanted, at most ${most.toLocaleString('en')}`,
      (value) => count(value, most),
      20,
    )
    .option('--after <cursor>', `go on behind the ${what} of an earlier answer`)
}

/** How to go on, on stderr. `options` are those that the next page needs besides. */
export function sayMore(
  { hasNextPage, endCursor }: { hasNextPage: boolean; endCursor: string | null },
  options = '',
): void {
  if (hasNextPage) say(styled('dim', `More: ${options}--after ${endCursor}`, process.stderr))
}

function count(value: string, most: number): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1 || number > most) {
    throw new InvalidArgumentError(
      `Expected a whole number from 1 to ${most.toLocaleString('en')}.`,
    )
  }
  return number
}
