const MAX_LENGTH = 48;

/** A name as a device sent it, safe as part of one of our codes: characters other than letters, digits, `_`, `.` and `-` become `_`. */
export const toLabel = (sent: string): string => sent.slice(0, MAX_LENGTH).replace(/[^A-Za-z0-9_.-]/g, '_');
