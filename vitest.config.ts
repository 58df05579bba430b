import { defineConfig } from 'vitest/config'

// As Node resolves them: else `graphql` comes twice, and one copy refuses the schemas of the other.
const conditions = ['module-sync', 'node', 'import', 'default']

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/meilisearch-setup.ts'],
    // Most tests wait more than they compute: the default would be one at a time on two cores.
    maxWorkers: 3,
    // Modules are loaded once a worker and not once a file, which takes two fifths of the processor time off. So no test may leave
    // anything behind: environment, timers, what a module keeps.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', ['json', { outputFile: 'test-report.json' }]],
  },
})
