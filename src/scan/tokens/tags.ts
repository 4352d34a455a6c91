/** Where PHP begins in a file, and where it ends. */

/** An opening tag at or after some place in inline HTML. */
interface OpenTag {
  start: number
  end: number
  kind: 'code' | 'echo' | 'script'
}

const OPEN_TAG =
  /<\?(?:=|php(?:[ \t\n]|\r\n?|$)|(?!xml[ \t\r\n-]))|<script[ \t\r\n]+language[ \t\r\n]*=[ \t\r\n]*(?:php|"php"|'php')[ \t\r\n]*>/gi

/**
 * The next opening tag: `<?php`, `<?=`, the short `<?` (`<?xml ` and `<?xml-` are XML), or `<script language="php">`,
 * which PHP 7 dropped.
 */
export function nextOpenTag(source: string, at: number): OpenTag | undefined {
  OPEN_TAG.lastIndex = at
  const found = OPEN_TAG.exec(source)
  if (!found) return undefined
  const kind = found[0] === '<?=' ? 'echo' : found[0].startsWith('<?') ? 'code' : 'script'
  return {start: found.index, end: found.index + found[0].length, kind}
}

/** The next `<%` or `<%=`. */
export function nextAspTag(source: string, at: number): OpenTag | undefined {
  const start = source.indexOf('<%', at)
  if (start < 0) return undefined
  return source[start + 2] === '=' ? {start, end: start + 3, kind: 'echo'} : {start, end: start + 2, kind: 'code'}
}

/** Code as far as it is looked at. */
const FARTHEST = 2000
/** `$id`, but not `$(…)` or `$item.name` as in a template of JavaScript. */
const PHP_VARIABLE = /^<%(?:=|\s)[\s\S]*\$[a-z_]\w*(?![\w(]|\.[a-z_$])/i
/** What follows `<%` in other languages: directives, declarations and comments. */
const OTHER_LANGUAGE = '@!-#_'

/**
 * Whether a file without any other opening tag has PHP between `<%` and `%>`, as PHP before 7 took it where `asp_tags`
 * was on. What stands there is PHP when it uses a variable as PHP does: pages in ASP, JSP or Ruby and templates of
 * JavaScript have the same tags.
 */
export function usesAspTags(source: string): boolean {
  let isPhp = false
  for (let start = source.indexOf('<%'); start >= 0; ) {
    if (OTHER_LANGUAGE.includes(source.charAt(start + 2))) return false
    const end = source.indexOf('%>', start)
    isPhp ||= PHP_VARIABLE.test(source.slice(start, Math.min(end < 0 ? source.length : end, start + FARTHEST)))
    start = end < 0 ? -1 : source.indexOf('<%', end)
  }
  return isPhp
}

const SCRIPT_END = /<\/script[ \t\r\n]*>/iy

/** After `</script>` at `at`; 0 when it is not there. */
export function scriptEnd(source: string, at: number): number {
  SCRIPT_END.lastIndex = at
  return SCRIPT_END.test(source) ? SCRIPT_END.lastIndex : 0
}
