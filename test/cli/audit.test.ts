import { describe, expect, test } from 'vitest'
import { command } from '../support/run.ts'
import { operatorToken, serve, strangerToken } from './served.ts'

describe('audit', { timeout: 60_000 }, () => {
  async function noted() {
    const served = await serve()
    const note = (source: string | null, action: string, detail: Record<string, unknown> = {}) =>
      served.store.noteAudit({ by: 'somebody', source, action, detail })
    await note('alpha', 'test.one', { changed: ['title'], revision: 2 })
    await note('gamma', 'test.two', { reason: 'odd\u001b[2J words' })
    await note(null, 'test.three')
    return served
  }

  test('who may not read it, or asks for what is not there, is told so', async () => {
    const { shell, as } = await noted()
    const stranger = as(strangerToken)
    const cases = [
      [['audit'], as(null), 1, /FORBIDDEN/],
      [['audit', '--source', 'beta'], shell, 1, /FORBIDDEN/],
      [['audit', '--source', 'gamma'], stranger, 4, /NOT_FOUND/],
      [['audit', '--source', 'nonsense'], stranger, 4, /NOT_FOUND/],
      [['audit'], stranger, 4, /Nothing stands in the audit/],
      [['audit', '--first', '101'], shell, 2, /from 1 to 100/],
      [['audit', '--after', '12'], shell, 2, /BAD_INPUT/],
    ] as const
    const ends = await Promise.all(cases.map(([words, from]) => command(words, from)))
    for (const [at, [words, , code, message]] of cases.entries()) {
      expect(ends[at], words.join(' ')).toMatchObject({
        ...{ code, out: '', err: expect.stringMatching(message) },
      })
    }
    expect(ends[2]).toEqual(ends[3])
  })

  test('shows operators everything, newest first, a line each', async () => {
    const { url } = await noted()
    const told = await command(['audit', '--first', '3'], {
      ...{ ATLAS_URL: url, ATLAS_OPERATOR_TOKEN: operatorToken },
    })
    expect(told, told.err).toMatchObject({ code: 0 })
    const [head, ...lines] = told.out.trimEnd().split('\n')
    expect(head).toMatch(/^AT +BY +ACTION +SOURCE +DETAIL$/)
    expect(lines.map((line) => line.replace(/^\S+ +/, '').split(/ {2,}/))).toEqual([
      ['somebody', 'test.three', '–', '–'],
      ['somebody', 'test.two', 'gamma', 'reason: odd [2J words'],
      ['somebody', 'test.one', 'alpha', 'changed: ["title"], revision: 2'],
    ])
    const [, cursor = ''] = /^More: --after (\S+)$/m.exec(told.err) ?? []
    const rest = await command(['audit', '--after', cursor], {
      ...{ ATLAS_URL: url, ATLAS_TOKEN: operatorToken },
    })
    expect(rest.out).toContain('visibility')
    expect(rest.out).not.toContain('test.')
  })

  test('shows owners what concerns their own sources, of one when it is named, as JSON when asked for', async () => {
    const { shell } = await noted()
    const own = await command(['audit', '--json'], shell)
    const actions = (text: string) =>
      JSON.parse(text)
        .audit.edges.map(({ node }: { node: { action: string } }) => node.action)
        .filter((action: string) => action.startsWith('test.'))
    expect(actions(own.out)).toEqual(['test.two', 'test.one'])
    const one = await command(['audit', '--json', '--source', 'alpha'], shell)
    expect(actions(one.out)).toEqual(['test.one'])
    expect(one.err).toBe('')
  })
})
