import { z } from 'zod'
import { Asset } from './asset.ts'
import { MetadataRecord } from './record.ts'

/** JSON Schema (draft 2020-12) of `MetadataRecord` and, under `$defs`, of `Asset`, as the catalogue keeps them. */
export function jsonSchema(): string {
  const { $schema, ...record } = z.toJSONSchema(MetadataRecord)
  const { $schema: _, ...asset } = z.toJSONSchema(Asset)
  const schema = { $schema, title: 'MetadataRecord', ...record, $defs: { Asset: asset } }
  return `${JSON.stringify(schema, null, 2)}\n`
}
