import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../config.ts'
import type { GatewayAccess } from './client.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import type { ExportFormat, ExportOptions } from './export.ts'
import { askExport, TryAgain } from './export-answer.ts'
import { type ExportTarget, openPart, standardOutput } from './export-target.ts'
import { filterOf } from './filter-options.ts'
import { say, styled } from './output.ts'
import { createProgress } from './progress.ts'
import { onSignal } from './signals.ts'

/** Milliseconds before the connection is made again, each time that nothing came by the one before. */
const pauses = [500, 2_000, 5_000]

/** Writes every match, in as many answers as it takes. */
export async function exportRecords(
  words: readonly string[],
  options: ExportOptions,
): Promise<ExitCode> {
  const { url, token } = readConfig()
  const { output, resume = false } = options
  if (resume && output === undefined) {
    throw new CommandError(exitCodes.USAGE, '--resume goes with --output.')
  }
  const format = options.format ?? (output?.toLowerCase().endsWith('.csv') ? 'csv' : 'ndjson')
  const parameters = parametersOf(words, options, format)
  const target =
    output === undefined
      ? standardOutput(format)
      : await openPart(output, format, `${JSON.stringify(parameters)}\n`, resume)
  const ending = new AbortController()
  const signals = onSignal(() => ending.abort())
  const parts = { gateway: { url, token }, parameters, target, showsProgress: output !== undefined }
  try {
    await fetchAll(parts, ending.signal)
    await target.finish()
  } catch (thrown) {
    await target.leave()
    throw stopped(thrown, ending.signal, target, output)
  } finally {
    signals.dispose()
  }
  return told(target, output)
}

function told({ rows }: ExportTarget, output: string | undefined): ExitCode {
  say(styled('dim', `${records(rows.count)}${output ? ` in ${output}` : ''}`, process.stderr))
  return rows.count > 0 ? exitCodes.OK : exitCodes.NOTHING
}

/** What ends the command, with what there is and how to go on. */
function stopped(
  thrown: unknown,
  signal: AbortSignal,
  { rows }: ExportTarget,
  output: string | undefined,
): unknown {
  const isHeld = output !== undefined && rows.count > 0
  const rest = isHeld ? ` ${records(rows.count)} in ${output}.part; go on with --resume.` : ''
  if (signal.aborted) return new CommandError(exitCodes.CANCELLED, `Cancelled.${rest}`, thrown)
  if (thrown instanceof TryAgain) {
    return new CommandError(exitCodes.UNREACHABLE, `${thrown.message}${rest}`, thrown)
  }
  return thrown
}

interface Parts {
  gateway: GatewayAccess
  parameters: Readonly<Record<string, string>>
  target: ExportTarget
  showsProgress: boolean
}

/**
 * Goes on behind the last whole row, until an answer ends in good order with all that it announced. One that ends with
 * less may be a connection that broke behind a proxy which did not say so, unless nothing comes any more.
 */
async function fetchAll(parts: Parts, signal: AbortSignal): Promise<void> {
  const { rows } = parts.target
  const mayWait = rows.count > 0
  for (let failures = 0, announced = 0; ; ) {
    const before = rows.count
    try {
      const expected = await fetchRest(parts, signal)
      announced = Math.max(announced, expected)
      if (rows.count < expected && rows.count > before) continue
      const missing = announced - rows.count
      if (missing > 0) {
        say(styled('yellow', `${missing} hidden or removed meanwhile`, process.stderr))
      }
      return
    } catch (thrown) {
      announced = 0
      if (signal.aborted || !(thrown instanceof TryAgain)) throw thrown
      if (rows.count > before) failures = 0
      const wait = pauses[failures++]
      // Whoever never answered is not waited for.
      const isNew = rows.count === 0 && !mayWait && thrown.after === null
      if (wait === undefined || isNew) throw thrown
      await pause(Math.max(wait, Math.min(thrown.after ?? 0, 60_000)), undefined, { signal })
    }
  }
}

/** Gives how many records there would be with all that the answer announced. */
async function fetchRest(
  { gateway, parameters, target, showsProgress }: Parts,
  signal: AbortSignal,
): Promise<number> {
  const { rows } = target
  const after = rows.lastId()
  const asked = after === null ? parameters : { ...parameters, after }
  const { total, withHead, body } = await askExport(gateway, asked, signal)
  const expected = rows.count + total
  const progress = showsProgress
    ? createProgress(process.stderr, process.stderr, undefined, 'records')
    : null
  rows.begin(withHead)
  try {
    for await (const piece of broken(body, signal)) {
      await target.write(rows.take(piece))
      progress?.update('export', {
        ...{ seen: rows.count, written: rows.count, expected, unchanged: 0, rejected: 0 },
      })
    }
  } finally {
    progress?.clear()
  }
  if (!rows.isWhole) throw new TryAgain('The export ended in the middle of a row.', null)
  return expected
}

/** The pieces of a body, whose faults are worth another try. */
async function* broken(body: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* body
  } catch (cause) {
    signal.throwIfAborted()
    throw new TryAgain('The gateway broke off the connection.', null, cause)
  }
}

function parametersOf(
  words: readonly string[],
  options: ExportOptions,
  format: ExportFormat,
): Record<string, string> {
  const filter = { ...parsed(options.filter), ...filterOf(options, options.fileFormat) }
  return {
    query: words.join(' '),
    filter: JSON.stringify(filter),
    format,
    ...(options.fields !== undefined && { fields: options.fields }),
  }
}

function parsed(filter: string | undefined): Record<string, unknown> {
  if (filter === undefined) return {}
  try {
    const value: unknown = JSON.parse(filter)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>
    }
  } catch {
    // Told below: the parser's message is about its text, not about ours.
  }
  throw new CommandError(exitCodes.USAGE, '--filter takes a JSON object.')
}

const records = (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`
