/** A form of names that are bytes: so many hex digits, compared in upper case. */
export const hexAlias =
  (digits: number) =>
  (sent: string): string | undefined =>
    sent.length === digits && /^[0-9A-Fa-f]+$/.test(sent) ? sent.toUpperCase() : undefined;

/** A form of names that are compared as they are sent. */
export const textAlias =
  (form: RegExp) =>
  (sent: string): string | undefined =>
    form.test(sent) ? sent : undefined;
