import { hasRight, hasRightAt, hasRightOn, isAdmin, membershipOf } from './accounts.ts'
import { accessDenied, emptyNotFound, failure, type Reply } from './replies.ts'
import type { Asked, Handler, Site } from './site.ts'
import type { Dataset, Examination, Right } from './world.ts'

type Route = Handler<Reply>

/** No such study is one without rights, but for those who need none. */
export function withStudy(right: Right, handler: (asked: Asked, id: number) => Reply): Route {
  return (asked, account) => {
    const id = Number(asked.params.id)
    if (!Number.isInteger(id)) return failure(wrongId)
    const { world } = asked.site
    const mayAsk = isAdmin(account) || membershipOf(world, account, id)?.confirmed === true
    return mayAsk && hasRight(world, account, id, right) ? handler(asked, id) : accessDenied()
  }
}

const wrongId = `Failed to convert value of type 'java.lang.String' to required type 'java.lang.Long'`

export function withDataset(
  right: Right,
  handler: (asked: Asked, dataset: Dataset) => Reply,
): Route {
  return (asked, account) => {
    const id = Number(asked.params.id)
    if (!Number.isInteger(id)) return failure(wrongId)
    const found = asked.site.world.datasets.get(id)
    if (found === undefined) return unknown(asked.site, isAdmin(account))
    if (!hasRightOn(asked.site.world, account, found, right)) return accessDenied()
    return handler(asked, found)
  }
}

export function withExamination(handler: (asked: Asked, examination: Examination) => Reply): Route {
  return (asked, account) => {
    const found = asked.site.world.examinations.get(Number(asked.params.id))
    if (found === undefined) return unknown(asked.site, isAdmin(account))
    if (!hasRightAt(asked.site.world, account, found, 'CAN_SEE_ALL')) return accessDenied()
    return handler(asked, found)
  }
}

export function withAcquisition(handler: (asked: Asked, dataset: Dataset) => Reply): Route {
  return (asked, account) => {
    const found = acquiredIn(asked.site, Number(asked.params.id))
    if (found === undefined) return unknown(asked.site, isAdmin(account))
    if (!hasRightOn(asked.site.world, account, found, 'CAN_SEE_ALL')) return accessDenied()
    return handler(asked, found)
  }
}

export const acquiredIn = ({ world }: Site, id: number) =>
  [...world.datasets.values()].find(({ acquisition }) => acquisition?.id === id)

/** The check of rights throws, and the catch-all makes a failure of it. */
function unknown({ quirks }: Site, forAdmin: boolean): Reply {
  if (forAdmin || quirks.unknownThing === 404) return emptyNotFound()
  return failure(
    `Failed to evaluate expression '@datasetSecurityService.hasRightOnDataset(#datasetId, 'CAN_SEE_ALL')'`,
  )
}
