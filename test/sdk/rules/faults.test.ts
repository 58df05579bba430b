import { describe, expect, test } from 'vitest'
import {
  faultsOfRules,
  parseRules,
  readRules,
  ruleBook,
  ruleShape,
} from '../../../src/sdk/index.ts'
import { faultsOf, fields, ruleOn, slots } from './rules.ts'

const forText =
  'equals, not-equals, contains, not-contains, starts-with, not-starts-with, ends-with, not-ends-with, has-words, not-has-words, present, absent'

describe('rules: a file', () => {
  test('of this test is good, so that the faults below are those that are told', () => {
    expect(faultsOf([ruleOn('name', 'equals', ['a'])])).toEqual([])
  })

  test.each<[string, unknown, string]>([
    [
      'a misspelt key',
      [{ ...ruleOn('name', 'present'), unles: [] }],
      'rules.0.unles: is not known here',
    ],
    [
      'a misspelt key of a condition',
      [{ ...ruleOn('name', 'present'), when: { all: [{ field: 'name', operater: 'present' }] } }],
      'rules.0.when.all.0.operater: is not known here',
    ],
    [
      'an operator that is none',
      [ruleOn('name', 'like', ['x'])],
      'rules.0.when.all.0.operator: like is no operator: expected one of equals, not-equals, contains, not-contains, starts-with, not-starts-with, ends-with, not-ends-with, has-words, not-has-words, smaller-than, bigger-than, present, absent',
    ],
    [
      'a field that is none',
      [ruleOn('nome', 'present')],
      'rules.0.when.all.0.field: rule one: nome is no field; expected one of name, tesla, open, tags',
    ],
    [
      'a field that only objects have',
      [ruleOn('constructor', 'present')],
      'rules.0.when.all.0.field: rule one: constructor is no field; expected one of name, tesla, open, tags',
    ],
    [
      'an operator for numbers on text',
      [ruleOn('name', 'bigger-than', [3])],
      `rules.0.when.all.0.operator: rule one: bigger-than does not fit name, a field of the type text; these do: ${forText}`,
    ],
    [
      'an operator for numbers on a list of text',
      [ruleOn('tags', 'smaller-than', [3])],
      `rules.0.when.all.0.operator: rule one: smaller-than does not fit tags, a field of the type text-list; these do: ${forText}`,
    ],
    [
      'words on a number',
      [ruleOn('tesla', 'has-words', ['t1'])],
      'rules.0.when.all.0.operator: rule one: has-words does not fit tesla, a field of the type number; these do: equals, not-equals, smaller-than, bigger-than, present, absent',
    ],
    [
      'a part of what is true or false',
      [ruleOn('open', 'contains', ['t'])],
      'rules.0.when.all.0.operator: rule one: contains does not fit open, a field of the type boolean; these do: equals, not-equals, present, absent',
    ],
    [
      'text compared with a number',
      [ruleOn('tesla', 'equals', ['3'])],
      'rules.0.when.all.0.values: rule one: equals compares tesla, a field of the type number, with numbers only',
    ],
    [
      'a number compared with text',
      [ruleOn('name', 'not-equals', [3])],
      'rules.0.when.all.0.values: rule one: not-equals compares name, a field of the type text, with text only',
    ],
    [
      'words that are a number',
      [ruleOn('name', 'has-words', [3])],
      'rules.0.when.all.0.values: has-words compares text: write its values as text',
    ],
    [
      'a limit in text',
      [ruleOn('tesla', 'bigger-than', ['3'])],
      'rules.0.when.all.0.values: bigger-than takes one number',
    ],
    [
      'two limits',
      [ruleOn('tesla', 'smaller-than', [3, 7])],
      'rules.0.when.all.0.values: smaller-than takes one number',
    ],
    [
      'values where there is nothing to compare',
      [ruleOn('name', 'absent', ['x'])],
      'rules.0.when.all.0.values: absent takes no values',
    ],
    [
      'nothing to compare with',
      [ruleOn('name', 'equals')],
      'rules.0.when.all.0.values: equals needs values',
    ],
    [
      'a blank, which every text contains',
      [ruleOn('name', 'contains', [' '])],
      'rules.0.when.all.0.values.0: expected text that is not blank',
    ],
    [
      'words of stars only',
      [ruleOn('name', 'has-words', ['* *'])],
      'rules.0.when.all.0.values: * * has no letter and no digit',
    ],
    [
      'a star within a word',
      [ruleOn('name', 'not-has-words', ['t*w'])],
      'rules.0.when.all.0.values: in t*w a * stands within a word: only its ends may be open',
    ],
    [
      'an id that comes twice',
      [ruleOn('name', 'present'), ruleOn('name', 'absent')],
      'rules.1.id: two rules have the id one',
    ],
    [
      'an id with capitals',
      [{ ...ruleOn('name', 'present'), id: 'T1' }],
      'rules.0.id: expected an id of small letters, digits and hyphens',
    ],
    [
      'nothing that it sets',
      [{ ...ruleOn('name', 'present'), set: {} }],
      'rules.0.set: sets nothing',
    ],
    [
      'a slot that is none',
      [{ ...ruleOn('name', 'present'), set: { modalty: 'MRI' } }],
      'rules.0.set.modalty: is not known here',
    ],
    [
      'a term that has an id and no label',
      [{ ...ruleOn('name', 'present'), set: { modality: [{ id: 'atlas:mri' }] } }],
      'rules.0.set.modality.0.label: Invalid input: expected string, received undefined',
    ],
    [
      'a fault in a group within',
      [
        {
          ...ruleOn('name', 'present'),
          when: {
            all: [
              { field: 'name', operator: 'present' },
              { any: [{ field: 'tags', operator: 'bigger-than', values: [1] }] },
            ],
          },
        },
      ],
      `rules.0.when.all.1.any.0.operator: rule one: bigger-than does not fit tags, a field of the type text-list; these do: ${forText}`,
    ],
  ])('with %s is refused with the place and what would fit', (_, rules, fault) => {
    expect(faultsOf(rules)).toContain(fault)
  })

  test('tells every fault at once, each with its line', () => {
    const text = [
      'rules:',
      '  - id: a',
      '    when: { all: [{ field: name, operator: bigger-than, values: [1] }] }',
      '    set: { note: x }',
      '  - id: b',
      '    when: { any: [{ field: nome, operator: present }] }',
      '    set: { note: x }',
    ].join('\n')
    const read = parseRules(text, { fields, slots })
    const faults = 'faults' in read ? read.faults : []
    expect(faults.map(({ line, path }) => [line, path])).toEqual([
      [3, 'rules.0.when.all.0.operator'],
      [6, 'rules.1.when.any.0.field'],
    ])
    expect(() => readRules(text, { fields, slots })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/bigger-than.*\(line 3\)\n.*nome.*\(line 6\)$/s),
      }),
    )
  })

  test.each([
    ['that is no YAML', 'rules: [', 'not YAML'],
    ['that refers to itself', 'rules: &a [{ id: x, when: *a, set: { note: y } }]', ''],
    ['that grows without end', `rules: &a [x]\nb: &b [${'*a,'.repeat(120)}]`, ''],
  ])('%s is refused', (_, text, problem) => {
    const read = parseRules(text, { fields, slots })
    expect('faults' in read && read.faults.length).toBeGreaterThan(0)
    expect(JSON.stringify(read)).toContain(problem)
  })

  test('of several kinds of rows may look at fields of each, and at no kind that is not there', () => {
    const scopes = { study: { title: 'text' }, scan: { title: 'number', type: 'text' } } as const
    const faults = (scope: string[] | undefined, field: string, operator: string) => {
      const rule = { ...ruleOn(field, operator, ['a']), ...(scope === undefined ? {} : { scope }) }
      return faultsOfRules([ruleShape(slots).parse(rule)], scopes).map(({ problem }) => problem)
    }
    expect(faults(undefined, 'type', 'contains')).toEqual([])
    expect(faults(['scan'], 'type', 'contains')).toEqual([])
    expect(faults(['study'], 'title', 'contains')).toEqual([])
    expect(faults(undefined, 'title', 'contains').join()).toMatch(
      /title, a field of the type number/,
    )
    expect(faults(['study'], 'type', 'contains')).toEqual([
      'rule one: type is no field; expected one of title',
    ])
    expect(faults(['stdy', 'study'], 'title', 'contains')).toEqual([
      'rule one: there is no stdy; expected some of study, scan',
    ])
  })

  test('may have one field of alternatives only', () => {
    expect(() => ruleBook([], { row: { a: 'alternatives', b: 'alternatives' } })).toThrow(TypeError)
  })
})
