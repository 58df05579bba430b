/**
 * One line of a seed file: id, label, other names, ids of the next broader terms. Names are given once, in the
 * spelling people use; case, accents and word forms need no names of their own.
 */
export type SeedEntry = readonly [
  termId: string,
  label: string,
  names?: readonly string[],
  parents?: readonly string[],
]
