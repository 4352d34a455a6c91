/** What Cherokee can't be told, and what nobody has tried. */
import type {Notice} from '../../routes/notice.ts'
import type {Site} from '../site.ts'

/** Why some routes can't be rules. */
export function cherokeeRefusals({options, routes}: Site): Notice[] {
  return [
    ...(options.fallback ? [noFallback] : []),
    ...routes.flatMap(({page, canary, access: [rule]}) => [
      ...(canary === undefined ? [] : [{page, ...noCanary}]),
      ...(rule === undefined
        ? []
        : [
            {
              code: 'ACCESS_WOULD_BE_LOST',
              page,
              reason: `It is protected by \`${rule.text}\` (${rule.file}:${rule.line}), and nothing says that Cherokee asks before it comes to our rule`,
              remedy: 'Leave the page in PHP',
            },
          ]),
    ]),
  ]
}

/** What was not tried on a real Cherokee. */
export function cherokeeWarnings({routes}: Site): Notice[] {
  const odd = routes.filter(({file}) => !/^[A-Za-z0-9_./-]+$/.test(file))
  return routes.length === 0 ? [] : [accessUntried, ...(odd.length === 0 ? [] : [namesUntried(odd.length)])]
}

const accessUntried: Notice = {
  code: 'ACCESS_NOT_TRIED',
  reason:
    'Whether rules that ask for a password or refuse requests still hold for a page that moved was not tried on a real Cherokee, nor were aliases and rewrites',
  remedy:
    'Ask for every protected page without a password before and after, and take its rule out when the answer differs',
}

function namesUntried(pages: number): Notice {
  return {
    code: 'NAMES_NOT_TRIED',
    reason: `${pages === 1 ? 'The name of one page has' : `The names of ${pages} pages have`} other characters than \`A-Z a-z 0-9 _ . / -\`, which was not tried on a real Cherokee`,
    remedy: 'Ask for each of these pages once, and see who answers',
  }
}

const noCanary = {
  code: 'CANARY_OF_SERVER',
  reason: 'It is exposed to some visitors only, and a rule for them was not tried on a real Cherokee',
  remedy: 'Use `migrate done` to expose it to all, or leave it in PHP',
}

const noFallback: Notice = {
  code: 'FALLBACK_OF_SERVER',
  reason: 'No address of a Cherokee balancer is there only for when the others are down',
  remedy: 'Leave `fallback` out, or let the backend itself leave requests to PHP: `legacy.fastcgi`',
}
