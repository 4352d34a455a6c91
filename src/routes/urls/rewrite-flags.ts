/** The flags of a `RewriteRule`: `[R=301,L]`. */

export interface RuleFlags {
  last: boolean
  end: boolean
  next: boolean
  /** `[N=10]`: rounds after which it is an error. */
  rounds: number
  chain: boolean
  skip: number
  /** `[R]`, `[R=301]`: also of a target with a scheme. */
  redirect: boolean
  /** The status of a redirect, or an error that is forced: `[F]`, `[G]`, `[R=404]`. */
  status: number
  isStatus: boolean
  proxy: boolean
  passThrough: boolean
  noSubrequest: boolean
  noEscape: boolean
  discardPathInfo: boolean
  keepSlashes: boolean
  handler: string | undefined
  query: {append: boolean; discard: boolean; last: boolean; none: boolean}
  /** `[B]` and its relatives: how references are encoded. */
  escape: {isOn: boolean; only: string; not: string; noPlus: boolean; controls: boolean}
  allowQuestionMark: boolean
}

/** The flags of a rule that has none. */
export function noFlags(): RuleFlags & {isCaseless: boolean} {
  return {
    isCaseless: false,
    last: false,
    end: false,
    next: false,
    rounds: 32_000,
    chain: false,
    skip: 0,
    redirect: false,
    status: 302,
    isStatus: false,
    proxy: false,
    passThrough: false,
    noSubrequest: false,
    noEscape: false,
    discardPathInfo: false,
    keepSlashes: false,
    handler: undefined,
    query: {append: false, discard: false, last: false, none: false},
    escape: {isOn: false, only: '', not: '', noPlus: false, controls: false},
    allowQuestionMark: false,
  }
}

/** `[R=301,L]` → `R=301` and `L`. */
export function flagWords(text: string): string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined
  return text
    .slice(1, -1)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** The flags; `undefined` when Apache would refuse them. */
export function parseFlags(text: string): (RuleFlags & {isCaseless: boolean}) | undefined {
  const flags = noFlags()
  for (const word of flagWords(text) ?? ['?']) {
    const equals = word.indexOf('=')
    const name = equals === -1 ? word : word.slice(0, equals)
    if (!setFlag(flags, name.toLowerCase(), equals === -1 ? '' : word.slice(equals + 1))) return undefined
  }
  return flags
}

/** Whether there is such a flag; those that do not change where a request goes are known and left. */
function setFlag(flags: ReturnType<typeof noFlags>, name: string, value: string): boolean {
  switch (name) {
    case 'b':
    case 'backrefescaping':
      flags.escape.isOn = true
      flags.escape.only = value
      return true
    case 'bctls':
      flags.escape.isOn = true
      flags.escape.controls = true
      return true
    case 'bne':
      flags.escape.not = value
      return value !== ''
    case 'bnp':
    case 'backrefernoplus':
      flags.escape.noPlus = true
      return true
    case 'c':
    case 'chain':
      flags.chain = true
      return true
    case 'dpi':
    case 'discardpath':
      flags.discardPathInfo = true
      return true
    case 'end':
      flags.end = true
      return true
    case 'f':
    case 'forbidden':
      return setStatus(flags, 403)
    case 'g':
    case 'gone':
      return setStatus(flags, 410)
    case 'h':
    case 'handler':
      flags.handler = value
      return true
    case 'l':
    case 'last':
      flags.last = true
      return true
    case 'n':
    case 'next':
      flags.next = true
      if (value !== '') flags.rounds = Number.parseInt(value, 10) || 0
      return true
    case 'nc':
    case 'nocase':
      flags.isCaseless = true
      return true
    case 'ne':
    case 'noescape':
      flags.noEscape = true
      return true
    case 'ns':
    case 'nosubreq':
      flags.noSubrequest = true
      return true
    case 'p':
    case 'proxy':
      flags.proxy = true
      return true
    case 'pt':
    case 'passthrough':
      flags.passThrough = true
      return true
    case 'qsa':
    case 'qsappend':
      flags.query.append = true
      return true
    case 'qsd':
    case 'qsdiscard':
      flags.query.discard = true
      return true
    case 'qsl':
    case 'qslast':
      flags.query.last = true
      return true
    case 'r':
    case 'redirect':
      return setRedirect(flags, value.toLowerCase())
    case 's':
    case 'skip':
      flags.skip = Number.parseInt(value, 10) || 0
      return true
    case 'unc':
      flags.keepSlashes = true
      return true
    case 'unsafeallow3f':
      flags.allowQuestionMark = true
      return true
    default:
      return /^(?:e|env|co|cookie|t|type|unsafeprefixstat)$/.test(name)
  }
}

function setStatus(flags: RuleFlags, status: number): true {
  flags.status = status
  flags.isStatus = true
  return true
}

function setRedirect(flags: RuleFlags, value: string): boolean {
  flags.redirect = true
  const named = {permanent: 301, temp: 302, seeother: 303}[value]
  const status = value === '' ? 302 : (named ?? (/^\d+$/.test(value) ? Number(value) : 302))
  if (status < 100 || status > 599) return false
  if (status >= 300 && status < 400) {
    flags.status = status
    return true
  }
  return setStatus(flags, status)
}
