import { type ExitCode, exitCodes } from '../exit.ts'
import { asOption, bytes, clean, print, printJson, say, styled, table } from '../output.ts'
import { missing, type Verdict } from './bring-file.ts'
import { inDollars } from './consent.ts'
import { billOf, isBucketFolder, type PlannedFile } from './plan.ts'

/** What would be fetched, with sizes and cost. */
export function showPlan(
  files: readonly PlannedFile[],
  canTry: (file: PlannedFile) => boolean,
  json: boolean,
): ExitCode {
  const rows = files.map((file) => ({
    path: file.path,
    asset: file.asset.id,
    locator: file.asset.locator,
    size: file.asset.size,
    sizeIsExact: file.asset.sizeIsExact,
    payer: file.asset.link.payer,
    cost: file.asset.link.cost,
    state: canTry(file) ? 'READY' : file.asset.link.state,
    isFolder: isBucketFolder(file),
    message: canTry(file) ? null : missing(file.asset.link),
  }))
  const ready = files.filter(canTry)
  const bill = billOf(ready)
  if (json) printJson({ files: rows, bill })
  else {
    print(
      table(
        [
          { title: 'FILE', value: ({ path, isFolder }) => (isFolder ? `${path}/…` : path) },
          {
            title: 'SIZE',
            value: ({ size, sizeIsExact }) =>
              size === null ? null : `${sizeIsExact ? '' : '~'}${bytes(size)}`,
            right: true,
          },
          {
            title: 'COST',
            value: ({ payer, cost }) =>
              payer !== 'CALLER'
                ? 'none'
                : cost === null
                  ? 'unknown'
                  : `${cost.amount.toFixed(4)} USD`,
            right: true,
          },
          { title: 'STATE', value: ({ state }) => asOption(state) },
          { title: 'WHAT IS MISSING', value: ({ message }) => message ?? '', shrinks: true },
        ],
        rows,
      ),
    )
  }
  const sizes = ready.map(({ asset }) => asset.size)
  const sum = sizes.reduce((total: number, size) => total + (size ?? 0), 0)
  const unknown = sizes.filter((size) => size === null).length
  const more = unknown > 0 ? `, and ${unknown} of unknown size` : ''
  say(`${ready.length} of ${files.length} files can be fetched: ${bytes(sum)}${more}.`)
  if (bill.paid > 0) say(`You pay for ${bill.paid} of them: ${inDollars(bill)}.`)
  return ready.length === files.length ? exitCodes.OK : exitCodes.PARTIAL
}

const words: Record<Verdict['state'], string> = {
  VERIFIED: 'verified',
  COMPLETE: 'complete, nothing to verify it with',
  PRESENT: 'was there already',
  MISMATCH: 'not what it should be',
  IN_THE_WAY: 'not fetched',
  NO_LINK: 'not fetched',
  FAILED: 'failed',
  CANCELLED: 'interrupted',
}

/** `allen/atlas/ccf.nrrd  verified: 12 MB, SHA-256 1a2b…` */
export function verdictLine({ file, state, size, sha256, message }: Verdict): string {
  const what = size === null ? '' : `${bytes(size)}, SHA-256 ${sha256}`
  const why = [what, message ?? ''].filter(Boolean).join('. ')
  return clean(`${file.path}  ${words[state]}${why ? `: ${why}` : ''}`)
}

/** Sums up, and gives the worst end. */
export function showVerdicts(
  verdicts: readonly Verdict[],
  { folder, json, isCancelled }: { folder: string; json: boolean; isCancelled: boolean },
): ExitCode {
  if (json) {
    printJson(
      verdicts.map(({ file, ...rest }) => ({
        path: file.path,
        asset: file.asset.id,
        record: file.record.id,
        ...rest,
      })),
    )
  }
  const good = verdicts.filter(({ state }) => isGood(state))
  const came = good.filter(({ state }) => state !== 'PRESENT')
  const sum = came.reduce((total, { size }) => total + (size ?? 0), 0)
  say(
    styled(
      'dim',
      `${good.length} of ${verdicts.length} files are in ${clean(folder)}; ${came.length} came now, ${bytes(sum)}.`,
      process.stderr,
    ),
  )
  if (isCancelled) {
    say('The same command goes on where this one was.')
    return exitCodes.CANCELLED
  }
  if (good.length === verdicts.length) return exitCodes.OK
  return good.length > 0 ? exitCodes.PARTIAL : exitCodes.FAILED
}

function isGood(state: Verdict['state']): boolean {
  return state === 'VERIFIED' || state === 'COMPLETE' || state === 'PRESENT'
}
