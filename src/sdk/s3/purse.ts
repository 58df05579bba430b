import { GatewayError } from '../../model/index.ts'
import { requestCost, type S3Prices, type S3RequestKind } from './prices.ts'

/** What one attempt of a request may cost, put aside until it is known what it did. */
export interface Reserve {
  /** It was billed, with so many bytes. Only the first call of `settle` and `release` counts. */
  settle(bytes: number): void
  /** It was not billed. */
  release(): void
}

/** The dollars of one run. */
export interface Purse {
  /**
   * Puts aside what a request costs that brings at most so many bytes.
   *
   * @throws {GatewayError} `BUDGET_EXCEEDED` when what is spent and put aside would then pass the budget.
   */
  reserve(kind: S3RequestKind, bytes: number): Reserve
  /** Dollars settled since this was last asked. */
  takeSpent(): number
}

/** @param budget Dollars; null for as many as it takes. */
export function createPurse(budget: number | null, prices: S3Prices): Purse {
  let spent = 0
  let reserved = 0
  let told = 0
  return {
    reserve(kind, bytes) {
      const most = requestCost(prices, kind, bytes)
      // Sums of fractions may end a hair above.
      if (budget !== null && spent + reserved + most > budget + 1e-12) {
        throw new GatewayError('BUDGET_EXCEEDED', {
          message: 'The next request would cost more than is left of the budget of this run.',
        })
      }
      let isOpen = true
      reserved += most
      const close = (cost: number) => {
        if (!isOpen) return
        isOpen = false
        reserved -= most
        spent += cost
      }
      return {
        settle: (read) => close(requestCost(prices, kind, read)),
        release: () => close(0),
      }
    },
    takeSpent() {
      const fresh = spent - told
      told = spent
      return fresh
    },
  }
}
