/** From how much on something counts as a behaviour. Each says where its value comes from. */
export const thresholds = {
  /** Refusals (401, 403, 407, 487, 503) of one source: `initconf/sip-attacks` scripts/sip-401-403.zeek, there per 30 minutes. */
  refusals: 10,
  /** Attempts at passwords: as many as the refusals above, of which each is the answer to one. */
  guesses: 10,
  /** Fewer of them for a single user may be a phone with an old password: at a try a minute, an hour and a half of it. */
  forgetful: 100,
  /** Attempts for each login that was let in: refreshing one takes a fresh nonce now and then, guessing takes many. */
  guessesPerLogin: 5,
  /** Users that are tried with at most `sprayedPerUser` passwords each. */
  sprayedUsers: 10,
  sprayedPerUser: 3,
  /** Users named without a password: SIPVicious svwar begins with 900; no phone has so many accounts and contacts. */
  probedUsers: 10,
  /** Attempts that somebody needs who knows the password: one for a login, a few for refreshing it. */
  knownPerUser: 4,
  /** Prefixes before one number. Two may be with and without the international prefix, unless they are tried often. */
  prefixes: 3,
  twoPrefixesAttempts: 10,
  /** Numbers called as a subscriber would: more than one sitting at a telephone needs. */
  calledNumbers: 5,
  /** INVITEs to telephone numbers: with credentials and a few retransmissions, a subscriber's call takes up to five. */
  numberCalls: 30,
  /** Messages in one second: default SIPVicious sends up to 177 (measured), phones and their retransmissions below ten. */
  peak: 20,
  /** Messages in one second that serve no scan: what a single thread of SIPVicious cannot reach. */
  flood: 500,
  /** Messages under one Call-ID: sipsak floods with one, counting CSeq up; a call with all its retransmissions has dozens. */
  perDialog: 200,
  /** Requests that want their answers elsewhere, and the share of all that they must be. */
  foreign: 10,
  foreignShare: 0.5,
  /** Malformed messages that chance and bad networks do not explain. */
  malformed: 3,
  /** Methods asked for, each in a dialog of its own; phones begin dialogs with up to six (REGISTER, INVITE, OPTIONS, SUBSCRIBE, PUBLISH, MESSAGE). */
  methods: 7,
} as const
