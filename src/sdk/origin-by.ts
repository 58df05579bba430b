import type { FieldOrigin } from '../model/index.ts'

/** Tells how a field came about by a rule of the connector of this type: `xnat:xsi-type`. */
export function originBy(type: string) {
  return (
    field: string,
    rule: string,
    raw: string | null = null,
    how: FieldOrigin['origin'] = 'MAPPED',
  ): FieldOrigin => ({ field, raw, rule: `${type}:${rule}`, origin: how })
}
