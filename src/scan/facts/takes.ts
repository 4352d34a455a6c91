import {defineFact} from './define-fact.ts'
import {inputsIn} from './inputs.ts'

/** The first use at the top level of what visitors send; a session is one, as they send its name. */
export const takes = defineFact({
  name: 'takes',
  find(file) {
    let ofServer: ReturnType<typeof inputsIn>[number] | undefined
    for (const input of inputsIn(file)) {
      if (input.inside !== undefined || input.source === 'globals') continue
      if (input.source !== 'server' && input.source !== 'env') return input
      ofServer ??= input
    }
    return ofServer
  },
})
