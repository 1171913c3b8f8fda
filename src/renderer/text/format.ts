/** Numbers as people read them; en-US grouping everywhere, so that pictures and exports agree. */
const grouped = new Intl.NumberFormat('en-US')
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

export const count = (value: number): string => grouped.format(value)
export const compact = (value: number): string => (value < 10_000 ? count(value) : short.format(value))

/** "1 source", "1,204 sources". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** For a sentence that begins with what came in small letters. */
export const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Messages per second, with as many digits as it deserves. */
export function rate(perSecond: number): string {
  if (perSecond === 0) return '0/s'
  if (perSecond < 0.01) return '<0.01/s'
  const digits = perSecond >= 100 ? 0 : perSecond >= 1 ? 1 : 2
  return `${perSecond.toFixed(digits)}/s`
}

/** "850 ms", "4.2 s", "3 min", "5 h", "2 d". */
export function duration(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  const sign = milliseconds <= -0.5 ? '−' : ''
  if (size < 1000) return `${sign}${Math.round(size)} ms`
  if (size < 60_000) return `${sign}${(size / 1000).toFixed(size < 10_000 && size % 1000 !== 0 ? 1 : 0)} s`
  if (size < 3_600_000) return `${sign}${Math.round(size / 60_000)} min`
  if (size < 172_800_000) return `${sign}${Math.round(size / 3_600_000)} h`
  return `${sign}${Math.round(size / 86_400_000)} d`
}

export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(size, 1)) / 3)))
  const value = size / 1000 ** power
  return `${power === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[power] ?? ''}`
}
