import type { Shanoir } from './shanoir.ts'

/** What a server says of a subject beside its name. */
export interface SubjectFacts {
  /** `LIVING_HUMAN_BEING`, `PHANTOM`, `LIVING_ANIMAL` …; null: nothing is said. */
  category: string | null
  /** Of an animal, in the server's own words. */
  specie: string | null
}

export interface Subjects {
  /** Of these subjects, by number. */
  facts(ids: Iterable<number>): Promise<ReadonlyMap<number, SubjectFacts>>
}

const animals = ['LIVING_ANIMAL', 'ANIMAL_CADAVER']
const unknown: SubjectFacts = { category: null, specie: null }

/** The subjects of a study, asked for when they are needed: a list of all, and of each animal its species. */
export function createSubjects(shanoir: Shanoir, study: number, isPreclinical: boolean): Subjects {
  let list: Promise<Map<number, SubjectFacts & { isAnimal: boolean }>> | null = null
  const species = new Map<number, Promise<string | null>>()

  async function read() {
    const all = await shanoir.subjects(study)
    return new Map(
      all.map(({ id, imagedObjectCategory, subjectStudy }) => {
        const category = imagedObjectCategory ?? null
        const isAnimal =
          category === null
            ? isPreclinical || subjectStudy?.subjectPreclinical === true
            : animals.includes(category)
        return [id, { category, specie: null, isAnimal }]
      }),
    )
  }

  async function factsOf(id: number): Promise<SubjectFacts> {
    list ??= read()
    const { category, isAnimal } = (await list).get(id) ?? { ...unknown, isAnimal: isPreclinical }
    if (!isAnimal) return { category, specie: null }
    let asked = species.get(id)
    if (asked === undefined) {
      asked = shanoir.specie(id)
      species.set(id, asked)
    }
    return { category, specie: await asked }
  }

  return {
    async facts(ids) {
      const wanted = [...new Set(ids)]
      const found = await Promise.all(wanted.map(factsOf))
      return new Map(wanted.map((id, at) => [id, found[at] ?? unknown]))
    },
  }
}
