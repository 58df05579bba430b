import { z } from 'zod'
import type { AnyConnector } from '../../sdk/connector.ts'
import { type CheckedDraft, pathTo } from './check-draft.ts'
import type { Signposts } from './check-problems.ts'
import type { SourceDraft } from './draft.ts'
import { writtenPath } from './texts.ts'

/** What problems of a check point at: where the draft says what may be wrong. */
export function signsOf(
  { options, secrets }: SourceDraft,
  { origins, connector }: CheckedDraft,
): Signposts {
  const [origin] = origins
  const path = origin === undefined ? ['options'] : pathTo(origin, options)
  return {
    addressPath: writtenPath(path),
    given: Object.keys(secrets ?? {}),
    taken:
      connector.credentials === undefined
        ? []
        : namesIn(connector.credentials).filter((name) => !isLocal(name, connector)),
  }
}

function isLocal(name: string, { local }: AnyConnector): boolean {
  return local?.({}, { [name]: '' }).includes(`secrets.${name}`) ?? false
}

/** Names that a shape of credentials knows, of any of its forms. */
function namesIn(shape: z.ZodType): string[] {
  type Schema = { properties?: object; anyOf?: Schema[] }
  const names = ({ properties = {}, anyOf = [] }: Schema): string[] => [
    ...Object.keys(properties),
    ...anyOf.flatMap(names),
  ]
  return [
    ...new Set(names(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Schema)),
  ]
}
