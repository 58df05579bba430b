export * from './document.ts'
export { EmbeddedIndex, type EmbeddedIndexOptions } from './embedded/index.ts'
export { type Follower, type FollowOptions, follow } from './follow.ts'
export * from './ranges.ts'
export * from './rank/cursor.ts'
export * from './rank/forms.ts'
export * from './rank/highlight.ts'
export * from './rank/plan.ts'
export * from './rank/plan-query.ts'
export * from './rank/score.ts'
export * from './rank/words.ts'
export * from './search-index.ts'
export { type FoundRecords, searchRecords } from './search-records.ts'
export * from './vocabulary/create-vocabulary.ts'
export * from './vocabulary/license.ts'
export * from './vocabulary/normalise.ts'
export * from './vocabulary/seed.ts'
export * from './vocabulary/vocabulary.ts'
export {
  type SearchService,
  type SearchWorker,
  type SearchWorkerOptions,
  startSearchWorker,
} from './worker.ts'
