const SERIAL_DIGITS = 5;

/** Stream whose version is the last serial of a division's day; `day` is `YYYY-MM-DD` in Asia/Shanghai. */
export const caseNumberStream = (divisionCode: string, day: string): string =>
  `case-number-${divisionCode.padEnd(6, '0').slice(0, 6)}-${day.replaceAll('-', '')}`;

/** `140105-20261124-00001`: division, day, serial. */
export const caseNumber = (divisionCode: string, day: string, serial: number): string =>
  `${divisionCode.padEnd(6, '0').slice(0, 6)}-${day.replaceAll('-', '')}-${String(serial).padStart(SERIAL_DIGITS, '0')}`;
