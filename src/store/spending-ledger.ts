/** What one source's payer account is asked for, with the limits that hold now. */
export interface SpendingPart {
  source: string
  /** US dollars at most. */
  dollars: number
  assets: readonly { record: string; key: string }[]
  /** US dollars that may be spent in a period, by all and by one reader. */
  budget: number
  budgetPerReader: number
  /** Length of the period, which ends at `at`. */
  periodSeconds: number
}

export interface SpendingRequest {
  /** Names the wish: made of who asks and of their idempotency key, which cannot be read from it. */
  opening: string
  /** Changes with what is wished. */
  request: string
  /** Null: nobody knows who. */
  subject: string | null
  /** RFC 3339. */
  at: string
  /** When what is paid for ends. */
  until: string
  parts: readonly SpendingPart[]
}

/** The books of the operator's payer accounts. */
export interface SpendingLedger {
  /**
   * Puts what is asked for on the accounts, with a row of the audit for each: all of it or nothing, in one transaction. An
   * opening that stands there already costs nothing, and gives its own times.
   *
   * @throws {GatewayError} `BUDGET_EXCEEDED` when a budget of a part does not cover it besides what its period has seen;
   *   `CONFLICT` when the opening stands for another request; `NOT_FOUND` for an unknown source.
   */
  reserveSpending(request: SpendingRequest): Promise<{ at: string; until: string; isNew: boolean }>
}
