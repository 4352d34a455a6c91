/** From a PHP tree to what every file of it is and does. */
export {ANALYSER_VERSION} from './analyse.ts'
export {DEFAULT_EXTENSIONS} from './extensions.ts'
export {scanSite} from './scan-site.ts'
