/** Moving a page from one status to the next: which moves are legal, and writing the one that was made. */
import {MigrateError} from '../errors.ts'
import {type PagePath, printable} from '../page.ts'
import {appendEvent} from './history.ts'
import {explaining, type Ledger, writing} from './open.ts'
import {noSuchPage} from './pages.ts'
import type {Actor, Canary, EventKind, Exposure, Move, Moved, Status} from './types.ts'

interface MoveRule {
  from: readonly Status[]
  to: Status
  event: EventKind
}

const MOVES: Record<Move, MoveRule> = {
  scaffold: {from: ['todo', 'scaffolded', 'porting'], to: 'scaffolded', event: 'scaffolded'},
  start: {from: ['todo', 'scaffolded'], to: 'porting', event: 'started'},
  canary: {from: ['todo', 'scaffolded', 'porting', 'done'], to: 'porting', event: 'canary'},
  done: {from: ['todo', 'scaffolded', 'porting'], to: 'done', event: 'done'},
  reopen: {from: ['done', 'dead', 'kept'], to: 'porting', event: 'reopened'},
}

/** The moves that lead on from a status, as command names. */
export function legalMoves(status: Status): Move[] {
  const names = Object.keys(MOVES) as Move[]
  return names.filter((name) => MOVES[name].from.includes(status))
}

/** How a move is made. */
interface MoveOptions {
  /** Kept in the history with the event. */
  reason?: string | undefined
  /** Whether a check was overruled. */
  forced?: boolean | undefined
  /** Of the move `canary`: who gets TypeScript; absent when nobody does any more. */
  canary?: Canary | undefined
}

/**
 * Moves pages, all or none, and writes one event each.
 *
 * @throws MigrateError NO_SUCH_PAGE, ILLEGAL_MOVE (the hint names the legal moves), PAGE_GONE
 */
export function movePages(
  ledger: Ledger,
  paths: readonly PagePath[],
  move: Move,
  actor: Actor,
  options: MoveOptions = {},
): Moved[] {
  return writing(ledger, () => paths.map((path) => movePage(ledger, path, move, actor, options)))
}

/** Gives pages to somebody, or to nobody (`null`), all or none. */
export function assignPages(ledger: Ledger, paths: readonly PagePath[], owner: string | null, actor: Actor): void {
  writing(ledger, () => {
    const assign = ledger.database.prepare(
      'UPDATE progress SET owner = ? WHERE file_id = (SELECT id FROM files WHERE path = ?)',
    )
    for (const path of paths) {
      if (assign.run(owner, path).changes === 0) throw noSuchPage(ledger, path)
      appendEvent(ledger, actor, path, {kind: 'assigned', text: owner ?? ''})
    }
  })
}

/** Writes a note about a page into its history. */
export function notePages(ledger: Ledger, paths: readonly PagePath[], text: string, actor: Actor): void {
  writing(ledger, () => {
    const known = ledger.database.prepare('SELECT 1 FROM files WHERE path = ?')
    for (const path of paths) {
      if (!known.get(path)) throw noSuchPage(ledger, path)
      appendEvent(ledger, actor, path, {kind: 'note', text})
    }
  })
}

/**
 * Checks that a move is legal for all pages, for commands that write files before they move.
 *
 * @throws MigrateError NO_SUCH_PAGE, ILLEGAL_MOVE, PAGE_GONE
 */
export function checkMoves(ledger: Ledger, paths: readonly PagePath[], move: Move): void {
  explaining(ledger.file, () => {
    for (const path of paths) checkMove(ledger, path, move)
  })
}

function checkMove(ledger: Ledger, path: PagePath, move: Move): {status: Status; exposure: Exposure} {
  const now = ledger.database
    .prepare<[string], {status: Status; exposure: Exposure; gone: number}>(
      'SELECT status, exposure, gone FROM pages WHERE path = ?',
    )
    .get(path)
  if (!now) throw noSuchPage(ledger, path)
  if (now.gone && move !== 'reopen') {
    throw new MigrateError(
      'PAGE_GONE',
      `\`${printable(path)}\` is no longer in the site: its file disappeared`,
      'Bring the file back and run `migrate scan`, or leave the page as it is',
    )
  }
  if (!MOVES[move].from.includes(now.status)) throw illegalMove(path, move, now.status)
  return now
}

function movePage(ledger: Ledger, path: PagePath, move: Move, actor: Actor, options: MoveOptions): Moved {
  const {database} = ledger
  const rule = MOVES[move]
  const now = checkMove(ledger, path, move)
  // Scaffolding again, or while somebody ports, writes files but takes no status back.
  const to = move === 'scaffold' && now.status === 'porting' ? 'porting' : rule.to
  const exposure = exposureAfter(move, now.exposure, options.canary)
  const canary = exposure === 'canary' && options.canary ? JSON.stringify(options.canary) : null
  const from = portedFrom(move, options.canary)
  database
    .prepare(
      `UPDATE progress SET status = :to, exposure = :exposure,
         canary = CASE WHEN :exposure = 'canary' THEN coalesce(:canary, canary) END,
         ported_from = CASE :from WHEN 'now' THEN (SELECT fingerprint FROM files WHERE path = :path)
                                  ELSE ported_from END
       WHERE file_id = (SELECT id FROM files WHERE path = :path)`,
    )
    .run({to, exposure, canary, from, path})
  appendEvent(ledger, actor, path, {
    kind: rule.event,
    from: now.status,
    to,
    text: move === 'canary' ? canaryText(options) : options.reason,
    forced: options.forced,
  })
  return {path, from: now.status, to, exposure}
}

/** `done` means that TypeScript answers; every other move gives the page back to PHP or leaves it there. */
function exposureAfter(move: Move, exposure: Exposure, canary: Canary | undefined): Exposure {
  switch (move) {
    case 'canary':
      return canary ? 'canary' : 'php'
    case 'done':
      return 'typescript'
    case 'reopen':
      return 'php'
    case 'scaffold':
    case 'start':
      return exposure
    default:
      return move satisfies never
  }
}

/** What the history says of who gets TypeScript: `{"cookie":"ts","percent":5}: try it`. */
function canaryText({canary, reason}: MoveOptions): string {
  return [canary ? JSON.stringify(canary) : 'nobody', ...(reason === undefined ? [] : [reason])].join(': ')
}

/** Whether the move says that the handler was written from the PHP as it is now. */
function portedFrom(move: Move, canary: Canary | undefined): 'now' | 'before' {
  return move === 'scaffold' || move === 'done' || canary !== undefined ? 'now' : 'before'
}

function illegalMove(path: PagePath, move: Move, status: Status): MigrateError {
  const legal = legalMoves(status).map((name) => `\`migrate ${name} ${printable(path)}\``)
  return new MigrateError(
    'ILLEGAL_MOVE',
    `\`${printable(path)}\` is ${status}: \`${move}\` is not a legal move from there`,
    legal.length > 0 ? `Legal moves: ${legal.join(', ')}` : `No move leads on from ${status}`,
  )
}
