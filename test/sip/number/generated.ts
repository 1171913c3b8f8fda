import examples from 'libphonenumber-js/examples.mobile.json'
import metadata from 'libphonenumber-js/metadata.max.json'
import { getCountryCallingCode, isValidPhoneNumber, type CountryCode } from 'libphonenumber-js/max'

/** A repeatable source of numbers in [0, 1): the set must be the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** What toll fraudsters dial first: outside lines, carriers, access codes, account codes, and combinations. */
export const prefixes: readonly string[] = [
  ...['', '+', '0', '00', '000', '0000', '9', '90', '900', '9000', '9011', '011', '810', '8', '1', '*', '#'],
  ...['+00', '99', '999', '0011', '9810', '*9', '9+', '9*', '#9', '*011', '8011', '1011', '0900', '9900', '99011'],
  ...['88', '8810', '800', '80', '81', '100', '11', '010', '001', '*00', '#00', '#011', '**', '##', '900011', '8000'],
  ...['1010333011', '76000', '981', '9100', '8900', '7000', '123400', '555011', '1234011', '660000', '*67011', '*8200'],
]

export interface Sample {
  readonly dialled: string
  readonly core: string
}

/** Countries with a mobile number to vary, one for each calling code. */
export const countries: readonly CountryCode[] = Object.values(metadata.country_calling_codes).flatMap(([country]) =>
  country !== undefined && country in examples ? [country] : [],
)

/** A number that the library, which our code does not call, says is assigned. */
export function validNumber(random: () => number, country: CountryCode): string {
  const code = getCountryCallingCode(country)
  const example = (examples as Readonly<Record<string, string>>)[country] ?? ''
  for (let attempt = 0; attempt < 100; attempt++) {
    const kept = 1 + Math.floor(random() * 3)
    const national = example.slice(0, kept) + digits(random, example.length - kept)
    if (isValidPhoneNumber(`+${code}${national}`)) return code + national
  }
  return code + example
}

export const digits = (random: () => number, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('')

export const pick = <Item>(random: () => number, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

export function shuffled<Item>(random: () => number, items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
