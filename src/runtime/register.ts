/** For `node --import`: makes `banyan/runtime` and `banyan/php` known to every module of the process. */
import {registerModules} from './resolve-hook.ts'

registerModules()
