const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })

/** English name of an ISO 3166 alpha-2 code; what is no code is shown as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code
}
