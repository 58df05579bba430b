import { isAdmin } from './accounts.ts'
import { planted } from './planted.ts'
import { accessDenied, emptyNotFound, list, type Reply } from './replies.ts'
import type { Asked, Handler } from './site.ts'

type Route = Handler<Reply>

/** For everybody: accounts, and what they did in so many days. */
export const userCount = ({ site }: Asked): Reply => ({ json: site.accounts.length })
export const eventCount = ({ site, request }: Asked): Reply => ({
  json: Number(request.query.get('days') ?? 30) * site.accounts.length,
})

function userOf({ site }: Asked, username: string, userId: number) {
  const { plants } = site.quirks
  return {
    id: userId,
    username: plants ? planted.memberLogin : username,
    email: plants ? planted.memberEmail : null,
    firstName: plants ? planted.firstName : null,
    lastName: plants ? planted.lastName : null,
    role: null,
    teamName: null,
  }
}

const users: Route = (asked, account) => {
  if (account.role === 'ROLE_USER') return accessDenied()
  return list(asked.site.accounts.map((one) => userOf(asked, one.username, one.userId)))
}

const user: Route = (asked, account) => {
  const id = Number(asked.params.id)
  const found = asked.site.accounts.find((one) => one.userId === id)
  if (!isAdmin(account) && account.userId !== id) return accessDenied()
  return found === undefined ? emptyNotFound() : { json: userOf(asked, found.username, id) }
}

export const userRoutes: Record<string, Route> = { 'GET users': users, 'GET users/:id': user }

/** No rights are asked for here. */
const animal: Route = ({ site, params }) => {
  const subject = site.world.subjects.get(Number(params.id))
  if (!subject?.animal) return emptyNotFound()
  const reference = (id: number, reftype: string, value: string) => ({
    id,
    category: 'subject',
    reftype,
    value,
  })
  const { specie, strain, biotype } = subject.animal
  return {
    json: {
      id: subject.id,
      subject: { id: subject.id, name: subject.name, identifier: subject.identifier },
      specie: reference(1, 'specie', specie),
      strain: reference(2, 'strain', strain),
      biotype: reference(3, 'biotype', biotype),
      provider: null,
      stabulation: null,
    },
  }
}

const species: Route = () => ({
  json: ['Rat', 'Mouse'].map((value, at) => ({ id: at + 1, category: 'subject', value })),
})

export const preclinicalRoutes: Record<string, Route> = {
  'GET subject/:id': animal,
  'GET refs/category/subject/specie': species,
}
