// share_words.js is printed from share.py; see page.py.
export const PHRASES: Record<string, string>;
