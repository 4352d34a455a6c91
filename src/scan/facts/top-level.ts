/** What happens when the file is run, apart from what it defines. */
import {oncePerFile} from '../syntax/once-per-file.ts'
import {type Statement, topLevelStatements as statementsOf} from '../syntax/statements.ts'
import {defineFact} from './define-fact.ts'

/** The statements that run when the file is included. */
export const topLevelOf = oncePerFile(statementsOf)

const does = ({kind}: Statement): boolean => kind === 'statement' || kind === 'assignment' || kind === 'html'

/** Statements that are not definitions or includes. */
export const topLevelStatements = defineFact({
  name: 'topLevelStatements',
  find: (file) => topLevelOf(file).filter(does).length,
})

export const topLevelAssignments = defineFact({
  name: 'topLevelAssignments',
  find: (file) => topLevelOf(file).filter(({kind}) => kind === 'assignment').length,
})

export const returnsArray = defineFact({
  name: 'returnsArray',
  find(file) {
    const found = topLevelOf(file).find(({kind}) => kind === 'return-array')
    return found && file.line(found.first)
  },
})
