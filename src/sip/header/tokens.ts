import { splitOutside } from './quoting.ts'

/** Tokens of Allow, Supported, Require and their like (RFC 3261 §20.5, §20.32, §20.37), as written; empty ones left out. */
export const parseTokens = (value: string): readonly string[] =>
  splitOutside(value, ',').filter((token) => token !== '')
