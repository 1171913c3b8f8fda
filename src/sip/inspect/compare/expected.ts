/**
 * Fields that a sender makes anew for each message, transaction, call or challenge (RFC 3261 §8.1.1, §19.3, §22): two
 * messages of one program differ in them, and it means nothing.
 */
const expected: readonly RegExp[] = [
  /(?:^|\.)tag$/,
  /^via(?:\[\d+\])?(?:\.value(?:\[\d+\])?)?\.branch$/,
  /^call-id(?:\.local)?$/,
  /^cseq\.number$/,
  /^(?:proxy-)?authorization(?:\[\d+\])?\.(?:nonce|response|cnonce|nc|opaque)$/,
  /^(?:www|proxy)-authenticate(?:\[\d+\])?\.(?:nonce|opaque)$/,
  /^(?:date|timestamp)(?:\.|$)/,
  /^body\.o\.session-(?:id|version)$/,
]

export const isExpectedToVary = (path: string): boolean => expected.some((pattern) => pattern.test(path))
