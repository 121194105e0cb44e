import type { AedesOptions } from 'aedes';
import { guarded } from '../../platform/guard.ts';

/** Hooks of the broker; each answers through a callback, once. */
type Hooks = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe'>
>;

/** MQTT 3.1.1 section 3.2.2.3. */
const SERVER_UNAVAILABLE = 3;

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('hook failed'));

/** Broker options whose hooks refuse if they fail: the connection ends, and no acknowledgement is sent. */
export const guardHooks = <Options extends Hooks>(options: Options): Options => ({
  ...options,
  preConnect: guarded<Parameters<Hooks['preConnect']>>(
    'mqtt preConnect',
    (client, packet, callback) => options.preConnect(client, packet, callback),
    (error, _client, _packet, callback) => callback(asError(error), false),
  ),
  authenticate: guarded<Parameters<Hooks['authenticate']>>(
    'mqtt authenticate',
    (client, userName, password, callback) => options.authenticate(client, userName, password, callback),
    (error, _client, _userName, _password, callback) =>
      callback(Object.assign(asError(error), { returnCode: SERVER_UNAVAILABLE }), null),
  ),
  authorizePublish: guarded<Parameters<Hooks['authorizePublish']>>(
    'mqtt authorizePublish',
    (client, packet, callback) => options.authorizePublish(client, packet, callback),
    (error, _client, _packet, callback) => callback(asError(error)),
  ),
  authorizeSubscribe: guarded<Parameters<Hooks['authorizeSubscribe']>>(
    'mqtt authorizeSubscribe',
    (client, subscription, callback) => options.authorizeSubscribe(client, subscription, callback),
    (_error, _client, _subscription, callback) => callback(null, null),
  ),
});
