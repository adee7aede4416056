const separators = /[/\\]/g
const edges = /^[\s.]+|[\s.]+$/g
const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i

/** What a file is called once it lies on somebody's disk: no folders, no leading dots, never nothing. */
export function fileName(given: string): string {
  const name = given.normalize('NFC').replaceAll(separators, '_').replaceAll(edges, '')
  return name === '' ? 'file' : name
}

/** A media type as it was told, if it looks like one. It only chooses an icon: files are always sent as plain bytes. */
export function fileType(given: string | undefined): string {
  return given !== undefined && mediaType.test(given) ? given.toLowerCase() : 'application/octet-stream'
}
