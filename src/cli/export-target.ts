import { createReadStream } from 'node:fs'
import { access, type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { CommandError, exitCodes } from './exit.ts'
import type { ExportFormat } from './export.ts'
import { ExportRows } from './export-rows.ts'

/** Where an export goes. */
export interface ExportTarget {
  /** What is there already. */
  rows: ExportRows
  write(rows: Buffer): Promise<void>
  /** It is complete. */
  finish(): Promise<void>
  /** It is not, and stays as it is; when it holds no record, nothing stays. */
  leave(): Promise<void>
}

/** Stdout. */
export function standardOutput(format: ExportFormat): ExportTarget {
  return {
    rows: new ExportRows(format),
    // Settles when it has gone out: a slow reader is waited for.
    write: (rows) =>
      new Promise((resolve, reject) => {
        process.stdout.write(rows, (error) => (error ? reject(error) : resolve()))
      }),
    finish: async () => {},
    leave: async () => {},
  }
}

/**
 * A file that has its name only when it is complete; until then it is `<file>.part`, with what was asked for in
 * `<file>.part.json`, so that nothing else is appended to it. What a killed process left is cut behind its last whole row.
 *
 * @param asked What the export is of; the same text for the same export.
 * @throws {CommandError} `USAGE` when there is something in the way, or nothing to resume.
 */
export async function openPart(
  file: string,
  format: ExportFormat,
  asked: string,
  resume: boolean,
): Promise<ExportTarget> {
  const part = `${file}.part`
  const note = `${part}.json`
  if (await isThere(file)) throw usage(`${file} is there already.`)
  const isBegun = await isThere(part)
  if (isBegun && !resume) {
    throw usage(`${part} holds a part of an export: go on with --resume, or delete it.`)
  }
  if (isBegun && (await readFile(note, 'utf8').catch(() => null)) !== asked) {
    throw usage(`${part} is a part of another export.`)
  }
  if (!isBegun) {
    await writeFile(note, asked).catch((cause: unknown) => {
      throw usage(`${file} cannot be written there.`, cause)
    })
  }
  const { rows, length } = isBegun
    ? await readPart(part, format)
    : { rows: new ExportRows(format), length: 0 }
  const handle: FileHandle = await open(part, 'a')
  await handle.truncate(length)
  return {
    rows,
    write: (bytes) => handle.appendFile(bytes),
    async finish() {
      await handle.sync()
      await handle.close()
      await rename(part, file)
      await rm(note)
    },
    async leave() {
      await handle.close()
      if (rows.count > 0) return
      await rm(part)
      await rm(note)
    },
  }
}

/** The whole rows of a part, and how many bytes they are. */
async function readPart(
  part: string,
  format: ExportFormat,
): Promise<{ rows: ExportRows; length: number }> {
  const rows = new ExportRows(format)
  rows.begin(format === 'csv')
  let length = 0
  for await (const piece of createReadStream(part)) length += rows.take(piece as Buffer).length
  try {
    rows.lastId()
  } catch (cause) {
    throw new CommandError(exitCodes.USAGE, `${part} is no part of an export.`, cause)
  }
  return { rows, length }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

const usage = (message: string, cause?: unknown) =>
  new CommandError(exitCodes.USAGE, message, cause)
