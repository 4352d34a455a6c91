/** Lines for the log: one per request, whatever a client or a page put into it. */

/** Text on one line and without terminal control: control characters are written `\xHH`. */
function oneLine(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
}

/** A line of the error log: the time, then the text, on one line. */
export function logLine(text: string): string {
  return oneLine(`${new Date().toISOString()} ${text}`)
}

/** What happened, and the place in a handler where it did: `message (handlers/book.php.ts:12:5)`. */
export function describeError(error: unknown, handlersDirectory: string): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`
  const place = errorPlace(error, handlersDirectory)
  return oneLine(place === undefined ? message : `${message} (${place.file}:${place.line})`)
}

/** The innermost handler file on the stack, else the innermost file. */
export function errorPlace(error: unknown, handlersDirectory: string): {file: string; line: string} | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const frames = [...stack.matchAll(/(?:file:\/\/)?(\/[^\s()]*?)(?:\?[^\s():]*)?:(\d+)(?::\d+)?(?=\)|\s|$)/g)]
  const places = frames.map(([, file = '', line = '']) => ({file: decodeURI(file), line}))
  return places.find(({file}) => file.startsWith(`${handlersDirectory}/`)) ?? places[0]
}
