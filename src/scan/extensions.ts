/** Endings of names under which sites keep PHP code, without the dot; compared without regard to case. */
export const DEFAULT_EXTENSIONS: readonly string[] = ['php', 'inc', 'phtml', 'php3', 'php4', 'php5', 'php7', 'php8']
