/** Raised when `map` or the rules beside it change, so that unchanged rows are mapped again. */
export const version = 2
