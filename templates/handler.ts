// __PAGE__ in TypeScript.
//
//# summary
import {definePage, hole} from 'banyan/runtime'
//# imports

export default definePage({
  page: '__PAGE__',
  session: 'none', //# session
  handle(__CONTEXT__) {
    //# inputs
    return hole('__PAGE__:1', '__LINES__ not ported yet')
  },
})
//# checklist
