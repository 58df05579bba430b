import { adviceFor } from '../harvest/upkeep/advice.ts'
import type { SourceReport } from '../harvest/upkeep/source-report.ts'
import { asOption, clean, listing, styled, table } from './output.ts'

/** Fields, facets and searches that are told, the worst ones. */
const mostRows = 12

/** Of findability: see `findabilityOf`. */
const meaning = 'of what people filter and search by is there, weighted by how much it narrows'

/** How a source does, for people at a terminal: figures first, then what to mend, worst first, each with what to do. */
export function reportAsText(report: SourceReport): string {
  const parts = [
    head(report),
    worstFields(report),
    problems(report),
    facets(report),
    licenses(report),
    unanswered(report),
    harvests(report),
  ]
  return parts.filter((part) => part !== null).join('\n\n')
}

function head({ source, title, at, quality, findability, links, freshness }: SourceReport): string {
  return listing([
    ['Source', `${title} (${source})`],
    ['At', time(at)],
    ['Records', whole(quality.records)],
    ['Completeness', quality.score === null ? 'unknown' : percent(quality.score)],
    ['Findability', findability === null ? 'unknown' : `${percent(findability)}, ${meaning}`],
    ['Harvested', freshnessText(freshness)],
    ['Links', linkText(links)],
  ])
}

function freshnessText(freshness: SourceReport['freshness']): string {
  const { harvestedAt, staleAfterSeconds, isStale } = freshness
  const target = staleAfterSeconds === null ? '' : `target ${duration(staleAfterSeconds)}`
  if (harvestedAt === null) return ['never', target].filter(Boolean).join('; ')
  const state = isStale === null ? 'no target' : isStale ? `STALE, ${target}` : `fresh, ${target}`
  return `${time(harvestedAt)} (${state})`
}

function linkText(links: SourceReport['links']): string {
  if (links === null) return 'not looked at'
  const { checked, ok, changed, unreachable, missing, gone } = links
  const bad = [
    [changed, 'changed'],
    [unreachable, 'did not answer'],
    [missing, 'missing'],
    [gone, 'gone'],
  ] as const
  const faults = bad.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return `${whole(checked)} looked at since ${time(links.oldest)}: ${[`${ok} well`, ...faults].join(', ')}`
}

function worstFields({ quality }: SourceReport): string | null {
  const rows = quality.missing.slice(0, mostRows)
  if (rows.length === 0) return null
  return section(
    'What records lack',
    table(
      [
        { title: 'FIELD', value: ({ field }) => field },
        { title: 'LACK IT', value: ({ records }) => whole(records), right: true },
        { title: 'OF ALL', value: ({ records }) => share(records, quality.records), right: true },
        { title: 'FOR EXAMPLE', value: ({ examples }) => examples[0] ?? null },
        { title: 'WHAT TO DO', value: ({ field }) => adviceFor(field), shrinks: true },
      ],
      rows,
    ),
  )
}

function problems({ quality }: SourceReport): string | null {
  if (quality.problems.length === 0) return null
  return section(
    'What looks wrong',
    table(
      [
        { title: 'RECORDS', value: ({ records }) => whole(records), right: true },
        { title: 'PROBLEM', value: ({ problem }) => problem, shrinks: true },
        { title: 'FOR EXAMPLE', value: ({ examples }) => examples.join(' ') },
      ],
      quality.problems.slice(0, mostRows),
    ),
  )
}

function facets(report: SourceReport): string | null {
  const rows = report.facets.filter((facet) => facet.share < 1).slice(0, mostRows)
  if (rows.length === 0) return null
  return section(
    'Filters that pass records by',
    table(
      [
        { title: 'FILTER', value: ({ facet }) => asOption(facet) },
        { title: 'RECORDS THAT HAVE IT', value: (row) => percent(row.share), right: true },
      ],
      rows,
    ),
  )
}

function licenses({ quality }: SourceReport): string | null {
  if (quality.licenses.length === 0) return null
  return section(
    'What the licences allow',
    table(
      [
        { title: 'LICENCE', value: (row) => asOption(row.class) },
        { title: 'RECORDS', value: ({ records }) => whole(records), right: true },
        { title: 'OF ALL', value: ({ records }) => share(records, quality.records), right: true },
      ],
      quality.licenses,
    ),
  )
}

function unanswered(report: SourceReport): string | null {
  const rows = report.unanswered.slice(0, mostRows)
  if (rows.length === 0) return null
  return section(
    'Searches that found nothing, although this source has records for some of the words',
    table(
      [
        { title: 'WORDS', value: ({ words }) => words.join(', '), shrinks: true },
        { title: 'TIMES', value: ({ times }) => whole(times), right: true },
        { title: 'LAST', value: ({ last }) => last },
        { title: 'RECORDS', value: ({ records }) => whole(records), right: true },
      ],
      rows,
    ),
  )
}

function harvests(report: SourceReport): string | null {
  if (report.harvests.length === 0) return null
  return section(
    'Harvests',
    table(
      [
        { title: 'STARTED', value: ({ startedAt }) => startedAt && time(startedAt) },
        { title: 'KIND', value: ({ kind }) => asOption(kind) },
        { title: 'STATE', value: ({ state }) => asOption(state) },
        { title: 'SEEN', value: ({ seen }) => whole(seen), right: true },
        { title: 'WRITTEN', value: ({ written }) => whole(written), right: true },
        { title: 'REJECTED', value: ({ rejected }) => whole(rejected), right: true },
        { title: 'REMOVED', value: ({ removed }) => whole(removed), right: true },
        { title: 'WHY', value: ({ error }) => error ?? '' },
      ],
      report.harvests,
    ),
  )
}

function section(title: string, body: string): string {
  return `${styled('bold', clean(title))}\n${body}`
}

/** `2026-03-01 12:00` in UTC. */
function time(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}

function duration(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const
  const [size, unit] = units.find(([size]) => seconds >= size) ?? [1, 's']
  return `${Math.round(seconds / size)} ${unit}`
}

function whole(count: number): string {
  return count.toLocaleString('en-US')
}

/** Neither nothing nor everything unless it is. */
function percent(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %'
  if (share < 1 && share > 0.99) return '>99 %'
  return `${Math.round(share * 100)} %`
}

function share(part: number, all: number): string {
  return all === 0 ? '–' : percent(part / all)
}
