import { totalmem } from 'node:os';

export interface PostgresSettings {
  readonly port: number;
  /** For example `512MB`; default a quarter of the memory, at most 512 MB. */
  readonly sharedBuffers?: string;
  /** Default 100. */
  readonly maxConnections?: number;
}

const MEGABYTE = 1_048_576;

/** Settings of the server. Durability is set explicitly, not left to a default: acknowledgements depend on it. */
export const serverArguments = ({
  port,
  sharedBuffers,
  maxConnections = 100,
}: PostgresSettings): string[] => {
  const quarter = Math.floor(totalmem() / MEGABYTE / 4);
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: sharedBuffers ?? `${Math.max(32, Math.min(512, quarter))}MB`,
    max_connections: String(maxConnections),
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
};
