import { WIRE_STANDARDS } from '../../../devices/wire/index.ts';
import { type Config, wirePortSetting } from '../../config.ts';
import { listenTcp, type TcpGateway, type TcpGatewayOptions } from './gateway.ts';

/** Opens a gateway for every standard that has a port; the others are off. Closes those already open when one cannot listen. */
export const openTcpGateways = async (
  config: Config,
  parts: Pick<
    TcpGatewayOptions,
    | 'pipeline'
    | 'counters'
    | 'budget'
    | 'loopShare'
    | 'sendRate'
    | 'clock'
    | 'logger'
    | 'deviceConnections'
    | 'requestLog'
  >,
): Promise<readonly TcpGateway[]> => {
  const gateways: TcpGateway[] = [];
  for (const standard of WIRE_STANDARDS) {
    const setting = wirePortSetting(standard);
    const port = config[setting];
    if (port === undefined) continue;
    try {
      gateways.push(
        await listenTcp({
          ...parts,
          standard,
          setting,
          host: config.YIWANG_TCP_HOST,
          port,
          maxConnections: config.YIWANG_TCP_MAX_CONNECTIONS,
          limits: {
            proofMs: config.YIWANG_TCP_PROOF_SECONDS * 1000,
            idleMs: config.YIWANG_TCP_IDLE_SECONDS * 1000,
            maxFrameBytes: config.YIWANG_TCP_MAX_FRAME_BYTES,
            maxRefusals: config.YIWANG_TCP_MAX_REFUSALS,
          },
        }),
      );
    } catch (error) {
      await Promise.all(gateways.map((gateway) => gateway.close()));
      throw error;
    }
  }
  return gateways;
};
