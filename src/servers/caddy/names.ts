import type {Site} from '../site.ts'

/** The placeholders of a site. What sets them apart stands before the name of the site, so no two sites share one. */
export function placeholders({name}: Pick<Site, 'name'>): {
  lane: string
  pool: string
  question: (n: number) => string
} {
  const own = name.replaceAll('-', '_')
  return {
    lane: `{migrated_${own}}`,
    pool: `{migrate_${own}}`,
    question: (n) => `{migrate${n}_${own}}`,
  }
}
