/** What times are read against: UTC milliseconds and the IANA name of the zone on screen. */
export interface Clock {
  readonly now: number
  readonly zone: string
}

/** What a time as typed covers: the half-open stretch from..to, or nothing but the moment when both are equal. */
export interface Span {
  readonly from: number
  readonly to: number
  /** `day`: as the end of a range it is included. `now`: told from now, alone it means the stretch between. */
  readonly scale: 'day' | 'clock' | 'now'
}
