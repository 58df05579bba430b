import { describe, expect, test } from 'vitest'
import type { SourceInput } from '../../src/gateway/schema.generated.ts'
import { toChange, toDraft } from '../../src/gateway/source-draft.ts'

const input: SourceInput = {
  id: 'mine',
  type: 'example',
  title: ' Mine ',
  options: { baseUrl: 'https://mine.example.org' },
  discover: ['public'],
  schedule: '24h',
}
const secret = 'hunter2-hunter2'

describe('a draft of a source', () => {
  test('is what the input says, and its owner whoever sends it', () => {
    expect(toDraft(input, 'archive-team')).toEqual({
      id: 'mine',
      type: 'example',
      title: 'Mine',
      homepage: null,
      options: { baseUrl: 'https://mine.example.org' },
      secrets: null,
      schedule: '24h',
      visibility: null,
      owners: ['archive-team'],
      discover: ['public'],
      staleAfterSeconds: null,
    })
    const more = toDraft(
      {
        ...{ ...input, owners: ['group:lab', 'group:lab'], visibility: [], staleAfter: '36h' },
        ...{ schedule: 'manual', secrets: { password: secret } },
      },
      'archive-team',
    )
    expect(more).toMatchObject({
      owners: ['group:lab'],
      visibility: { discover: [], retrieve: [] },
      staleAfterSeconds: 129_600,
      schedule: null,
      secrets: { password: secret },
    })
  })

  test.each<[string, Partial<SourceInput>]>([
    ['input.id', { id: 'Not An Id' }],
    ['input.title', { title: '  ' }],
    ['input.title', { title: 'x'.repeat(201) }],
    ['input.options', { options: [] }],
    ['input.options', { options: null }],
    ['input.secrets', { secrets: secret }],
    ['input.secrets', { secrets: { password: [secret] } }],
    ['input.secrets', { secrets: { password: secret.repeat(2_000) } }],
    ['input.staleAfter', { staleAfter: 'soon' }],
    ['input.schedule', { schedule: 'x'.repeat(1_001) }],
    ['input.owners', { owners: [''] }],
    ['input.discover', { discover: [' lab'] }],
    ['input.visibility', { visibility: Array.from({ length: 101 }, (_, at) => `g${at}`) }],
  ])('%s of another form is BAD_INPUT that names it and tells no value', (argument, wrong) => {
    const read = () => toDraft({ ...input, ...wrong }, 'archive-team')
    expect(read).toThrow(expect.objectContaining({ code: 'BAD_INPUT', argument }))
    expect(read).not.toThrow(new RegExp(`${secret}|Not An Id|soon`))
  })
})

describe('a change of a source', () => {
  test('leaves out what is absent and clears what is null', () => {
    expect(toChange({})).toEqual({})
    const cleared = toChange({
      ...{ homepage: null, secrets: null, schedule: null, visibility: null },
      ...{ owners: null, discover: null, staleAfter: null },
    })
    expect(cleared).toEqual({
      ...{ homepage: null, secrets: null, schedule: null, visibility: null },
      ...{ owners: [], discover: [], staleAfterSeconds: null },
    })
    expect(toChange({ title: 'New', visibility: ['lab'] })).toEqual({
      title: 'New',
      visibility: { discover: ['lab'], retrieve: ['lab'] },
    })
  })

  test.each(['title', 'options'])('cannot clear %s', (name) => {
    expect(() => toChange({ [name]: null })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', argument: `patch.${name}` }),
    )
  })
})
