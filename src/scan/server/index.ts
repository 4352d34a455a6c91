/** From the web server's own configuration to facts about a document root: Apache httpd 2.4. */

export {directoryRule} from './directory-rules.ts'
export {readInstalledApache} from './installed-apache.ts'
export {overviewOf} from './overview.ts'
export {protectionOf} from './protection.ts'
export {readConfiguration} from './read-configuration.ts'
export {serverFacts} from './server-facts.ts'
