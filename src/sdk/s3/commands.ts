import { quoted } from '../shell.ts'

/** An object or a folder of a bucket, as a command line names it. */
export interface CommandPlace {
  readonly bucket: string
  /** As it is, nothing encoded. */
  readonly key: string
  readonly versionId: string | null
  /** Null: not known, or of no service of AWS. */
  readonly region: string | null
  /** Null: AWS. */
  readonly endpoint: string | null
  /** How the one who runs it is known: by keys of their own, as whoever pays, or not at all. */
  readonly as: 'NOBODY' | 'CALLER' | 'PAYER'
}

/**
 * A command of the AWS CLI that fetches an object, or all below a folder, with what the one who runs it has of keys. Null
 * for a key that no command line can carry.
 */
export function fetchCommand(place: CommandPlace, isFolder: boolean): string | null {
  const { bucket, key, versionId } = place
  if (hasControl(key) || hasControl(versionId ?? '')) return null
  if (isFolder) {
    const uri = quoted(`s3://${bucket}/${key}`)
    return ['aws s3 cp --recursive', ...settings(place), uri, quoted(`./${lastOf(key)}`)].join(' ')
  }
  if (versionId === null) {
    return ['aws s3 cp', ...settings(place), quoted(`s3://${bucket}/${key}`), '.'].join(' ')
  }
  // "aws s3 cp" reads the current version only.
  const object = [`--bucket ${quoted(bucket)}`, `--key=${quoted(key)}`]
  const version = `--version-id=${quoted(versionId)}`
  const file = quoted(`./${lastOf(key) || 'object'}`)
  return ['aws s3api get-object', ...settings(place), ...object, version, file].join(' ')
}

/** A command that brings an object back from an archive for a week. Null as above. */
export function restoreCommand(place: CommandPlace): string | null {
  const { bucket, key, versionId } = place
  if (hasControl(key) || hasControl(versionId ?? '')) return null
  const request = { Days: 7, GlacierJobParameters: { Tier: 'Standard' } }
  return [
    'aws s3api restore-object',
    ...settings({ ...place, as: place.as === 'NOBODY' ? 'CALLER' : place.as }),
    `--bucket ${quoted(bucket)}`,
    `--key=${quoted(key)}`,
    ...(versionId === null ? [] : [`--version-id=${quoted(versionId)}`]),
    `--restore-request ${quoted(JSON.stringify(request))}`,
  ].join(' ')
}

function settings({ as, region, endpoint }: CommandPlace): string[] {
  return [
    ...(as === 'PAYER' ? ['--request-payer requester'] : []),
    ...(as === 'NOBODY' ? ['--no-sign-request'] : []),
    ...(region === null ? [] : [`--region ${quoted(region)}`]),
    ...(endpoint === null ? [] : [`--endpoint-url ${quoted(endpoint)}`]),
  ]
}

/** The last part of a key that can name a file; empty when none can. */
function lastOf(key: string): string {
  const last = key.split('/').findLast((part) => part !== '') ?? ''
  return last === '.' || last === '..' ? '' : last
}

/** A terminal would act on it, and without it the key is that of another object. */
function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return /[\u0000-\u001f\u007f]/.test(text)
}
