import type {PhpFile} from '../../syntax/php-file.ts'
import type {OutputUse} from '../../types.ts'
import {tagsIn} from './tags.ts'

/** `<meta http-equiv="refresh" content="0; url=next.php">`: redirects without a header, with their tokens. */
export function refreshes(file: PhpFile): [token: number, use: OutputUse][] {
  const found: [number, OutputUse][] = []
  for (const {name, token, line, attributes} of tagsIn(file)) {
    if (name !== 'meta' || attributes.get('http-equiv')?.toLowerCase() !== 'refresh') continue
    const content = attributes.get('content') ?? ''
    const value = targetOf(content)
    const text = `<meta http-equiv="refresh" content="${content.replace(/\s+/g, ' ').slice(0, 35)}">`
    if (value !== undefined) found.push([token, {kind: 'redirect', value, text, line, ...file.inside(token)}])
  }
  return found
}

/**
 * What follows the seconds (HTML, "Refresh state"); `undefined` when there is nothing, so that the page loads itself
 * again, and `null` when it is computed.
 */
function targetOf(content: string): string | null | undefined {
  const [, target = ''] = /^[\s\d.…]*[;,]\s*(?:url\s*=\s*)?["']?([^"']*)/i.exec(content) ?? []
  if (target.trim() !== '') return target.includes('…') ? null : target.trim()
  return content.includes('…') && !/^[\s\d.]+$/.test(content) ? null : undefined
}
