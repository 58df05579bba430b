import { planted } from './planted.ts'

/** An answer, as the handlers of this folder give it. */
export interface Reply {
  status?: number
  headers?: Record<string, string | string[]>
  json?: unknown
  body?: string | Uint8Array
  type?: string
}

const html = 'text/html;charset=utf-8'

/** What Tomcat says when the application sends an error. */
export function tomcatPage(status: number, title: string, message: string): Reply {
  const heading = `HTTP Status ${status} – ${title}`
  const body = `<!doctype html><html lang="en"><head><title>${heading}</title><style type="text/css">body {font-family:Tahoma,Arial,sans-serif;}</style></head><body><h1>${heading}</h1><hr class="line" /><p><b>Type</b> Status Report</p><p><b>Message</b> ${message} (${planted.message})</p><hr class="line" /><h3>Apache Tomcat/9.0.89</h3></body></html>`
  return { status, body, type: html }
}

const reasons: Record<number, string> = {
  400: 'The request could not be understood by the server due to malformed syntax',
  403: 'The server understood the request, but is refusing to fulfill it',
  404: 'The server has not found anything matching the request URI',
  405: 'The method specified in the request is not allowed',
  500: 'The server encountered an unexpected condition which prevented it from fulfilling the request',
}

/** What Restlet says, with the message of the resource in place of its own where there is one. */
export function restletPage(status: number, message?: string): Reply {
  const words = message ?? reasons[status] ?? ''
  const body = `<html>\n<head>\n   <title>Status page</title>\n</head>\n<body>\n<h3>${words} <!-- ${planted.message} --></h3><p>You can get technical details <a href="http://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html">here</a>.<br>\nPlease continue your visit at our <a href="/">home page</a>.\n</p>\n</body>\n</html>\n`
  return { status, body, type: html }
}

/** The page on which people log in: 200, as every page for people. */
export function loginPage(base: string): Reply {
  const body = `<!DOCTYPE html><html><head><title>XNAT</title></head><body id="page_Login"><form name="form1" method="post" action="${base}/login"><input type="text" name="username"><input type="password" name="password"></form></body></html>`
  return { body, type: html }
}

/** A report for people, which is what a single thing is unless `format` asks for something else. */
export function reportPage(title: string): Reply {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><div id="layout_content">${title}<p>${planted.patientName}</p></div></body></html>`
  return { body, type: html }
}

/** What a resource answers when it failed and told nobody: 200, of the right type, without a byte. */
export function swallowed(): Reply {
  return { body: '', type: 'application/json;charset=UTF-8' }
}
