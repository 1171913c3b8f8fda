import type { Problem } from '../contract/console/explore.ts'
import type { Place } from './filter.ts'

/** More than anybody reads at once. */
const most = 20

/** What reading a filter finds to say about it, in order of discovery. */
export class Notes {
  readonly problems: Problem[] = []
  failed = false

  /** @returns `undefined`, so that a reader can give it up in one line. */
  error(place: Place, message: string, instead: readonly string[] = []): undefined {
    this.failed = true
    this.#add({ from: place.from, to: place.to, message, instead, weight: 'error' })
  }

  hint(place: Place, message: string, instead: readonly string[] = []): void {
    this.#add({ from: place.from, to: place.to, message, instead, weight: 'hint' })
  }

  #add(problem: Problem): void {
    const isSame = ({ from, to, message }: Problem): boolean =>
      from === problem.from && to === problem.to && message === problem.message
    if (this.problems.length < most && !this.problems.some(isSame)) this.problems.push(problem)
  }
}
