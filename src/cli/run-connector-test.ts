import { readdir, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { certify } from '../conform/certify.ts'
import { bySetup, conformanceTable, type Verdict } from '../conform/verdict.ts'
import { connectorsFolder } from '../sources.ts'
import type { TestOptions } from './connector.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { print, say, styled, table } from './output.ts'
import { onSignal } from './signals.ts'

/** Certifies the connectors in these folders. Ends well only when every promise is kept or spared. */
export async function testConnectors(
  named: readonly string[],
  { all, json, markdown, about }: TestOptions,
): Promise<ExitCode> {
  const folders = all ? await shipped() : await Promise.all(named.map(folderOf))
  if (folders.length === 0) {
    throw new CommandError(exitCodes.USAGE, 'Name a folder with a connector, or say --all.')
  }
  const cancelled = new AbortController()
  onSignal(() => cancelled.abort())
  const verdicts = await certify({
    folders,
    about,
    signal: cancelled.signal,
    onVerdict: (verdict) => {
      if (verdict.verdict === 'BROKEN') say(styled('red', told(verdict), process.stderr))
    },
  })
  if (json !== undefined) await writeFile(json, `${JSON.stringify(reportOf(verdicts), null, 2)}\n`)
  if (markdown) print(conformanceTable(verdicts))
  else bySetup(verdicts).forEach(printSetup)
  const isBroken = verdicts.some(({ verdict }) => verdict === 'BROKEN')
  return isBroken ? exitCodes.FAILED : exitCodes.OK
}

async function shipped(): Promise<string[]> {
  const entries = await readdir(connectorsFolder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return folders.sort().map((name) => join(connectorsFolder, name))
}

/** A path, or the type of a connector that comes with the gateway. */
async function folderOf(name: string): Promise<string> {
  for (const folder of [resolve(name), join(connectorsFolder, name)]) {
    const found = await stat(folder).catch(() => null)
    if (found?.isDirectory()) return folder
  }
  throw new CommandError(exitCodes.USAGE, `There is no folder ${name}.`)
}

function printSetup([name, verdicts]: [string, Verdict[]]): void {
  const count = (wanted: Verdict['verdict']) =>
    verdicts.filter(({ verdict }) => verdict === wanted).length
  const [kept, broken, spared] = [count('KEPT'), count('BROKEN'), count('SPARED')]
  print(styled('bold', name))
  print(
    table(
      [
        { title: 'VERDICT', value: ({ verdict }) => verdict.toLowerCase() },
        { title: 'MS', value: ({ milliseconds }) => milliseconds, right: true },
        { title: 'ABOUT', value: ({ group }) => group },
        { title: 'PROMISE', value: ({ promise }) => promise },
        { title: 'WHY', value: ({ why }) => why ?? '', shrinks: true },
      ],
      verdicts,
    ),
  )
  print(`${name}: ${kept} kept, ${broken} broken, ${spared} spared\n`)
}

function told({ connector, setup, promise, why }: Verdict): string {
  return `${setup === null ? connector : `${connector}: ${setup}`}: ${promise}: broken: ${why}`
}

function reportOf(verdicts: readonly Verdict[]) {
  return {
    atlas: manifest.version,
    node: process.versions.node,
    certifiedAt: new Date().toISOString(),
    passed: verdicts.every(({ verdict }) => verdict !== 'BROKEN'),
    verdicts,
  }
}
