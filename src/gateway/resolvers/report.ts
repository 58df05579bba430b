import type { LinkCost } from '../../sdk/links.ts'
import { recordNodeId } from '../ids.ts'
import type {
  HarvestChangeConnectionResolvers,
  HarvestChangeResolvers,
  LicenseCount,
  RecordExampleResolvers,
  RecordPreviewResolvers,
  RemapExampleResolvers,
  RemapReportResolvers,
  ReplayReportResolvers,
  SourceCheckResolvers,
  SourceReportResolvers,
} from '../schema.generated.ts'
import { edgesOf, pageInfoOf } from './page.ts'
import { sourceOf } from './record.ts'

/** Files of a record that a check tells of. */
const mostAssets = 100

export const SourceCheck: SourceCheckResolvers = {
  problems: ({ problems }) => [...problems],
  sample: ({ sample }) => [...sample],
  rejected: ({ rejected }) => [...rejected],
  estimatedCost: ({ estimatedDollars }, _, { now }) =>
    costOf(estimatedDollars, 'what reading the sample has cost', now()),
  spent: ({ spentDollars }, _, { now }) =>
    costOf(spentDollars, 'what the connector counted as read', now()),
  tookMs: ({ took }) => took,
}

function costOf(amount: number | null, basis: string, now: Date): LinkCost | null {
  const asOf = now.toISOString().slice(0, 10)
  return amount === null ? null : { amount, currency: 'USD', basis, asOf }
}

export const RecordPreview: RecordPreviewResolvers = {
  nativeId: ({ record }) => record.nativeId,
  kind: ({ record }) => record.kind,
  title: ({ record }) => record.title,
  assets: ({ assets }) => assets.slice(0, mostAssets),
  quality: ({ record }) => record.quality,
  fields: ({ record }) => record.fields,
}

export const RemapReport: RemapReportResolvers = {
  source: ({ source }, _, context) => sourceOf(source, context),
  rejections: ({ rejections }) => [...rejections],
  examples: ({ examples }) => [...examples],
}

export const RemapExample: RemapExampleResolvers = {
  recordId: ({ id }) => recordNodeId(id),
}

export const ReplayReport: ReplayReportResolvers = {
  source: ({ source }, _, context) => sourceOf(source, context),
  rejections: ({ rejections }) => [...rejections],
}

export const SourceReport: SourceReportResolvers = {
  source: ({ source }, _, context) => sourceOf(source, context),
  records: ({ quality }) => quality.records,
  completeness: ({ quality }) => quality.score,
  missing: ({ quality }) => quality.missing,
  problems: ({ quality }) => quality.problems,
  // The classes are those of records.
  licenses: ({ quality }) => quality.licenses as LicenseCount[],
  harvests: ({ harvests }) => [...harvests],
}

export const RecordExample: RecordExampleResolvers = {
  recordId: recordNodeId,
  nativeId: (id) => id.slice(id.indexOf(':') + 1),
  record: (id, _, { loaders }) => loaders.record.load(id),
}

export const HarvestChangeConnection: HarvestChangeConnectionResolvers = {
  edges: edgesOf,
  pageInfo: pageInfoOf,
  totalCount: ({ total }) => total,
}

export const HarvestChange: HarvestChangeResolvers = {
  recordId: ({ id }) => recordNodeId(id),
  record: ({ id, change }, _, { loaders }) =>
    change === 'REMOVED' ? null : loaders.record.load(id),
}
