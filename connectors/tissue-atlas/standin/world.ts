import { readdirSync, readFileSync } from 'node:fs'

/** The files of a repository, by path. */
export type World = Map<string, string>

/** Words that the stand-in hides where no shape lists them: what prose and other keys say of people. */
export const planted = {
  mail: 'zq.somebody@planted.example.org',
  person: 'Zqplanted Principal',
  key: 'zqPlantedUnderAnotherKey',
} as const

/** The site of the sample, or a world of one's own. */
export function sampleWorld(): World {
  const root = new URL('../sample/', import.meta.url)
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.pathname.length))
    .map((path) => path.replace(/^\/+/, ''))
  return new Map(
    paths.sort().map((path) => [path, readFileSync(new URL(path, root), 'utf8')] as const),
  )
}

/** The world with people in it: in prose, under keys that nobody lists, and in texts that are kept. */
export function peopled(world: World): World {
  return new Map(
    [...world].map(([path, text]) => {
      const named = text
        .replace(/^(date|layout): /m, `contact: ${planted.person}\nzzother: ${planted.key}\n$1: `)
        .replace(/^(\s*(?:summary|description): ".*)"$/m, `$1 Write to ${planted.mail}."`)
      const prose = `\n### Principal Investigators\n* ${planted.person}, ${planted.mail}\n`
      return [path, text.startsWith('---') ? named + prose : text] as const
    }),
  )
}

/** So many made-up cards of one dataset, for tests under load. */
export function syntheticCards(count: number): World {
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const name = `image-${String(index + 1).padStart(5, '0')}`
      const card = `---\ntitle: Synthetic ${index + 1}\nimage: data-cards/${name}.png\ndate: 2022-01-01\nminerva_link: https://www.cycif.org/data/synthetic/${name}\ntags:\n  - auto\n  - cycif\n---\n`
      return [`_data-cards/synthetic-2022/${name}.md`, card] as const
    }),
  )
}
