import {defineFact} from './define-fact.ts'
import {sqlIn} from './sql.ts'

/** The tables of all SQL in the file. */
export const tables = defineFact({
  name: 'tables',
  find(file) {
    const reads = new Set<string>()
    const writes = new Set<string>()
    for (const use of sqlIn(file)) {
      for (const table of use.reads) reads.add(table)
      for (const table of use.writes) writes.add(table)
    }
    return {reads: [...reads].sort(), writes: [...writes].sort()}
  },
})
