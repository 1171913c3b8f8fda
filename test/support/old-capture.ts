/** The fixture's capture again, with other times: what is old and what is new can be chosen. */
const [fileHeader, recordHeader] = [24, 16]

/**
 * A classic pcap in little-endian order, repeated.
 * @param times milliseconds UTC of the first packet of each repetition; the others follow a millisecond apart.
 */
export function capturedAt(capture: Buffer, times: readonly number[]): Buffer {
  return Buffer.concat([capture.subarray(0, fileHeader), ...times.map((time) => recordsAt(capture, time))])
}

function recordsAt(capture: Buffer, time: number): Buffer {
  const records = Buffer.from(capture.subarray(fileHeader))
  for (let [at, packet] = [0, 0]; at < records.length; packet++) {
    const moment = time + packet
    records.writeUInt32LE(Math.floor(moment / 1000), at)
    records.writeUInt32LE((moment % 1000) * 1000, at + 4)
    at += recordHeader + records.readUInt32LE(at + 8)
  }
  return records
}
