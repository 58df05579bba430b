import { z } from 'zod'
import { GatewayError, type HttpAnswer, type Login } from '#sdk'
import type { Options } from './options.ts'
import { Grant, grantRequest, tokenUrl } from './token-endpoint.ts'

/*
 * The one login by name and password. The realm locks an account for good after a few wrong ones, and asks for a wait
 * after two in a row, so each is sent once.
 */

const Refusal = z.object({ error: z.string(), error_description: z.string().default('') })

export const login: Login<Options> = {
  questions({ account }) {
    if (!account) {
      const message =
        'The source is read without an account: its options have to say "account: true".'
      throw new GatewayError('CONFIG_INVALID', { message })
    }
    return [
      { name: 'username', label: 'User name', isSecret: false, isOptional: false },
      { name: 'password', label: 'Password', isSecret: true, isOptional: false },
      // A code that is due and missing counts as a wrong login.
      {
        name: 'totp',
        label: 'Code of the second factor, if there is one',
        isSecret: true,
        isOptional: true,
      },
    ]
  },

  async run({ options, answers, http, signal }) {
    const { username = '', password = '', totp } = answers
    const answer = await http.request(tokenUrl(options.baseUrl), {
      ...grantRequest({
        grant_type: 'password',
        client_id: options.clientId,
        username,
        password,
        ...(totp === undefined ? {} : { totp }),
        scope: 'offline_access',
      }),
      statuses: [400, 401],
      signal,
    })
    const body = jsonIn(answer)
    if (answer.status !== 200) throw refused(Refusal.safeParse(body).data)
    const grant = Grant.safeParse(body)
    if (!grant.success) {
      const message = 'The source answered a login with something that is no token.'
      throw new GatewayError('ANSWER_INVALID', { message })
    }
    const { refresh_token: token, scope } = grant.data
    if (token === undefined || !scope.split(' ').includes('offline_access')) {
      const message =
        'The source gives this account no token that lasts: its role "offline_access" is missing.'
      throw new GatewayError('SOURCE_REFUSED', { message })
    }
    return token
  },
}

function jsonIn({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    // Neither a token nor a refusal then.
    return null
  }
}

/** Why, in words of our own, and what to do. */
function refused(said: z.output<typeof Refusal> | undefined): GatewayError {
  const description = said?.error_description.toLowerCase() ?? ''
  return new GatewayError('SOURCE_REFUSED', { message: reasonIn(description, said?.error ?? '') })
}

function reasonIn(description: string, error: string): string {
  if (description.includes('disabled')) {
    return 'The account is disabled, or was locked by wrong logins: ask the administrators of the source.'
  }
  if (description.includes('fully set up')) {
    return 'The account is not set up: log in to the pages of the source once, where a new password may be due.'
  }
  if (error === 'unauthorized_client' || error === 'invalid_client') {
    return 'The source does not let this client log in by password: the option clientId names another.'
  }
  return (
    'Name, password or code are wrong, the code of the second factor is missing, or the account is locked. ' +
    'Nothing is tried again: a few wrong logins lock an account for good.'
  )
}
