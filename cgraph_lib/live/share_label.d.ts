// share_label.js is printed from share.py; see page.py.
export const LABEL: string;
