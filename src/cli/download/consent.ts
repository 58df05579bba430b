import { GatewayError } from '../../model/index.ts'
import { CommandError, exitCodes } from '../exit.ts'
import { askPerson } from '../prompt.ts'
import { type Bill, billOf, type PlannedFile } from './plan.ts'

/**
 * Lets nobody pay by a slip: what the reader is billed for has to be within `maxCost`, or else a person has to say yes.
 *
 * @throws {CommandError} `USAGE` when it is not; `GatewayError` `CANCELLED` when the person says no.
 */
export async function agreeToPay(
  files: readonly PlannedFile[],
  maxCost: number | null,
  signal: AbortSignal,
): Promise<void> {
  const bill = billOf(files)
  if (bill.paid === 0) return
  const says = `You pay for ${bill.paid} of these files: ${inDollars(bill)}`
  if (maxCost !== null) {
    if (bill.unknown > 0) {
      const message = `${says}. A bound cannot be kept for what nobody can estimate.`
      throw new CommandError(exitCodes.USAGE, message)
    }
    if (bill.amount <= maxCost) return
    const message = `${says}. That is more than --max-cost allows; nothing was fetched.`
    throw new CommandError(exitCodes.USAGE, message)
  }
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandError(exitCodes.USAGE, `${says}. --max-cost says how much may be paid.`)
  }
  const question = { name: 'yes', isSecret: false, isOptional: true }
  const label = `${says}. Type yes to pay`
  const { yes } = await askPerson([{ ...question, label }], signal)
  if (yes?.toLowerCase() !== 'yes') throw new GatewayError('CANCELLED')
}

/** `about 1.23 USD (prices of 2026-07)`, and for how many files nobody knows. */
export function inDollars({ amount, unknown, asOf }: Bill): string {
  const digits = amount > 0 && amount < 0.01 ? 6 : 2
  const more = unknown > 0 ? `, and an unknown amount for ${unknown} of them` : ''
  return `about ${amount.toFixed(digits)} USD (prices of ${asOf})${more}`
}
