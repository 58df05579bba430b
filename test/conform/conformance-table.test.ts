import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadSetups } from '../../src/conform/load-setups.ts'
import { promisesOf } from '../../src/conform/promises.ts'
import { conformanceTable, expectedVerdicts } from '../../src/conform/verdict.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const connectors = readdirSync(join(root, 'connectors'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

test('README: the conformance table has every promise of every connector that is shipped', async () => {
  const verdicts = []
  for (const name of connectors) {
    const { connector, setups } = await loadSetups(join(root, 'connectors', name))
    for (const setup of setups) {
      const promises = promisesOf(connector, setup)
      verdicts.push(...expectedVerdicts(connector.type, setup.name ?? null, promises))
    }
  }
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, table] = /<!-- conformance -->\n([\s\S]*?)\n<!-- \/conformance -->/.exec(readme) ?? []
  expect(table).toBe(conformanceTable(verdicts))
})
