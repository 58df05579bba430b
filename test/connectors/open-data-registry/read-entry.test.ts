import { describe, expect, test } from 'vitest'
import {
  entryItem,
  idOfFile,
  largestEntry,
} from '../../../connectors/open-data-registry/read-entry.ts'
import { Dataset } from '../../../connectors/open-data-registry/rows.ts'

const utf8 = new TextEncoder()
const problemOf = (content: string | Uint8Array) => {
  const bytes = typeof content === 'string' ? utf8.encode(content) : content
  const { entity, row } = entryItem('x', bytes, 'etag')
  return entity === 'unreadable' ? (row as { problem: string }).problem : null
}

describe('entryItem', () => {
  test.each([
    ['bytes that are not UTF-8', new Uint8Array([0x4e, 0xff, 0xfe]), 'NOT_UTF8'],
    ['broken YAML', 'Name: [', 'NOT_YAML'],
    ['a tab where spaces belong', 'Tags:\n\t- a', 'NOT_YAML'],
    ['nothing', '', 'NOT_AN_ENTRY'],
    ['a list', '- Name: x', 'NOT_AN_ENTRY'],
    ['a text', 'Name', 'NOT_AN_ENTRY'],
    ['a key that comes twice', 'Name: a\nName: b', 'REPEATED_KEY'],
    ['a key that comes twice further down', 'Resources: [{ ARN: a, ARN: b }]', 'REPEATED_KEY'],
    ['more than is read', `Name: ${'x'.repeat(largestEntry)}`, 'TOO_LARGE'],
    ['aliases without number', `a: &a 1\nb: [${'*a,'.repeat(200)}]`, 'TOO_MANY_ALIASES'],
    ['an alias of nothing', 'Name: *nobody', 'NOT_YAML'],
  ])('entryItem: %s is told as what it is', (_, content, problem) => {
    expect(problemOf(content)).toBe(problem)
  })

  test('entryItem: aliases that multiply are not followed', () => {
    const levels = 'bcdefgh'.split('').map((name, at) => {
      const before = 'abcdefgh'[at]
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`
    })
    expect(problemOf(['a: &a [z, z]', ...levels].join('\n'))).toBe('TOO_MANY_ALIASES')
  })

  test.each([
    ['brackets in brackets', '['.repeat(1_000_000)],
    ['lists in lists', '- '.repeat(500_000)],
    ['mappings in mappings', '{a: '.repeat(200_000)],
  ])('entryItem: %s without end are given up soon', (_, content) => {
    const before = performance.now()
    expect(problemOf(content)).toBe('NOT_YAML')
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  test('entryItem: thousands of keys cost no more than their number', () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join('\n')
    const before = performance.now()
    expect(problemOf(`Name: many\n${keys}`)).toBeNull()
    expect(performance.now() - before).toBeLessThan(8_000)
  })

  test('entryItem: what is in a file makes nothing but plain values, and no prototype', () => {
    const text = '__proto__: { polluted: yes }\nconstructor: { x: 1 }\nName: !!js/function "x"\n'
    const { row } = entryItem('x', utf8.encode(text), 'etag')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(Dataset.parse(row)).toMatchObject({ id: 'x', Name: 'x' })
    expect(Object.keys(Dataset.parse(row))).not.toContain('__proto__')
  })

  test('entryItem: the name of the file is the id, whatever the entry says', () => {
    const { row } = entryItem('file-name', utf8.encode('id: other\nName: x'), 'etag')
    expect(row).toMatchObject({ id: 'file-name' })
  })

  test('entryItem: an alias that is followed now and then is no harm', () => {
    expect(problemOf('Name: x\na: &a [oceans]\nTags: *a')).toBeNull()
  })
})

describe('idOfFile', () => {
  test.each([
    ['a.yaml', 'a'],
    ['a.b.yaml', 'a.b'],
    ['a.yml', null],
    ['.a.yaml', null],
    ['.yaml', null],
    ['a.yaml.orig', null],
  ])('idOfFile: %s gives %s', (name, id) => {
    expect(idOfFile(name)).toBe(id)
  })
})
