/** Raised when rows are made or mapped in another way, so that unchanged ones are read and mapped again. */
export const version = 1
