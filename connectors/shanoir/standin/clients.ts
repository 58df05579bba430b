/** A client of the realm, as the realm is shipped. None of them may use the device grant. */
export interface Client {
  id: string
  /** Null: anybody may use it. */
  secret: string | null
  password: boolean
  code: boolean
  serviceAccount: boolean
  /** Whether its tokens carry the `userId` that rights hang on. */
  tellsUserId: boolean
  /** Beginnings of addresses that it may be sent back to; `own` is the server itself. */
  redirects: readonly string[]
}

function client(id: string, given: Partial<Client>): [string, Client] {
  const none = {
    secret: null,
    password: false,
    code: false,
    serviceAccount: false,
    tellsUserId: false,
    redirects: [],
  }
  return [id, { id, ...none, ...given }]
}

export const clients: ReadonlyMap<string, Client> = new Map([
  client('shanoir-uploader', {
    password: true,
    code: true,
    tellsUserId: true,
    redirects: ['http://localhost'],
  }),
  client('shanoir-swagger', { password: true, code: true, tellsUserId: true, redirects: ['own'] }),
  client('shanoir-ng-front', { code: true, tellsUserId: true, redirects: ['own'] }),
  client('ohif-viewer', { code: true, tellsUserId: true, redirects: ['own'] }),
  client('admin-cli', { password: true }),
  client('service-account', { secret: 'secret-of-the-service-account', serviceAccount: true }),
])
