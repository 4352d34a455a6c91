/** From a PHP tree to what is known of its files. */
export {ANALYSER_VERSION} from './analyser-version.ts'
export {DEFAULT_EXTENSIONS} from './extensions.ts'
export {scanSite} from './scan-site.ts'
