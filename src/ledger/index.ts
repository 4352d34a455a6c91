/** The ledger: every page, what is known of it, where it is on its way. The only folder that speaks SQL. */
export {historyOf} from './history.ts'
export {assignPages, checkMoves, legalMoves, movePages, notePages} from './moves.ts'
export {type Ledger, openLedger} from './open.ts'
export {factsOf, listPages, readPage} from './pages.ts'
export {factsOfHash, previousFiles, recordScan} from './record-scan.ts'
export {isScaffold, rememberScaffold} from './scaffolds.ts'
export {lockScan} from './scan-lock.ts'
export {checkSite, documentRootOf} from './site.ts'
