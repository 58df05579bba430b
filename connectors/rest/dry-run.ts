/*
 * What a harvest would make of a source, without a catalogue; nothing is kept.
 *
 *   node connectors/rest/dry-run.ts my.yaml --base https://api.example.org --limit 50 --credentials login.json
 *
 * The first argument is a manifest's name or path. `--credentials` names a file with a JSON object such as {"key": "…"};
 * `--private` lets it read this machine and private networks; `--schema` prints the JSON Schema of manifests instead.
 */
import { readFileSync } from 'node:fs'
import { argv, exit, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { createHttpClient } from '#sdk'
import rest from './index.ts'
import { manifestSchema } from './manifest.ts'
import { Login } from './options.ts'
import { dryRun, printedReport } from './report.ts'

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    base: { type: 'string' },
    limit: { type: 'string', default: '100' },
    credentials: { type: 'string' },
    private: { type: 'boolean', default: false },
    schema: { type: 'boolean', default: false },
  },
})

if (values.schema) {
  stdout.write(`${JSON.stringify(manifestSchema(), null, 2)}\n`)
  exit(0)
}
const parsed = rest.options.safeParse({
  manifest: positionals[0] ?? '',
  ...(values.base === undefined ? {} : { baseUrl: values.base }),
})
if (!parsed.success) {
  for (const { path, message } of parsed.error.issues) {
    stderr.write(`${path.join('.')}: ${message}\n`)
  }
  exit(2)
}
const options = parsed.data
const credentials =
  values.credentials === undefined
    ? null
    : Login.parse(JSON.parse(readFileSync(values.credentials, 'utf8')))
const http = createHttpClient({
  origins: rest.origins(options),
  policy: rest.http,
  allowPrivateAddresses: values.private,
})
const report = await dryRun({ options, credentials, http, limit: Number(values.limit) })
await http.close()
stdout.write(printedReport(report))
exit(report.error === null && report.rejected.length === 0 ? 0 : 3)
