/** What the top level of a file does, as far as including is concerned. */
import type {IncludeEdge, SiteFacts} from '../types.ts'

/** Whether an include does not stand in a function. */
export function isAtTop({includes, fileCalls}: SiteFacts, {line, text}: IncludeEdge): boolean {
  const use =
    includes.find((one) => one.line === line && one.text === text) ?? fileCalls?.find((one) => one.line === line)
  return use?.inside === undefined
}

/** Whether all that a file does is to include others: `index.php` that only says `require 'main.php';`. */
export function forwards(facts: SiteFacts | undefined): boolean {
  if (!facts || facts.topLevelStatements > FEW_STATEMENTS || facts.inlineHtmlBytes > FEW_BYTES) return false
  return facts.definitions.every(({kind}) => kind === 'constant')
}

const FEW_STATEMENTS = 2
/** Ends of lines round the PHP. */
const FEW_BYTES = 2
