/** What a page has done that cannot be taken back: after it, the request can no longer be left to PHP. */

/** Takes the first effect of a request. */
export class Effects {
  /** What was done first; `undefined` while nothing was. */
  first: string | undefined

  note(what: string): void {
    this.first ??= what
  }
}

/** One statement of SQL that changes nothing. */
const READS =
  /^\s*\(?\s*(?:select|show|describe|desc|explain|values|set\s+names)\b(?!.*(?:\binto\s+(?:out|dump)file\b|;\s*\S))/is

/**
 * The database with an eye on what is done to it: calling one of its methods counts as an effect, unless its first
 * argument is SQL that only reads. What is not an object is given back as it is.
 */
export function watchDatabase(db: unknown, effects: Effects): unknown {
  if (typeof db !== 'object' || db === null) return db
  return new Proxy(db, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        const [sql] = given
        if (typeof sql !== 'string') effects.note(`${String(name)}() of the database`)
        else if (!READS.test(sql)) effects.note(`SQL: ${sql.trim().slice(0, 60)}`)
        return member.apply(target, given)
      }
    },
  })
}
