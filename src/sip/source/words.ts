/** `one user`, `2,652 users`. */
export const many = (count: number, one: string, several = `${one}s`): string =>
  count === 1 ? `one ${one}` : `${count.toLocaleString('en')} ${several}`

/** `5 messages`, never in letters: for reasons, where figures are compared. */
export const figure = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : several}`

/** `once`, `77 times`. */
export const times = (count: number): string => (count === 1 ? 'once' : figure(count, 'time'))
