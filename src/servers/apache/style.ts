import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'

/** One way to tell Apache that a page is answered by the backend. */
export interface ApacheStyle {
  /**
   * The directives for all routes, indented for an enclosing `<IfModule>`.
   * @param documentRoots absolute paths without a slash at the end
   * @param handler the argument of `SetHandler`
   */
  directives: (routes: readonly Route[], documentRoots: readonly string[], handler: string) => string[]
  /** Why this style can't say some of the routes. */
  refusals: (routes: readonly Route[], documentRoots: readonly string[]) => Notice[]
}
