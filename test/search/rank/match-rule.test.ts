import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  enoughMatches,
  isEnough,
  type MatchRule,
  matchRule,
  stepFor,
  unitsOf,
} from '../../../src/search/rank/match-rule.ts'
import type { PlanGroup } from '../../../src/search/rank/plan.ts'

function group(information: number, more: Partial<PlanGroup> = {}): PlanGroup {
  return {
    queried: 'x',
    alternatives: [{ words: ['x'], how: 'EXACT', weight: 1 }],
    information,
    isRequired: false,
    ranksOnly: false,
    concepts: [],
    ...more,
  }
}

/** Smallest sets of deciding groups that are enough at a step. */
function smallestSets(rule: MatchRule, step: number): number[][] {
  const enough = [...rule.shareOf.keys()].filter((set) => isEnough(rule, set, step))
  return enough
    .filter((set) => !enough.some((other) => other !== set && (other & set) === other))
    .map((set) => rule.deciding.filter((_, bit) => (set & (1 << bit)) !== 0))
}

const setsAt = (groups: PlanGroup[], step: number) => smallestSets(matchRule({ groups }), step)

describe('a match rule', () => {
  test('asks a short query for all of its groups first', () => {
    expect(setsAt([group(1), group(5), group(2)], 0)).toEqual([[1, 2, 0]])
  })

  test('lets the least informative go first, and never asks for a common word alone', () => {
    const groups = [group(0.5), group(5)]
    const rule = matchRule({ groups })
    const steps = rule.steps.slice(0, -1).map((_, step) => smallestSets(rule, step))
    expect(steps[0]).toEqual([[1, 0]])
    expect(steps.at(-1)).toEqual([[1]])
    expect(steps.flat()).not.toContainEqual([0])
    // Where even that finds nothing, anything will do.
    expect(smallestSets(rule, rule.steps.length - 1)).toEqual([[1], [0]])
  })

  test('asks a long query for half of what its six most informative say', () => {
    const groups = [1, 1, 1, 1, 1, 1, 1, 1].map((information) => group(information))
    const rule = matchRule({ groups })
    expect(rule.deciding).toHaveLength(6)
    expect(smallestSets(rule, 0).every((set) => set.length === 3)).toBe(true)
    expect(smallestSets(rule, 0)).toHaveLength(20)
  })

  test('takes the words of one name for one thing asked for when it tells long from short', () => {
    const name = { concepts: ['UBERON:0002436'] }
    const groups = [group(3, name), group(2, name), group(4, name), group(1), group(1)]
    // Three things are few, five words would not be.
    expect(setsAt(groups, 0)).toEqual([[2, 0, 1, 3, 4]])
    expect(
      setsAt(
        groups.map(({ information }) => group(information)),
        0,
      ).length,
    ).toBeGreaterThan(1)
  })

  test('does not take two names side by side for one', () => {
    const groups = [group(3, { concepts: ['a'] }), group(3, { concepts: ['b'] })]
    expect(unitsOf(groups)).toEqual([[0], [1]])
  })

  test('never lets go of what is required, and does not count what only ranks', () => {
    const groups = [group(9, { isRequired: true }), group(1), group(8, { ranksOnly: true })]
    const rule = matchRule({ groups })
    expect(rule.required).toEqual([0])
    expect(rule.deciding).toEqual([1])
    expect(smallestSets(rule, rule.steps.length - 1)).toEqual([[]])
  })

  test('is met by whatever meets what is required when nothing else is asked for', () => {
    const rule = matchRule({ groups: [group(2, { isRequired: true })] })
    expect(isEnough(rule, 0, 0)).toBe(true)
  })

  test.each([
    [[enoughMatches], 0],
    [[3, enoughMatches], 1],
    [[0, 1, 2, 3, 4, 5], 5],
    [[0, 0, 0, 0, 0, 0, 7], 6],
  ])('goes as far as it has to: %j gives step %i', (matching, step) => {
    const rule = matchRule({ groups: [group(1), group(1)] })
    expect(stepFor(rule, (at) => matching[at] ?? matching.at(-1) ?? 0)).toBe(step)
  })

  test('a later step asks for no more than the one before, and its smallest sets say the same as its shares', () => {
    const groups = fc.array(
      fc.record({
        information: fc.double({ min: 0.1, max: 12, noNaN: true }),
        isRequired: fc.boolean(),
      }),
      { minLength: 1, maxLength: 9 },
    )
    fc.assert(
      fc.property(groups, (drawn) => {
        const rule = matchRule({ groups: drawn.map((one) => group(one.information, one)) })
        rule.steps.forEach((_, step) => {
          const smallest = smallestSets(rule, step)
          for (let set = 0; set < rule.shareOf.length; set++) {
            const met = rule.deciding.filter((_, bit) => (set & (1 << bit)) !== 0)
            const isMet = smallest.some((one) => one.every((place) => met.includes(place)))
            expect(isEnough(rule, set, step)).toBe(isMet)
            if (step > 0 && isEnough(rule, set, step - 1)) expect(isMet).toBe(true)
          }
        })
      }),
      { numRuns: 60 },
    )
  })
})
