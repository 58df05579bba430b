import type { HarvestContext } from '#sdk'
import type { ListSpec } from './manifest-requests.ts'
import type { Options } from './options.ts'
import { type PageRead, type Position, pagingOf, type Turn, turnPage } from './pagers.ts'
import { ask, invalid, readyRequest, type Sender } from './requests.ts'
import type { Values } from './templates.ts'

/** Milliseconds by which an incremental read looks back further: clocks differ. */
const overlap = 24 * 3_600_000

export interface PageOrder extends Pick<PageRead, 'keyOf' | 'after' | 'met'> {
  list: ListSpec
  position: Position
  values: Values
}

/** Pages of lists, one at a time. */
export interface Pages {
  /** @throws {GatewayError} as `ask` and `turnPage`. */
  read(order: PageOrder): Promise<Turn>
  /** Whether what has not changed since an earlier run was left out of any list. */
  readonly isIncremental: boolean
}

export function createPages(context: HarvestContext<Options>, sender: Sender, root: string): Pages {
  const { options, since, full } = context
  let isIncremental = false

  function sinceOf({ since: parameter }: ListSpec): Record<string, string> {
    if (parameter === undefined || since === null || full) return {}
    isIncremental = true
    return { [parameter]: new Date(Date.parse(since) - overlap).toISOString() }
  }

  return {
    get isIncremental() {
      return isIncremental
    },
    async read({ list, position, values, ...rest }) {
      const { pageSize } = options
      const { paging, url } = pagingOf(list.pager, position, pageSize)
      const ready = readyRequest(list, root, values, { ...paging, ...sinceOf(list) })
      if (ready === null) throw invalid('The address of a list lacks a value.')
      const answer = await ask(sender, list, url === null ? ready : { ...ready, url })
      return turnPage({ list, answer, position, pageSize, ...rest })
    },
  }
}
