import { planted } from './planted.ts'
import type { World } from './world.ts'

/**
 * Every word about people that a site can send: what is planted, and names, identifiers and birth dates of its subjects.
 * Names of phantoms are nobody's, and are there, too: nothing tells them from others.
 */
export function personalWords(world: World): string[] {
  const subjects = [...world.subjects.values()].flatMap(({ name, identifier, birthDate }) => [
    name,
    identifier,
    ...(birthDate === null ? [] : [birthDate]),
  ])
  return [...new Set([...Object.values(planted), ...subjects])]
}
