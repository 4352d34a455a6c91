/** Facts are kept by content and by this number: it grows whenever the same bytes give other facts. */
export const ANALYSER_VERSION = 5
