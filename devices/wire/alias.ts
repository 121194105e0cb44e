/** Names that are bytes: this many hex digits, compared in upper case. */
export const hexAlias =
  (digits: number) =>
  (sent: string): string | undefined =>
    sent.length === digits && /^[0-9A-Fa-f]+$/.test(sent) ? sent.toUpperCase() : undefined;

/** Names that are compared exactly as sent. */
export const textAlias =
  (form: RegExp) =>
  (sent: string): string | undefined =>
    form.test(sent) ? sent : undefined;
