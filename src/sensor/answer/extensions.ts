/**
 * Which extensions this PBX pretends to have: single ones (`1000`), ranges (`100-199`) and names. Everything else is
 * unknown to it, as on a real PBX; scanners stop at once when every number seems to exist.
 */
export class Extensions {
  readonly #names = new Set<string>()
  readonly #ranges: { readonly digits: number; readonly from: number; readonly to: number }[] = []

  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const [, from, to] = /^(\d{1,8})-(\d{1,8})$/.exec(entry) ?? []
      if (from === undefined || to === undefined) this.#names.add(entry)
      else this.#ranges.push({ digits: from.length, from: Number(from), to: Number(to) })
    }
  }

  has(user: string): boolean {
    if (this.#names.has(user)) return true
    if (!/^\d{1,8}$/.test(user)) return false
    const number = Number(user)
    return this.#ranges.some((range) => range.digits === user.length && number >= range.from && number <= range.to)
  }
}
