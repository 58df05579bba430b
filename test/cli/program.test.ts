import { describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/program.ts'

/** Runs a command line that commander itself answers. */
async function told(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const code = await runCommand(words, {
    writeOut: (text) => {
      out += text
    },
    writeErr: (text) => {
      err += text
    },
  })
  return { code, out, err }
}

describe('command line', () => {
  test.each([
    [['serch'], 'Did you mean search?'],
    [[], 'Usage: atlas'],
    [['search', '--kind', 'sculpture'], 'Allowed are atlas'],
    [['search', '--first', '0'], 'whole number from 1 to 100'],
    [['show'], "missing required argument 'id'"],
    [['harvest', '--fully'], "unknown option '--fully'"],
    [['migrate-index'], "required option '--to <engine>'"],
    [['migrate-index', '--to', 'solr'], 'Allowed choices are embedded, meilisearch'],
    [['meilisearch'], 'Usage: atlas meilisearch'],
    [['meilisearch', 'tokens'], 'Did you mean token?'],
  ])('%j is a usage error', async (args, message) => {
    const { code, out, err } = await told(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  test('help tells the exit codes', async () => {
    const { code, out } = await told('--help')
    expect(code).toBe(0)
    expect(out).toContain('Exit codes:')
    expect(out).toContain('130')
  })
})
