/** A visitor of the site: keeps cookies between requests, as a browser does. */
import {type Answer, headerValues, type Request, send} from './http.ts'

interface Visitor {
  /** Sends a request with the cookies so far, and keeps those of the answer. Redirects are not followed. */
  send: (request: Request | string) => Promise<Answer>
  /** The cookies by name. */
  cookies: Map<string, string>
}

/** A visitor with an empty cookie jar. Paths, domains and expiry are not looked at, except that a cookie can be deleted. */
export function newVisitor(server: {port: number}): Visitor {
  const cookies = new Map<string, string>()
  return {
    cookies,
    send: async (given) => {
      const request = typeof given === 'string' ? {target: given} : given
      const header = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = [...(request.headers ?? []), ...(header ? [['Cookie', header] as const] : [])]
      const answer = await send(server, {...request, headers})
      for (const cookie of headerValues(answer, 'set-cookie')) keep(cookies, cookie)
      return answer
    },
  }
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split(';').map((piece) => piece.trim())
  const equals = pair.indexOf('=')
  const name = pair.slice(0, equals)
  const expired = attributes.some(
    (attribute) =>
      /^max-age=(0|-\d+)$/i.test(attribute) ||
      (/^expires=/i.test(attribute) && Date.parse(attribute.slice(8)) < Date.now()),
  )
  if (expired) cookies.delete(name)
  else cookies.set(name, pair.slice(equals + 1))
}
