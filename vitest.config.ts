import { defineConfig } from 'vitest/config'

// As Node resolves them: else `graphql` comes twice, and one copy refuses the schemas of the other.
const conditions = ['module-sync', 'node', 'import', 'default']

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/meilisearch-setup.ts'],
    // Most tests wait more than they compute: the default would be one at a time on two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', ['json', { outputFile: 'test-report.json' }]],
  },
})
