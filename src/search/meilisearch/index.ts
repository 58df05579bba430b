export { MeilisearchIndex, type MeilisearchIndexOptions } from './meilisearch-index.ts'
