import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {listPages} from '../ledger/index.ts'
import type {LedgerPage} from '../ledger/types.ts'
import {filterPages, listText, ROLE_NAMES, SORT_KEYS, STATUS_NAMES} from '../report/page-list.ts'

export default class List extends BaseCommand {
  static override summary = 'List the pages of the site with their status'

  static override description =
    `Shows pages, routed sub-pages, and files that may be pages; \`--role\` and \`--all\` show the others.

Exit status: 0 listed (an empty list included), 2 no ledger.`

  static override examples = [
    '<%= config.bin %> list',
    '<%= config.bin %> list --status done --json',
    '<%= config.bin %> list --role unsure --sort lines',
  ]

  static override flags = {
    all: Flags.boolean({char: 'a', summary: 'All files, includes and scripts too, also those that are gone'}),
    role: Flags.string({multiple: true, options: ROLE_NAMES, exclusive: ['all'], summary: 'Only files of this role'}),
    status: Flags.string({multiple: true, options: STATUS_NAMES, summary: 'Only pages of this status'}),
    owner: Flags.string({helpValue: 'NAME', summary: 'Only pages of this owner; `-` for those of nobody'}),
    flag: Flags.string({multiple: true, options: ['stale', 'problem', 'gone'], summary: 'Only pages with this flag'}),
    sort: Flags.string({options: SORT_KEYS, default: 'path', summary: 'Sort by this column'}),
    reverse: Flags.boolean({char: 'r', summary: 'Sort the other way round'}),
  }

  async run(): Promise<LedgerPage[]> {
    const {flags} = await this.parse(List)
    const ledger = this.ledger(this.project(flags))
    const pages = filterPages(listPages(ledger), flags)
    this.log(listText(pages))
    return pages
  }
}
