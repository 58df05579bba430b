/** The connector's: raised when a mapping changes. */
export const version = 1
