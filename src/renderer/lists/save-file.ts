import type { ReportFile } from '../../contract/console/reports.ts'

/** Hands a file to the browser's (or Electron's) own download, which asks where to put it. */
export function saveFile(file: ReportFile): void {
  saveBlob(file.name, new Blob([new Uint8Array(file.bytes)], { type: file.mime }))
}

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold on the data once it began; a minute is far more than that takes.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
