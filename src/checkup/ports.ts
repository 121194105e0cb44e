import { WIRE_STANDARDS } from '../../devices/wire/index.ts';
import { type Config, wirePortSetting } from '../config.ts';
import { probePort } from '../platform/ports.ts';
import type { Finding } from './finding.ts';

const PORTS = ['YIWANG_HTTP_PORT', 'YIWANG_MQTT_PORT', ...WIRE_STANDARDS.map(wirePortSetting)] as const;

/** `isOurs`: a running server listens there. */
export const checkPorts = async (
  config: Config,
  isOurs: (port: number) => boolean,
): Promise<readonly Finding[]> => {
  const check = 'ports';
  const findings: Finding[] = [];
  for (const setting of PORTS) {
    const port = config[setting];
    if (port === undefined || port === 0) continue;
    if (isOurs(port))
      findings.push({
        check,
        state: 'good',
        sentence: {
          zh: `${port}（${setting}）由正在运行的服务使用`,
          en: `${port} (${setting}) is used by the running server`,
        },
      });
    else if ((await probePort(port)) === undefined)
      findings.push({
        check,
        state: 'bad',
        sentence: {
          zh: `${port}（${setting}）被占用或不允许打开`,
          en: `${port} (${setting}) is in use or may not be opened`,
        },
        fix: {
          zh: `停止占用它的进程，或用 ${setting} 另选端口`,
          en: `stop the process that listens there, or choose another port with ${setting}`,
        },
      });
    else
      findings.push({
        check,
        state: 'good',
        sentence: { zh: `${port}（${setting}）空闲`, en: `${port} (${setting}) is free` },
      });
  }
  return findings;
};
