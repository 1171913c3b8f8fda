/**
 * Version of everything that decides what is stored about a message or said about a source: classes, injections, dialled
 * numbers, fingerprints, tools, guesses, behaviours. Raised with every change of a result, so that events stored under
 * older rules are known and can be analysed again.
 *
 * 1: classes of one message by its first matching rule; verdicts counted by class.
 * 2: SQL injection scored by structure; logins and calls like those of phones are no attacks by themselves; behaviours
 *    of a source over a window.
 * 3: fingerprints of grammar f1; tools proven by the signatures of resources/signatures over them.
 * 4: a single call as subscribers make it is no toll fraud; a number that an ACK or BYE names is no user; an address is
 *    no dialled number.
 * 5: toll fraud, calls and old passwords told apart; SQL that calculates, closes or combines; further commands, markup and
 *    filters; versions of svwar, desk phones and further PBXs as claims.
 */
export const rulesVersion = 5
