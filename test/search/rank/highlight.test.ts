import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highlight } from '../../../src/search/rank/highlight.ts'
import { emptyPlan, type QueryPlan } from '../../../src/search/rank/plan.ts'
import { words } from '../../../src/search/rank/words.ts'

function planOf(...groups: string[][]): QueryPlan {
  return {
    ...emptyPlan,
    groups: groups.map((alternatives) => ({
      queried: alternatives[0] ?? '',
      alternatives: alternatives.map((text) => ({
        words: text.split(' '),
        how: 'EXACT' as const,
        weight: 1,
      })),
      information: 1,
      isRequired: false,
      ranksOnly: false,
      concepts: [],
    })),
  }
}

const decode = (html: string) =>
  html
    .replace(/<\/?mark>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')

const long = `${'filler words go on. '.repeat(30)}The hippocampal formation of mice, then more. ${'tail '.repeat(100)}`

describe('highlight', () => {
  test('highlight: a field without a match gives nothing', () => {
    expect(highlight(planOf(['mouse']), { title: 'Rat', description: '' })).toEqual([])
  })

  test('highlight: marks forms, in any case, and escapes everything else', () => {
    const found = highlight(planOf(['mouse', 'mice']), {
      title: 'MICE & <b>"Mouse"</b> \'s',
    })
    expect(found).toEqual([
      {
        field: 'title',
        fragment:
          '<mark>MICE</mark> &amp; &lt;b&gt;&quot;<mark>Mouse</mark>&quot;&lt;/b&gt; &#39;s',
      },
    ])
  })

  test('highlight: a phrase is one mark, and its words elsewhere are none', () => {
    const found = highlight(planOf(['mus musculus']), { terms: 'Mus musculus; Mus and musculus' })
    expect(found[0]?.fragment).toBe('<mark>Mus musculus</mark>; Mus and musculus')
  })

  test('highlight: overlapping phrases become one mark', () => {
    const found = highlight(planOf(['a b'], ['b c']), { title: 'a b c' })
    expect(found[0]?.fragment).toBe('<mark>a b c</mark>')
  })

  test('highlight: accents, combining marks and astral letters are marked whole', () => {
    const found = highlight(planOf(['etude'], ['mouse']), { title: 'e\u0301tude of 𝐌ouse!' })
    expect(found[0]?.fragment).toBe('<mark>e\u0301tude</mark> of <mark>𝐌ouse</mark>!')
  })

  test('highlight: a long description gives the part with most matches, cut between words', () => {
    const [found] = highlight(planOf(['hippocampal'], ['mice']), {
      description: `mice ${long}`,
    })
    expect(found?.fragment).toContain('<mark>hippocampal</mark> formation of <mark>mice</mark>')
    expect(found?.fragment).toMatch(/^…\w/)
    expect(found?.fragment).toMatch(/\w…$/)
    expect(decode(found?.fragment ?? '').length).toBeLessThanOrEqual(202)
  })

  test('highlight: an identifier of the plan is marked in the identifiers alone', () => {
    const found = highlight(
      { ...planOf(), identifiers: ['10.1016/j.cell.2020.04.007'] },
      {
        title: '10.1016/j.cell.2020.04.007',
        identifiers: 'x; 10.1016/j.cell.2020.04.007; 10.1016',
      },
    )
    expect(found).toEqual([
      { field: 'identifiers', fragment: 'x; <mark>10.1016/j.cell.2020.04.007</mark>; 10.1016' },
    ])
  })

  test('highlight: a single word longer than the fragment is cut, never inside of a character', () => {
    const [found] = highlight(planOf([`x${'m'.repeat(63)}`]), {
      description: `x${'𝐌'.repeat(500)}`,
    })
    expect(found?.fragment).toMatch(/^<mark>x𝐌+<\/mark>…$/u)
    expect(found?.fragment.isWellFormed()).toBe(true)
  })

  const letters = fc.constantFrom(
    ...'ab<>&"\'; é',
    '\u0301',
    '😀',
    '&amp;',
    '<mark>',
    '</mark>',
    '<script>',
    ' mouse ',
    ' mus musculus ',
  )
  const anyText = fc.array(letters, { maxLength: 150 }).map((parts) => parts.join(''))

  test('highlight: a fragment holds no markup but marks around words, and is part of the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plan = planOf(['mouse', 'a'], ['mus musculus'], ['amp', 'mark'])
        for (const { fragment } of highlight(plan, { title: text, description: text })) {
          const bare = fragment.replace(/<mark>[^<>]+<\/mark>/g, '')
          expect(bare).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/)
          const shown = decode(fragment).replace(/^…/, '').replace(/…$/, '')
          expect(text).toContain(shown)
          for (const [, inside] of fragment.matchAll(/<mark>([^<>]*)<\/mark>/g)) {
            expect(words(decode(inside ?? '')).length).toBeGreaterThan(0)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
