/** Roles that people gave to files; a scan does not overrule them. */
import type {PagePath} from '../page.ts'
import type {Evidence, GivenRole, Role} from '../scan/types.ts'
import {appendEvent} from './history.ts'
import {explaining, type Ledger, writing} from './open.ts'
import {noSuchPage} from './pages.ts'
import type {Actor} from './types.ts'

/** The roles that people gave, by page path. */
export function givenRoles(ledger: Ledger): Map<PagePath, GivenRole> {
  const rows = explaining(ledger.file, () =>
    ledger.database
      .prepare<[], [path: PagePath, role: Role, because: string]>(
        `SELECT f.path, p.role, p.role_because FROM files f JOIN progress p ON p.file_id = f.id
         WHERE p.role IS NOT NULL ORDER BY f.path`,
      )
      .raw()
      .all(),
  )
  return new Map(rows.map(([path, role, because]) => [path, {role, because}]))
}

/**
 * Gives files a role, for good, or with `null` leaves it to the scan again; all or none. What follows from it for the
 * whole site (includes, session mode) is worked out by the next scan.
 *
 * @param reason why, for the history and the evidence
 * @throws MigrateError NO_SUCH_PAGE
 */
export function classifyPages(
  ledger: Ledger,
  paths: readonly PagePath[],
  role: Role | null,
  actor: Actor,
  reason?: string,
): void {
  writing(ledger, () => {
    const give = ledger.database.prepare(
      `UPDATE progress SET role = ?, role_because = ? WHERE file_id = (SELECT id FROM files WHERE path = ?)`,
    )
    const show = ledger.database.prepare(
      `UPDATE files SET role = ?, confidence = 1, detail = json_set(detail, '$.evidence', json(?)), sum = ''
       WHERE path = ?`,
    )
    const why = reason ? `: ${reason}` : ''
    const because = `classified as ${role} by ${actor.who} on ${actor.at.slice(0, 10)}${why}`
    for (const path of paths) {
      if (give.run(role, role && because, path).changes === 0) throw noSuchPage(ledger, path)
      if (role) show.run(role, JSON.stringify([{because, file: path}] satisfies Evidence[]), path)
      appendEvent(ledger, actor, path, {kind: 'classified', text: `${role ?? 'by the scan again'}${why}`})
    }
  })
}
