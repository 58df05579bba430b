/** Raised when `map` or what it is made of changes, so that unchanged rows are mapped again. */
export const version = 2
