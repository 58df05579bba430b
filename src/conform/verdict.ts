import { type ConnectorPromise, type PromiseGroup, promiseGroups } from './setup.ts'

/** What came of one promise of one setup of a connector. */
export interface Verdict {
  /** Type of the connector. */
  connector: string
  /** Null where the connector has one setup only. */
  setup: string | null
  group: PromiseGroup
  promise: string
  verdict: 'KEPT' | 'BROKEN' | 'SPARED'
  /** That it took; 0 where it was spared. */
  milliseconds: number
  /** In what way it is broken, or why it is spared; null where it is kept. */
  why: string | null
}

/** Verdicts as if every promise that is not spared were kept. */
export function expectedVerdicts(
  connector: string,
  setup: string | null,
  promises: readonly ConnectorPromise[],
): Verdict[] {
  return promises.map(({ group, name, skip }) => ({
    connector,
    setup,
    group,
    promise: name,
    verdict: skip === null ? 'KEPT' : 'SPARED',
    milliseconds: 0,
    why: skip,
  }))
}

/** Verdicts by connector and setup, in their order. */
export function bySetup(verdicts: readonly Verdict[]): [name: string, verdicts: Verdict[]][] {
  const groups = Map.groupBy(verdicts, ({ connector, setup }) =>
    setup === null ? connector : `${connector}: ${setup}`,
  )
  return [...groups]
}

/**
 * A table in Markdown: a row each setup, a column each group of promises, in each cell how many are kept, and how many are spared
 * or broken. What is spared follows with the reasons.
 */
export function conformanceTable(verdicts: readonly Verdict[]): string {
  const rows = bySetup(verdicts).map(([name, own]) => [
    `\`${name}\``,
    ...promiseGroups.map((group) => cell(own.filter((one) => one.group === group))),
    cell(own),
  ])
  const head = ['connector', ...promiseGroups, 'all']
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = `| --- |${' ---: |'.repeat(head.length - 1)}`
  const reasons = bySetup(verdicts).flatMap(([name, own]) =>
    [
      ...Map.groupBy(
        own.filter(({ verdict }) => verdict === 'SPARED'),
        ({ why }) => why,
      ),
    ].map(([why, spared]) => `- \`${name}\`: ${why} (${spared.length})`),
  )
  const notes = reasons.length === 0 ? [] : ['', 'Spared, and why:', '', ...reasons]
  return [line(head), rule, ...rows.map(line), ...notes].join('\n')
}

function cell(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict['verdict']) =>
    verdicts.filter(({ verdict }) => verdict === wanted).length
  const [kept, broken, spared] = [count('KEPT'), count('BROKEN'), count('SPARED')]
  return [
    String(kept),
    ...(spared > 0 ? [`${spared} spared`] : []),
    ...(broken > 0 ? [`**${broken} broken**`] : []),
  ].join(', ')
}
