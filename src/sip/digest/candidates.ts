import usual from '../../../resources/wordlists/sip-passwords.json' with { type: 'json' }

/** What people choose most often on telephone systems, most usual first; `resources/wordlists/README.md`. */
export const usualPasswords: readonly string[] = usual.passwords

/** Longer user names are attacks on something else; their patterns are not worth trying. */
const longestUser = 64

/**
 * Passwords worth trying for this user, likeliest first, each once: what is made of the user, the usual ones, and all
 * numbers of up to four digits. About 12,000, so a search through all of them takes well below a second.
 *
 * @param known passwords seen elsewhere, e.g. in the same attacker's tags; tried first.
 */
export function* candidatesFor(user: string, known: Iterable<string> = []): Generator<string> {
  const seen = new Set<string>()
  for (const source of [known, madeOf(user), usualPasswords, shortNumbers()]) {
    for (const candidate of source) {
      if (seen.has(candidate)) continue
      seen.add(candidate)
      yield candidate
    }
  }
}

const years = ['2018', '2019', '2020', '2021', '2022', '2023', '2024', '2025', '2026']
const endings = ['0', '00', '1', '01', '11', '12', '123', '1234', '12345', '!', '@', '#', '*', 'a', 'abc', ...years]
const words = ['sip', 'pass', 'password', 'ext', 'exten', 'secret', 'voip', 'phone', 'user', 'pbx', 'test', 'tel']

/** How users and administrators build a password from an extension or a name. */
function* madeOf(user: string): Generator<string> {
  yield ''
  if (user === '' || user.length > longestUser) return
  const lower = user.toLowerCase()
  yield* [user, user + user, user + user + user, reversed(user), user + reversed(user)]
  yield* [lower, user.toUpperCase(), capital(lower)]
  yield* around(user)
  for (const ending of endings) yield* [user + ending, ending + user, capital(lower) + ending]
  for (const word of words)
    yield* [word + user, user + word, capital(word) + user, `${word}_${user}`, `${word}-${user}`]
  yield* [`${user}@${user}`, `${user}${user}!`, `P@ss${user}`, `P@ssw0rd${user}`]
}

const reversed = (text: string): string => Array.from(text).reverse().join('')
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** The extensions next to it, and itself with zeros in front, as templates of phone systems make them. */
function* around(user: string): Generator<string> {
  if (!/^\d{1,9}$/.test(user)) return
  const number = Number(user)
  yield* [String(number + 1), String(Math.max(0, number - 1)), user.padStart(4, '0'), user.padStart(6, '0')]
  yield* [`00${user}`, user.padEnd(4, '0'), user.padEnd(6, '0')]
}

/** 0 to 9999, and the same with leading zeros: what a brute forcer counts through. */
function* shortNumbers(): Generator<string> {
  for (let digits = 1; digits <= 4; digits++) {
    for (let number = 0; number < 10 ** digits; number++) yield String(number).padStart(digits, '0')
  }
}
