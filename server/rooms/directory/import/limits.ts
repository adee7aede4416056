/** Rows of one file, its header not counted. */
export const ROWS_MAX = 1_000_000
/** Columns that are read; a file with something further right is refused. */
export const COLUMNS_MAX = 512
/** Longest cell, in UTF-16 code units: what Excel itself holds. */
export const CELL_MAX = 32_767
/** Bytes that the parts of a workbook may unpack to, together. */
export const UNPACKED_BYTES_MAX = 1024 * 1024 * 1024
/** Texts that a workbook shares between cells, in UTF-16 code units together. */
export const SHARED_TEXT_MAX = 128 * 1024 * 1024
/** Files inside a workbook. */
export const ENTRIES_MAX = 2000
/** Notes that may stand above the header. */
export const LINES_ABOVE_HEADER_MAX = 20
/** Departments that one person may be named in, in one file. */
export const DEPARTMENTS_OF_ONE_MAX = 50
/** Bytes read at a time. */
export const CHUNK_BYTES = 64 * 1024
