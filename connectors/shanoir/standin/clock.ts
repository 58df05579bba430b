/** The clock of the server: real time, and what it was put forward by. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Puts it forward, for tokens that are to run out. */
  skip(seconds: number): void
}

export function createClock(): Clock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    skip(seconds) {
      ahead += seconds * 1000
    },
  }
}
