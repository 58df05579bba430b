import { createHmac } from 'node:crypto'

/** Hexadecimal digits: enough that two of a million subjects hardly ever share one. */
const length = 16

/** Pseudonyms of a source's subjects, under the installation's key; no two sources have one in common. */
export function pseudonymsOf(source: string, installationKey: string): (name: string) => string {
  return (name) =>
    createHmac('sha256', installationKey)
      .update(JSON.stringify(['subject', source, name]))
      .digest('hex')
      .slice(0, length)
}
