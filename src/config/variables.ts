import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { GatewayError } from '../model/index.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** What was expected, by the name of the variable at fault; never what was found. */
export type Faults = Map<string, string>

/** What is sent or compared as a credential. Null when absent. */
export const Key = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'expected printable characters without spaces')
  .nullable()
  .default(null)

/** A key that people choose themselves. */
export const Secret = Key.refine(
  (key) => key === null || key.length >= 16,
  'expected at least 16 characters',
)

/** Keys of 32 bytes, the current one first. */
export const SecretKeys = z
  .string()
  .transform((text) => text.split(',').map((key) => keyOf(key.trim())))
  .refine((keys) => keys.every((key) => key !== null), {
    error: 'expected 32 bytes as base64 or hexadecimal, older keys after it with commas between',
  })
  .transform((keys) => keys.filter((key) => key !== null))

const WebOrigin = z.string().refine((text) => text === '*' || isOrigin(text), {
  error: 'expected * or origins such as https://example.org, with commas between',
})
/** Origins, or `*` for all. */
export const WebOrigins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .pipe(z.array(WebOrigin))

/** Origins with commas between; none when absent. */
export const Origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.string().refine(isOrigin, 'expected origins such as http://10.0.0.5:8080')))
  .default([])

/** Address of a server, without a trailing slash. Null when absent. */
export const Server = z
  .string()
  .refine(isServer, 'expected an http or https address without a user name, ? or #')
  .transform((url) => url.replace(/\/+$/, ''))
  .nullable()
  .default(null)

/** Whether a text is an address that may be shown: one that holds no user, query or fragment. */
export function isServer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.username + url.password + url.search + url.hash === ''
}

/** Variables of which the value may stand in a file, named by the variable of the same name with `_FILE` behind it. */
export type Secrets = readonly string[]

/** The variables in their shapes; null when one has another, or its file cannot be read: that stands in `faults`. */
export function check<Shape extends z.ZodRawShape>(
  shapes: Shape,
  variables: Variables,
  secrets: Secrets,
  faults: Faults,
): z.infer<z.ZodObject<Shape>> | null {
  const present: Record<string, string | undefined> = {}
  const namedAs = new Map<string, string>()
  for (const name of Object.keys(shapes)) {
    present[name] = variables[name] || undefined
    const file = secrets.includes(name) && variables[`${name}_FILE`]
    if (!file) continue
    namedAs.set(name, `${name}_FILE`)
    if (present[name] !== undefined)
      faults.set(name, `expected either this or ${name}_FILE, not both`)
    present[name] = fromFile(file, (text) => text.trim()) || undefined
    if (present[name] === undefined)
      faults.set(`${name}_FILE`, 'expected a file that can be read and is not empty')
  }
  const read = z.object(shapes).safeParse(present)
  for (const { path, message } of read.error?.issues ?? []) {
    const name = String(path[0])
    faults.set(namedAs.get(name) ?? name, message)
  }
  return read.success && faults.size === 0 ? read.data : null
}

/** All faults at once, one a line. */
export function invalid(faults: Faults): GatewayError {
  return new GatewayError('CONFIG_INVALID', {
    message: [
      'The environment is not valid:',
      ...[...faults].map(([name, message]) => `  ${name}: ${message}`),
    ].join('\n'),
  })
}

/** What `made` makes of the text of a file; null when it cannot be read, or not be made. */
export function fromFile<Made>(file: string, made: (text: string) => Made): Made | null {
  try {
    return made(readFileSync(resolve(file), 'utf8'))
  } catch {
    return null
  }
}

/** The bytes of a key; null when they are not as many as it takes. */
function keyOf(text: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'))
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null
  return Uint8Array.from(Buffer.from(text, 'base64'))
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}
