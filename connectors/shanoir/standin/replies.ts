import { planted } from './planted.ts'

/** An answer, as the handlers of this folder give it. */
export interface Reply {
  status?: number
  headers?: Record<string, string | string[] | undefined>
  json?: unknown
  body?: string | Uint8Array
  type?: string
}

/** What every service says when it goes wrong. */
export function errorModel(code: number, message: string, details: unknown = null): Reply {
  return { status: code, json: { code, message, details } }
}

export const accessDenied = () => errorModel(403, 'Access Denied')

/** What becomes of nearly every exception. */
export const failure = (message: string) => errorModel(500, message)

export const noContent = (): Reply => ({ status: 204, body: '' })

/** Lists that are empty are not sent. */
export const list = (rows: readonly unknown[]): Reply =>
  rows.length === 0 ? noContent() : { json: rows }

/** 404 without a byte, as where a controller finds nothing. */
export const emptyNotFound = (): Reply => ({ status: 404, body: '' })

/** The one page of the front, which is sent for every address that no service has. */
export function angularPage(): Reply {
  const body =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shanoir NG</title><base href="/shanoir-ng/"></head><body><shanoir-ng-app>Loading...</shanoir-ng-app><script src="main.4c1d0a.js" type="module"></script></body></html>'
  return { status: 200, body, type: 'text/html' }
}

export function nginxPage(status: 301 | 404 | 405 | 502 | 503, headers = {}): Reply {
  const title = {
    301: '301 Moved Permanently',
    404: '404 Not Found',
    405: '405 Not Allowed',
    502: '502 Bad Gateway',
    503: '503 Service Temporarily Unavailable',
  }[status]
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
  return { status, headers, body, type: 'text/html' }
}

/** 503 as the proxy has it while a service starts again. */
export function maintenancePage(): Reply {
  const body = `<!DOCTYPE html><html><head><title>Shanoir is down</title></head><body><h1>We’ll be back soon!</h1><p>${planted.message}</p></body></html>`
  return { status: 503, body, type: 'text/html' }
}

/** 401 as Spring has it: nothing but a header. */
export function unauthorized(reason: string | null): Reply {
  const challenge =
    reason === null
      ? 'Bearer'
      : `Bearer error="invalid_token", error_description="${reason}", error_uri="https://tools.ietf.org/html/rfc6750#section-3.1"`
  return { status: 401, headers: { 'www-authenticate': challenge }, body: '' }
}
