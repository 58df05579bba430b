/** Raised when rows or maps change: what the catalogue knows under another one is read again. */
export const version = 1
