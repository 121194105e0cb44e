import type { AuthenticateError } from 'aedes';

/** MQTT 3.1.1 section 3.2.2.3: connect return codes. */
export const BAD_USER_NAME_OR_PASSWORD = 4;
export const NOT_AUTHORIZED = 5;

export const withReturnCode = (error: Error, returnCode: number): AuthenticateError =>
  Object.assign(error, { returnCode });

/** Errors that we raised ourselves are already counted. */
export const isOurs = (error: Error): boolean =>
  'returnCode' in error || error.message.startsWith('tooManyConnections');
