import { GatewayError } from '../../model/error.ts'
import type { SpendingPart, SpendingRequest } from '../spending-ledger.ts'
import { noteAudit } from './audit.ts'
import type { Database } from './database.ts'
import { findSource } from './sources.ts'

const millionths = 1e6

/** See `SpendingLedger.reserveSpending`. Inside a transaction. */
export function reserveSpending(
  database: Database,
  request: SpendingRequest,
): { at: string; until: string; isNew: boolean } {
  const before = database.get<{ request: string; at: number; until: number }>(
    'SELECT request, at, until FROM spending WHERE opening = ? LIMIT 1',
    request.opening,
  )
  if (before !== undefined) {
    if (before.request !== request.request) {
      throw new GatewayError('CONFLICT', {
        argument: 'idempotencyKey',
        message: 'This key has paid for something else.',
      })
    }
    return { at: timeOf(before.at), until: timeOf(before.until), isNew: false }
  }
  for (const part of request.parts) charge(database, request, part)
  return { at: request.at, until: request.until, isNew: true }
}

function charge(database: Database, request: SpendingRequest, part: SpendingPart): void {
  const { opening, subject } = request
  const { key } = findSource(database, part.source)
  const at = Date.parse(request.at)
  // Never too little: a sum of what was rounded down might pass the budget.
  const charged = Math.ceil(part.dollars * millionths)
  const spent = database.get<{ all_readers: number; reader: number }>(
    `SELECT coalesce(sum(charged), 0) AS all_readers,
       coalesce(sum(charged) FILTER (WHERE subject IS ?), 0) AS reader
     FROM spending WHERE source = ? AND at > ?`,
    subject,
    key,
    at - part.periodSeconds * 1_000,
  ) as { all_readers: number; reader: number }
  if (spent.reader + charged > Math.floor(part.budgetPerReader * millionths)) {
    throw exceeded(part, 'The budget that one reader has does not cover this.')
  }
  if (spent.all_readers + charged > Math.floor(part.budget * millionths)) {
    throw exceeded(part, 'The budget of the operator for all readers does not cover this.')
  }
  database.run(
    `INSERT INTO spending (opening, source, request, subject, at, until, charged)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    opening,
    key,
    request.request,
    subject,
    at,
    Date.parse(request.until),
    charged,
  )
  const dollars = charged / millionths
  noteAudit(database, {
    action: 'opened',
    at: request.at,
    by: subject,
    source: key,
    detail: { subject, opening, dollars, until: request.until, assets: part.assets },
  })
}

function exceeded({ source }: SpendingPart, message: string): GatewayError {
  return new GatewayError('BUDGET_EXCEEDED', { source, message })
}

const timeOf = (milliseconds: number) => new Date(milliseconds).toISOString()
