import { type MappedRecord, unknownRecord } from '#sdk'

/** What all records of the institute have in common: its data are public, under its terms of use. */
export const common: Omit<MappedRecord, 'kind' | 'title'> = {
  ...unknownRecord,
  creators: ['Allen Institute for Brain Science'],
  license: {
    raw: 'Allen Institute Terms of Use',
    spdx: null,
    class: 'NON_COMMERCIAL',
    url: 'https://alleninstitute.org/terms-of-use/',
  },
  access: 'OPEN',
  domain: 'NEUROIMAGING',
}

export function nativeId(model: string, id: number): string {
  return `rma:${model}:${id}`
}
