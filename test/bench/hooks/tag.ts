import type { EnrichRecord, ValidateRecord } from '#sdk'

/** As little as a hook can do: what is measured is the way to it and back. */
export const enrichRecord: EnrichRecord = ({ keywords }) => ({ keywords: [...keywords, 'bench'] })

export const validateRecord: ValidateRecord = ({ title }) => (title === '' ? 'no title' : null)
