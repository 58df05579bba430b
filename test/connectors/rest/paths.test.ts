import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePath, pathOf, valueAt, walk } from '../../../connectors/rest/paths.ts'
import { escaped, filled, parseTemplate, templateOf } from '../../../connectors/rest/templates.ts'

const data = {
  a: { b: [{ c: 1 }, { c: 2 }, null, {}] },
  'https://x.org/vocab/name': 'full',
  keyed: { one: { n: 1 }, two: { n: 2 } },
  text: 'words',
  none: null,
  php: [],
}
const values = (path: string) => walk(pathOf(path), data).found.map(({ value }) => value)

describe('rest: a path', () => {
  test.each<[string, unknown[]]>([
    ['text', ['words']],
    ['a.b[0].c', [1]],
    ['a.b[1]["c"]', [2]],
    ['a.b[9].c', []],
    ['["https://x.org/vocab/name"]', ['full']],
    ['keyed.*.n', [1, 2]],
    ['none.deeper.still', []],
    ['absent[*].x', []],
    ['php.*', []],
  ])('%s leads to %j', (path, found) => {
    expect(values(path)).toEqual(found)
  })

  test('passes over null and keeps the order', () => {
    expect(values('a.b[*].c')).toEqual([1, 2])
    expect(values('.')).toEqual([data])
  })

  test('tells the key where a value stood', () => {
    expect(walk(pathOf('keyed.*'), data).found.map(({ key }) => key)).toEqual(['one', 'two'])
  })

  test.each([
    ['text.more', { expected: 'object', received: 'text' }],
    ['text[*]', { expected: 'list', received: 'text' }],
    ['keyed[*]', { expected: 'list', received: 'object' }],
    ['a.b.c', { expected: 'object', received: 'list' }],
  ])('%s says in types what stands in its way', (path, fault) => {
    expect(walk(pathOf(path), data).fault).toEqual(fault)
    expect(valueAt(pathOf(path), data)).toBeUndefined()
  })

  test.each([
    '',
    'a..b',
    '.a',
    'a.',
    'a b',
    'a[-1]',
    'a[01]',
    '$..a',
    'a[?(@.b)]',
    'a[1:2]',
    'a.["b"]',
    'a()',
  ])('%j is none', (text) => {
    expect(parsePath(text)).toBeNull()
  })

  test('does not follow what an object inherits', () => {
    expect(values('constructor')).toEqual([])
    expect(values('a.__proto__')).toEqual([])
  })

  test('never throws, whatever it meets', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('a', 'a.b', '[0].a', '[*].*', 'a[*].b', '.'),
        (root, path) => {
          walk(pathOf(path), root)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('rest: a template', () => {
  const fields: Record<string, (string | number | boolean)[]> = {
    one: ['a/b c'],
    two: ['x', 'y'],
    none: [],
    up: ['..'],
    count: [3],
    base: ['http://h/api'],
  }
  const fill = (text: string, asAddress = false) =>
    filled(templateOf(text), (name) => fields[name] ?? [], asAddress)

  test.each<[string, unknown[]]>([
    ['{one}', ['a/b c']],
    ['{count}', [3]],
    ['n {count}', ['n 3']],
    ['{two}-{two}', ['x-x', 'x-y', 'y-x', 'y-y']],
    ['visit {none}', []],
    ['{none}', []],
    ['constant', ['constant']],
  ])('%s stands for %j', (text, all) => {
    expect(fill(text)).toEqual(all)
  })

  test('escapes values in addresses, with or without their slashes', () => {
    expect(fill('{base}/i/{one}', true)).toEqual(['http://h/api/i/a%2Fb%20c'])
    expect(fill('{base}/{+one}', true)).toEqual(['http://h/api/a/b%20c'])
  })

  test('gives no address that climbs out of its place', () => {
    expect(fill('{base}/i/{up}', true)).toEqual([])
    expect(escaped('a/../b', true)).toBeNull()
    expect(escaped('a/./b', true)).toBeNull()
  })

  test('with a brace too many is none', () => {
    for (const text of ['{a', 'a}', '{a b}', '{{a}}', '{a.b.c}'])
      expect(parseTemplate(text)).toBeNull()
  })

  test('never leaves the root, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (value, keeps) => {
        const text = escaped(value, keeps)
        if (text === null) return
        const url = new URL(`http://h/api/items/${text}`)
        expect(url.origin).toBe('http://h')
        expect(url.pathname.startsWith('/api/items/')).toBe(true)
        expect(url.search + url.hash).toBe('')
      }),
      { numRuns: 300 },
    )
  })
})
